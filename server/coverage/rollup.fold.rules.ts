import type { CauseCounts } from '../../shared/coverage/cause.ts';
import type { Measures } from '../../shared/coverage/measures.ts';
import type { Period } from '../../shared/coverage/period.ts';
import type { SchoolId } from '../../shared/kernel/ids.ts';
import type { LocalDate } from '../../shared/kernel/time.ts';
import type { SchoolKind } from '../../shared/school.ts';
import { addTallies, asOneWeek, noTallies, type SchoolTallies } from './tallies.rules.ts';

/** One school over one period, as it is kept. */
export type SchoolRollup = {
  readonly tallies: SchoolTallies;
  readonly measures: Measures;
  readonly causes: CauseCounts;
  readonly schoolKind: SchoolKind;
  /** Where in the tree it counts: ids of regions, root first. */
  readonly place: string;
};

type FoldInput = {
  readonly schoolId: SchoolId;
  readonly date: LocalDate;
  /** The day as it is counted now. */
  readonly day: SchoolTallies;
  /** Of the day and of all that it is added to; `mondays` lie elsewhere, and hold the Monday of its week. */
  readonly periods: readonly Period[];
  readonly mondays: readonly Period[];
  /** What is kept of a period, or what its days that are kept add up to. */
  readonly before: (period: Period) => SchoolTallies;
};

/**
 * The day's difference added to every period that holds it. A week has a valid lesson in a room or not, so longer periods count
 * weeks when the week is known: those in whose days its Monday is.
 */
export function foldDay(input: FoldInput): ReadonlyMap<Period, SchoolTallies> {
  const { day, periods, mondays, before } = input;
  const folded = new Map<Period, SchoolTallies>();
  const ownDay = periods.find((each) => each.kind === 'day');
  const own = periods.find((each) => each.kind === 'week');
  const difference = addTallies(day, ownDay === undefined ? noTallies : before(ownDay), -1);
  let weeks = noTallies;
  if (ownDay !== undefined) folded.set(ownDay, day);
  if (own !== undefined) {
    const was = before(own);
    const { week, changed } = asOneWeek(was, addTallies(was, difference));
    folded.set(own, week);
    weeks = changed;
  }
  const holdsMonday = ({ from, to }: Period) => own !== undefined && from <= own.from && own.from <= to;
  for (const period of periods) {
    if (period.kind === 'day' || period.kind === 'week') continue;
    const sum = addTallies(before(period), difference);
    folded.set(period, holdsMonday(period) ? addTallies(sum, weeks) : sum);
  }
  if (weeks.rooms.size > 0)
    for (const period of mondays) folded.set(period, addTallies(before(period), weeks));
  return folded;
}

/** Each school of a township asks for the same few periods, once for each of its tables. */
const keys = new WeakMap<Period, string>();

export function keyOf(period: Period): string {
  const known = keys.get(period);
  if (known !== undefined) return known;
  const key = `${period.kind} ${period.from} ${period.to}`;
  keys.set(period, key);
  return key;
}
