import { z } from 'zod';
import { addDays, type LocalDate, localDate } from '../kernel/time.ts';
import { weekdayOf } from '../term.ts';

/** day 日, week 周 (Monday to Sunday), month 月, term 学期 (of the region's register), year 学年 (September to August). */
export const periodKind = z.enum(['day', 'week', 'month', 'term', 'year']);
export type PeriodKind = z.infer<typeof periodKind>;

/** What a report is about. Both days belong to it; they follow from the kind, a term's from its register. */
export const period = z.object({ kind: periodKind, from: localDate, to: localDate });
export type Period = z.infer<typeof period>;

const YEAR_BEGINS_IN_MONTH = 9;

/** The period of a kind in which a day lies; a day outside of every term has none of that kind. */
export function periodHolding(
  kind: PeriodKind,
  date: LocalDate,
  terms: readonly { readonly from: LocalDate; readonly to: LocalDate }[],
): Period | null {
  switch (kind) {
    case 'day':
      return { kind, from: date, to: date };
    case 'week': {
      const from = addDays(date, 1 - weekdayOf(date));
      return { kind, from, to: addDays(from, 6) };
    }
    case 'month': {
      const from = firstOf(date.slice(0, 7));
      return { kind, from, to: addDays(firstOf(addDays(from, 31).slice(0, 7)), -1) };
    }
    case 'year': {
      const year = Number(date.slice(0, 4)) - (Number(date.slice(5, 7)) < YEAR_BEGINS_IN_MONTH ? 1 : 0);
      const september = (of: number) => firstOf(`${String(of).padStart(4, '0')}-09`);
      return { kind, from: september(year), to: addDays(september(year + 1), -1) };
    }
    case 'term': {
      const term = terms.find((each) => each.from <= date && date <= each.to);
      return term === undefined ? null : { kind, from: term.from, to: term.to };
    }
  }
}

const firstOf = (month: string): LocalDate => localDate.parse(`${month}-01`);

/** Whether days of the period are still to come or only just over: its figures may change without a correction. */
export const isOpen = ({ to }: Period, today: LocalDate): boolean => to >= today;
