import type { IndicatorKey } from '../../../shared/coverage/indicator.ts';
import { type Period, type PeriodKind, periodKind } from '../../../shared/coverage/period.ts';
import { indicatorKey, type ReportScope, reportScope } from '../../../shared/coverage/report.ts';
import { addDays, type LocalDate, localDate } from '../../../shared/kernel/time.ts';

/** What a report's address says: where, when, and what is looked at. */
export type Place = {
  /** Null: the top of what the asker may see. */
  readonly scope: ReportScope | null;
  readonly kind: PeriodKind;
  readonly date: LocalDate;
};

export const reportTabs = ['indicators', 'below', 'trend', 'split', 'causes', 'graph'] as const;
export type ReportTab = (typeof reportTabs)[number];

/** What cannot be read falls back to what everybody sees first: everything, this month. */
export function readPlace(search: URLSearchParams, today: LocalDate): Place {
  const [kind, id] = (search.get('scope') ?? '').split(':');
  const scope = reportScope.safeParse({ kind, id });
  const period = periodKind.safeParse(search.get('kind'));
  const date = localDate.safeParse(search.get('date'));
  return {
    scope: scope.success ? scope.data : null,
    kind: period.success ? period.data : 'month',
    date: date.success ? date.data : today,
  };
}

/** As the address writes it. */
export function writePlace({ scope, kind, date }: Place): Record<string, string> {
  return { ...(scope === null ? {} : { scope: `${scope.kind}:${scope.id}` }), kind, date };
}

/** As the report's routes take it. */
export const askedPlace = ({ scope, kind, date }: Place) => ({
  ...(scope === null ? {} : { scopeKind: scope.kind, scopeId: scope.id }),
  kind,
  date,
});

export const readTab = (search: URLSearchParams): ReportTab =>
  reportTabs.find((tab) => tab === search.get('tab')) ?? 'indicators';

/** The indicator that trend, comparison and grid are about. */
export function readIndicator(search: URLSearchParams): IndicatorKey {
  const asked = indicatorKey.safeParse(search.get('by'));
  return asked.success ? asked.data : 'needWeighted';
}

type Span = Pick<Period, 'from' | 'to'>;

/** A day of the period before or after one, or null when there is none: of terms only what is registered, and nothing that is still to come. */
export function neighbour(
  period: Period,
  step: 'before' | 'after',
  { today, terms }: { readonly today: LocalDate; readonly terms: readonly Span[] },
): LocalDate | null {
  if (period.kind !== 'term') {
    const date = step === 'before' ? addDays(period.from, -1) : addDays(period.to, 1);
    return date > today ? null : date;
  }
  const begun = terms.map(({ from }) => from).filter((from) => from <= today);
  const found =
    step === 'before'
      ? begun
          .filter((from) => from < period.from)
          .toSorted()
          .at(-1)
      : begun
          .filter((from) => from > period.to)
          .toSorted()
          .at(0);
  return found ?? null;
}

/** The day to ask for when another kind of period is chosen: of a shown period that contains today it is today. */
export function dateFor(
  kind: PeriodKind,
  {
    period,
    date,
    today,
  }: { readonly period: Span | null; readonly date: LocalDate; readonly today: LocalDate },
  terms: readonly Span[],
): LocalDate {
  const wished = period !== null && period.from <= today && today <= period.to ? today : date;
  if (kind !== 'term' || terms.some(({ from, to }) => from <= wished && wished <= to)) return wished;
  const last = terms
    .filter(({ from }) => from <= wished)
    .toSorted((a, b) => a.from.localeCompare(b.from))
    .at(-1);
  return last?.to ?? wished;
}
