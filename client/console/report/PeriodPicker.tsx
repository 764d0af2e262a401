import './report.css';
import { LeftOutlined, RightOutlined } from '@ant-design/icons';
import { Button, Input, Segmented } from 'antd';
import { useId } from 'react';
import { type Period, type PeriodKind, periodHolding, periodKind } from '../../../shared/coverage/period.ts';
import type { LocalDate } from '../../../shared/kernel/time.ts';
import { localDate } from '../../../shared/kernel/time.ts';
import type { Locale } from '../../../shared/text/text.ts';
import { useRows } from '../api/queries.ts';
import { dateText, shortDateText } from '../shell/format.ts';
import { type ConsoleText, useLanguage, useText } from '../text.ts';
import { dateFor, neighbour, type Place } from './place.model.ts';

type PickerProps = {
  readonly place: Pick<Place, 'kind' | 'date'>;
  /** As the server answered it; null while it has not. */
  readonly period: Period | null;
  readonly today: LocalDate;
  readonly onChange: (values: { kind: PeriodKind; date: LocalDate }) => void;
};

/** Day, week, month, term, school year; the one before, the one after, and that of any day. */
export function PeriodPicker({ place, period, today, onChange }: PickerProps) {
  const t = useText();
  const locale = useLanguage((language) => language.locale);
  const terms = (useRows('term', {}).data ?? []).map(({ fields }) => fields);
  const shown = period?.kind === place.kind ? period : periodHolding(place.kind, place.date, terms);
  const go = (step: 'before' | 'after') => shown && neighbour(shown, step, { today, terms });
  const [before, after] = [go('before'), go('after')];
  const dateId = useId();
  const turn = (date: LocalDate | null) => date !== null && onChange({ kind: place.kind, date });
  return (
    <div className="report-period">
      <span className="report-period-turn">
        <Button
          className="no-print"
          icon={<LeftOutlined />}
          aria-label={t('report.before')}
          disabled={before === null}
          onClick={() => turn(before)}
        />
        <strong className="report-period-name" aria-live="polite">
          {shown === null ? '—' : periodText(shown, { t, locale, terms })}
        </strong>
        <Button
          className="no-print"
          icon={<RightOutlined />}
          aria-label={t('report.after')}
          disabled={after === null}
          onClick={() => turn(after)}
        />
      </span>
      <span className="report-period-tools no-print">
        <Segmented
          aria-label={t('report.period')}
          value={place.kind}
          onChange={(kind) =>
            onChange({ kind, date: dateFor(kind, { period: shown, date: place.date, today }, terms) })
          }
          options={periodKind.options.map((value) => ({ value, label: t(`report.kind.${value}`) }))}
        />
        <label htmlFor={dateId} className="report-hidden">
          {t('report.chooseDate')}
        </label>
        <Input
          id={dateId}
          type="date"
          className="report-date"
          value={place.date}
          max={today}
          onChange={(event) => {
            const date = localDate.safeParse(event.target.value);
            if (date.success) turn(date.data);
          }}
        />
      </span>
    </div>
  );
}

type Words = {
  readonly t: ConsoleText;
  readonly locale: Locale;
  readonly terms?: readonly { readonly name: string; readonly from: LocalDate; readonly to: LocalDate }[];
};

/** A period as people call it. */
export function periodText(period: Period, { t, locale, terms = [] }: Words): string {
  const [from, to] = [shortDateText(period.from, locale), shortDateText(period.to, locale)];
  switch (period.kind) {
    case 'day':
      return `${dateText(period.from, locale)}`;
    case 'week':
      return t('report.span', { from, to });
    case 'month':
      return new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'long', timeZone: 'UTC' }).format(
        Date.parse(period.from),
      );
    case 'year':
      return t('report.schoolYear', { from: period.from.slice(0, 4), to: period.to.slice(0, 4) });
    case 'term': {
      const term = terms.find((each) => each.from === period.from);
      return term === undefined
        ? t('report.span', { from, to })
        : t('report.termOf', { name: term.name, from, to });
    }
  }
}
