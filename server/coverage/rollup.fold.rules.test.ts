import fc from 'fast-check';
import { expect, test } from 'vitest';
import { noMeasures } from '../../shared/coverage/measures.ts';
import { type Period, periodHolding } from '../../shared/coverage/period.ts';
import { addDays, type LocalDate } from '../../shared/kernel/time.ts';
import { MONDAY } from '../../test/support/coverage-facts.ts';
import { nth } from '../../test/support/session-log.ts';
import { foldDay, keyOf } from './rollup.fold.rules.ts';
import { noTallies, type SchoolTallies, talliesOf } from './tallies.rules.ts';

const schoolId = nth.school(1);
const roomId = nth.room(1);

/** A day with so many valid lessons at one room. */
const dayWith = (validCount: number): SchoolTallies =>
  validCount === 0
    ? noTallies
    : talliesOf({
        ...{ needs: [], people: [], pairs: [], measures: { ...noMeasures, validCount } },
        rooms: [{ roomId, schoolId, plannedCount: validCount, validCount, validWeekCount: 0 }],
      });
const kinds = ['day', 'week', 'month', 'year'] as const;
const periodsOf = (date: LocalDate): Period[] => kinds.flatMap((kind) => periodHolding(kind, date, []) ?? []);

/** What is kept, as a store would keep it. */
function keeper() {
  const kept = new Map<string, SchoolTallies>();
  return {
    put(date: LocalDate, validCount: number): void {
      const periods = periodsOf(date);
      const known = new Set(periods.map(keyOf));
      const monday = periodHolding('week', date, [])?.from ?? date;
      const folded = foldDay({
        ...{ schoolId, date, day: dayWith(validCount), periods },
        mondays: periodsOf(monday).filter(
          (each) => each.kind !== 'day' && each.kind !== 'week' && !known.has(keyOf(each)),
        ),
        before: (period) => kept.get(keyOf(period)) ?? noTallies,
      });
      for (const [period, tallies] of folded) kept.set(keyOf(period), tallies);
    },
    room: (kind: (typeof kinds)[number], date: LocalDate) => {
      const period = periodHolding(kind, date, []);
      const found = period === null ? undefined : kept.get(keyOf(period))?.rooms.get(roomId);
      return [found?.validCount ?? 0, found?.validWeekCount ?? 0];
    },
    all: () => new Map([...kept].filter(([, { rooms }]) => rooms.size > 0)),
  };
}

test('two days of a week are one week with a valid lesson, a day counted anew replaces what it said', () => {
  const house = keeper();
  house.put(MONDAY, 1);
  house.put(addDays(MONDAY, 2), 2);
  expect(house.room('week', MONDAY)).toEqual([3, 1]);
  expect(house.room('month', MONDAY)).toEqual([3, 1]);
  house.put(addDays(MONDAY, 2), 1);
  expect(house.room('year', MONDAY)).toEqual([2, 1]);
  house.put(MONDAY, 0);
  house.put(addDays(MONDAY, 2), 0);
  expect(house.room('year', MONDAY)).toEqual([0, 0]);
  expect(house.all().size).toBe(0);
});

test('a week over the end of a month counts where its Monday lies, its lessons where they were', () => {
  const monday = addDays(MONDAY, 28);
  const house = keeper();
  // 30 March is a Monday; 1 April is of the same week.
  house.put(addDays(monday, 2), 1);
  expect([house.room('month', monday), house.room('month', addDays(monday, 2))]).toEqual([
    [0, 1],
    [1, 0],
  ]);
  expect(house.room('year', monday)).toEqual([1, 1]);
});

const seed = Number(process.env['FC_SEED'] ?? Date.now() % 2 ** 31);
test(`whatever the order, and however often, it comes to the same (seed ${seed})`, () => {
  const days = fc.array(fc.tuple(fc.nat(40), fc.nat(2)), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(days, (said) => {
      const [inOrder, anyhow] = [keeper(), keeper()];
      for (const [day, validCount] of said) anyhow.put(addDays(MONDAY, day), validCount);
      const last = new Map(said);
      for (const [day, validCount] of [...last].sort(([a], [b]) => a - b))
        inOrder.put(addDays(MONDAY, day), validCount);
      expect(anyhow.all()).toEqual(inOrder.all());
    }),
    { seed, numRuns: 150 },
  );
});
