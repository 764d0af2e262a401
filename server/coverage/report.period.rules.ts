import { type Period, type PeriodKind, periodHolding } from '../../shared/coverage/period.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import { addDays, type LocalDate, localDate } from '../../shared/kernel/time.ts';
import type { TermFields } from '../../shared/term.ts';

type Calendar = {
  readonly today: LocalDate;
  /** Of the region and of those above it, nearest first. */
  readonly terms: readonly Pick<TermFields, 'from' | 'to'>[];
};

/** There is nothing older that could be reported on, and dates that computing would leave the calendar with are kept out. */
const FIRST_DAY = localDate.parse('2000-01-01');

/** PERIOD_AHEAD for a day that has not begun, INVALID_VALUE {field: 'date'} for one before all records. */
export function checkDate(date: LocalDate, today: LocalDate): Result<void> {
  if (date > today) return fail('PERIOD_AHEAD');
  return date < FIRST_DAY ? fail('INVALID_VALUE', { field: 'date', reason: 'range' }) : ok();
}

/** NO_TERM for a day outside of every term; otherwise as `checkDate`. */
export function periodOf(kind: PeriodKind, date: LocalDate, { today, terms }: Calendar): Result<Period> {
  const known = checkDate(date, today);
  if (!known.ok) return known;
  const period = periodHolding(kind, date, terms);
  return period === null ? fail('NO_TERM') : ok(period);
}

/** The period of the same kind right before one; null when there is none. Of overlapping terms the nearest region's counts. */
export function periodBefore(period: Period, { today, terms }: Calendar): Period | null {
  if (period.kind !== 'term') {
    const before = periodOf(period.kind, addDays(period.from, -1), { today, terms });
    return before.ok ? before.value : null;
  }
  const earlier = terms.filter((each) => each.to < period.from);
  const [latest] = earlier.toSorted((a, b) => (a.to < b.to ? 1 : a.to > b.to ? -1 : 0));
  if (latest === undefined) return null;
  const nearest = terms.find(
    (each) => each.to < period.from && each.from <= latest.to && each.to >= latest.from,
  );
  const { from, to } = nearest ?? latest;
  return { kind: 'term', from, to };
}

/** So many periods of a kind in a row, the given one last; fewer where there are none before. */
export function periodsUpTo(period: Period, count: number, calendar: Calendar): Period[] {
  const found = [period];
  while (found.length < count) {
    const before = periodBefore(found[0] ?? period, calendar);
    if (before === null) break;
    found.unshift(before);
  }
  return found;
}
