import type { Period } from '../../../shared/coverage/period.ts';
import { useText } from '../text.ts';
import { PeriodPicker } from './PeriodPicker.tsx';
import { usePlace } from './useReport.ts';

type OwnPeriodProps = { readonly answer: { readonly period: Period; readonly provisional: boolean } | null };

/** The same choice of a period as on the report, for pages about oneself. */
export function OwnPeriod({ answer }: OwnPeriodProps) {
  const t = useText();
  const { place, today, change } = usePlace();
  return (
    <>
      <PeriodPicker
        place={place}
        period={answer?.period ?? null}
        today={today}
        onChange={({ kind, date }) => change({ kind, date })}
      />
      {answer?.provisional === true && (
        <p className="report-provisional" role="status">
          {t('report.provisional')}
        </p>
      )}
    </>
  );
}
