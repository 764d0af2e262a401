import fc from 'fast-check';
import { expect, test } from 'vitest';
import { noMeasures } from '../../shared/coverage/measures.ts';
import { nthNeed } from '../../test/support/coverage-input.ts';
import { nth } from '../../test/support/session-log.ts';
import type { NeedTally, PairTally, PersonTally, RoomTally } from './rollup.types.ts';
import {
  addTallies,
  asOneWeek,
  noTallies,
  readTallies,
  type SchoolTallies,
  talliesOf,
  weeksOnly,
  writeTallies,
} from './tallies.rules.ts';

const school = nth.school(1);
const count = fc.nat(40);
const anyNeed = fc.record({
  needId: fc.nat(2).map(nthNeed),
  schoolId: fc.constant(school),
  subject: fc.constant('“引”,]号'),
  grade: fc.constant('三年级'),
  ...{ neededFifths: count, plannedCount: count, heldCount: count, validCount: count, recordedCount: count },
  ...{ elsewhereCount: count, linkedDayCount: count, withdrawnCount: fc.nat(1) },
  causes: fc.dictionary(fc.constantFrom('line', 'power', 'no-link'), fc.integer({ min: 1, max: 9 })),
}) satisfies fc.Arbitrary<NeedTally>;
const anyRoom = fc.record({
  roomId: fc.nat(2).map(nth.room),
  schoolId: fc.constant(school),
  ...{ plannedCount: count, validCount: count, validWeekCount: fc.nat(1) },
}) satisfies fc.Arbitrary<RoomTally>;
const anyPerson = fc.record({
  personId: fc.nat(2).map(nth.person),
  schoolId: fc.constant(school),
  ...{ lecturedMs: count, assistedMs: count, researchedMs: count, lessonCount: count },
}) satisfies fc.Arbitrary<PersonTally>;
const anyPair = fc.record({
  fromSchoolId: fc.constant(school),
  toSchoolId: fc.integer({ min: 2, max: 4 }).map(nth.school),
  ...{ plannedCount: count, validCount: count, linkedDayCount: count },
}) satisfies fc.Arbitrary<PairTally>;
const anyTallies: fc.Arbitrary<SchoolTallies> = fc
  .record({
    needs: fc.uniqueArray(anyNeed, { selector: ({ needId }) => needId, maxLength: 3 }),
    rooms: fc.uniqueArray(anyRoom, { selector: ({ roomId }) => roomId, maxLength: 3 }),
    people: fc.uniqueArray(anyPerson, { selector: ({ personId }) => personId, maxLength: 3 }),
    pairs: fc.uniqueArray(anyPair, { selector: ({ toSchoolId }) => toSchoolId, maxLength: 3 }),
    measures: count.map((plannedCount) => ({ ...noMeasures, plannedCount })),
  })
  .map((day) => talliesOf(day));

const seed = Number(process.env['FC_SEED'] ?? Date.now() % 2 ** 31);
const runs = { seed, numRuns: 200 };
const roomsOf = (tallies: SchoolTallies) => [...tallies.rooms.values()];
const room = (n: number, validCount: number, validWeekCount = 0): RoomTally => ({
  ...{ roomId: nth.room(n), schoolId: school, plannedCount: 3, validCount, validWeekCount },
});
const withRooms = (...rooms: readonly RoomTally[]): SchoolTallies =>
  talliesOf({ needs: [], rooms, people: [], pairs: [], measures: noMeasures });

test(`what is written is read again, whatever it is (seed ${seed})`, () => {
  fc.assert(
    fc.property(anyTallies, (tallies) => {
      expect(readTallies(writeTallies(tallies), school, tallies.days)).toEqual(tallies);
    }),
    runs,
  );
});

test(`the text of a sum is the same whatever was added and taken away on the way to it (seed ${seed})`, () => {
  fc.assert(
    fc.property(anyTallies, anyTallies, (a, b) => {
      const there = addTallies(noTallies, a);
      expect(writeTallies(addTallies(addTallies(there, b), b, -1))).toBe(writeTallies(there));
      expect(addTallies(a, a, -1)).toEqual(noTallies);
    }),
    runs,
  );
});

test('names and dimensions are those of what came last', () => {
  const [need] = fc.sample(anyNeed, { seed: 1, numRuns: 1 });
  if (need === undefined) throw new Error('there is no need');
  const named = (subject: string) =>
    talliesOf({
      needs: [{ ...need, subject, validCount: 1 }],
      rooms: [],
      people: [],
      pairs: [],
      measures: noMeasures,
    });
  const sum = addTallies(named('音乐'), named('英语'));
  expect([...sum.needs.values()]).toMatchObject([{ subject: '英语', validCount: 2 }]);
});

test('a week has one valid week at a room or none, and says by how much it changed', () => {
  const before = withRooms(room(1, 1, 1), room(2, 0, 0), room(3, 2, 1));
  const { week, changed } = asOneWeek(before, withRooms(room(1, 2), room(2, 1), room(4, 0)));
  expect(roomsOf(week).map(({ roomId, validWeekCount }) => [roomId, validWeekCount])).toEqual([
    [nth.room(1), 1],
    [nth.room(2), 1],
    [nth.room(4), 0],
  ]);
  expect(roomsOf(changed)).toEqual([
    { ...room(2, 0, 1), plannedCount: 0 },
    { ...room(3, 0, -1), plannedCount: 0 },
  ]);
  expect(roomsOf(weeksOnly(week)).map(({ plannedCount, validCount }) => plannedCount + validCount)).toEqual([
    0, 0, 0,
  ]);
});
