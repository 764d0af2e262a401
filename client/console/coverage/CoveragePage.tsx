import { Button } from 'antd';
import { useSearchParams } from 'react-router';
import type { CoverageReport } from '../../../shared/coverage.ts';
import { useAnswer } from '../api/queries.ts';
import { dateTimeText, shortDateText } from '../shell/format.ts';
import { Loaded } from '../shell/Loaded.tsx';
import { Page } from '../shell/Page.tsx';
import { todayAt } from '../shell/today.ts';
import { useLanguage, useText } from '../text.ts';
import { csvAddress } from './coverage.model.ts';
import { Headlines } from './Headlines.tsx';
import { CoverageLists } from './lists/CoverageLists.tsx';
import { PeriodPicker } from './PeriodPicker.tsx';
import { type Period, periodAround, readPeriod, upToToday } from './period.model.ts';

/** The period stands in the address, so that a report can be sent as a link. */
function usePeriod(): [Period, (period: Period) => void] {
  const [search, setSearch] = useSearchParams();
  const today = todayAt(Date.now());
  const period =
    readPeriod(search.get('from'), search.get('to')) ?? upToToday(periodAround('week', today), today);
  return [
    period,
    (next) =>
      setSearch((before) => ({ ...Object.fromEntries(before), from: next.from, to: next.to }), {
        replace: true,
      }),
  ];
}

export function CoveragePage() {
  const t = useText();
  const locale = useLanguage((language) => language.locale);
  const [period, setPeriod] = usePeriod();
  const report = useAnswer('coverage.read', period);
  return (
    <Page
      title={t('coverage.title')}
      lead={t('coverage.period', {
        from: shortDateText(period.from, locale),
        to: shortDateText(period.to, locale),
      })}
      action={
        <div className="button-row no-print">
          <Button onClick={() => window.print()}>{t('coverage.print')}</Button>
          <Button href={csvAddress(period)} download>
            {t('coverage.csv')}
          </Button>
        </div>
      }
    >
      <PeriodPicker period={period} onChange={setPeriod} />
      <Loaded query={report}>{(answer) => <Report report={answer} />}</Loaded>
    </Page>
  );
}

function Report({ report }: { readonly report: CoverageReport }) {
  const t = useText();
  const locale = useLanguage((language) => language.locale);
  const { heldRatio, connectedRatio, punctualMs } = report.thresholds;
  return (
    <>
      <Headlines report={report} />
      <CoverageLists report={report} />
      <p className="fine-print">
        {t('coverage.thresholds', {
          held: Math.round(heldRatio * 100),
          connected: Math.round(connectedRatio * 100),
          minutes: punctualMs / 60_000,
        })}{' '}
        {t('coverage.computedAt', { time: dateTimeText(report.computedAtMs, locale) })}
      </p>
    </>
  );
}
