import { addDays, type LocalDate, localDate } from '../../../shared/kernel/time.ts';

export type Period = { readonly from: LocalDate; readonly to: LocalDate };
export const periodKinds = ['week', 'month', 'term'] as const;
export type PeriodKind = (typeof periodKinds)[number];

const dayOf = (year: number, month: number, day: number): LocalDate =>
  localDate.parse(new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10));

const yearOf = (date: LocalDate) => Number(date.slice(0, 4));
const monthOf = (date: LocalDate) => Number(date.slice(5, 7));

/** The whole week (from Monday), month or term in which a day lies. Terms 学期 as usual in China: September to January, February to August. */
export function periodAround(kind: PeriodKind, date: LocalDate): Period {
  switch (kind) {
    case 'week': {
      const sinceMonday = (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7;
      const from = addDays(date, -sinceMonday);
      return { from, to: addDays(from, 6) };
    }
    case 'month':
      return {
        from: dayOf(yearOf(date), monthOf(date), 1),
        to: dayOf(yearOf(date), monthOf(date) + 1, 0),
      };
    case 'term':
      return termAround(yearOf(date), monthOf(date));
  }
}

function termAround(year: number, month: number): Period {
  if (month >= 9) return { from: dayOf(year, 9, 1), to: dayOf(year + 1, 1, 31) };
  if (month === 1) return { from: dayOf(year - 1, 9, 1), to: dayOf(year, 1, 31) };
  return { from: dayOf(year, 2, 1), to: dayOf(year, 8, 31) };
}

export const periodBefore = (kind: PeriodKind, period: Period): Period =>
  periodAround(kind, addDays(period.from, -1));
export const periodAfter = (kind: PeriodKind, period: Period): Period =>
  periodAround(kind, addDays(periodAround(kind, period.from).to, 1));

/** A period as typed by somebody or found in an address; null when it is none or longer than a school year. */
export function readPeriod(from: string | null, to: string | null): Period | null {
  const [first, last] = [localDate.safeParse(from), localDate.safeParse(to)];
  if (!first.success || !last.success || last.data < first.data) return null;
  return addDays(first.data, 370) < last.data ? null : { from: first.data, to: last.data };
}
