import { periodHolding } from '../../shared/coverage/period.ts';
import { addDays, daysBetween, type LocalDate } from '../../shared/kernel/time.ts';
import { type TermFields, taughtAs, weekdayOf } from '../../shared/term.ts';

const LAST_SCHOOL_DAY = 5;

/**
 * Whether a school teaches on a day 教学日. `terms` are those of its region and of every region that lies above, nearest first; a term
 * gives way to one of a nearer region that overlaps it. Where no term of the school year is registered, Monday to Friday. A Saturday on
 * which a school teaches by its own timetable is none: needs ask there for no more than is planned.
 */
export function isTaught(terms: readonly TermFields[], date: LocalDate): boolean {
  const year = terms.length === 0 ? null : periodHolding('year', date, []);
  const known = terms.filter((each) => year !== null && each.from <= year.to && each.to >= year.from);
  if (known.length === 0) return weekdayOf(date) <= LAST_SCHOOL_DAY;
  const term = known.find(
    (each, index) => each.from <= date && date <= each.to && !givesWay(each, known.slice(0, index)),
  );
  const as = term === undefined ? null : taughtAs(term, date);
  return as !== null && as <= LAST_SCHOOL_DAY;
}

const givesWay = (term: TermFields, nearer: readonly TermFields[]): boolean =>
  nearer.some((each) => each.regionId !== term.regionId && each.from <= term.to && each.to >= term.from);

export type Taught = {
  readonly dayCount: number;
  /** Weeks with a teaching day whose Monday lies in the period. */
  readonly weekCount: number;
};

/** What is taught from one day to another, both included. */
export function taughtBetween(terms: readonly TermFields[], from: LocalDate, to: LocalDate): Taught {
  const dates = daysBetween(from, to).filter((date) => isTaught(terms, date));
  const mondays = new Set(dates.map((date) => addDays(date, 1 - weekdayOf(date))));
  return { dayCount: dates.length, weekCount: [...mondays].filter((monday) => monday >= from).length };
}
