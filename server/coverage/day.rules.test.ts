import { expect, test } from 'vitest';
import { noMeasures } from '../../shared/coverage/measures.ts';
import {
  failed,
  LESSON_MS,
  leadFact,
  MONDAY,
  personFact,
  roomFact,
} from '../../test/support/coverage-facts.ts';
import { nthNeed } from '../../test/support/coverage-input.ts';
import { nth } from '../../test/support/session-log.ts';
import { schoolDay } from './day.rules.ts';
import type { DayLink, DayNeed, SchoolDayInput } from './day.types.ts';

const [lead, point, other] = [nth.school(0), nth.school(1), nth.school(2)];
const need = (
  n: number,
  changes: Partial<DayNeed['fields']> & Partial<Pick<DayNeed, 'state'>> = {},
): DayNeed => {
  const { state = 'inForce', ...fields } = changes;
  return {
    id: nthNeed(n),
    state,
    fields: { subject: '音乐', grade: '三年级', periodsPerWeek: 2, ...fields },
  };
};
const link = (changes: Partial<DayLink> = {}): DayLink => ({
  fromSchoolId: lead,
  toSchoolId: point,
  needId: null,
  subject: '音乐',
  grade: '三年级',
  ...changes,
});
const day = (parts: Partial<SchoolDayInput>) =>
  schoolDay({
    schoolId: point,
    date: MONDAY,
    taught: true,
    needs: [],
    links: [],
    received: [],
    led: [],
    leads: [],
    people: [],
    ...parts,
  });

test('a day without anything is nothing', () => {
  const { needs, rooms, people, pairs, measures } = day({});
  expect({ needs, rooms, people, pairs }).toEqual({ needs: [], rooms: [], people: [], pairs: [] });
  expect(measures).toEqual(noMeasures);
});

test('what a need asks of a day, by its state and the calendar', () => {
  const fifths = (parts: Partial<SchoolDayInput>) => day(parts).needs.map((each) => each.neededFifths);
  expect(fifths({ needs: [need(1)] })).toEqual([2]);
  expect(fifths({ needs: [need(1, { state: 'withdrawn' })] })).toEqual([0]);
  expect(fifths({ needs: [need(1, { state: 'past' })] })).toEqual([]);
  expect(fifths({ needs: [need(1)], taught: false })).toEqual([]);
  expect(fifths({ needs: [need(1)], taught: false, received: [roomFact(1)] })).toEqual([2]);
  expect(fifths({ needs: [need(1, { periodsPerWeek: 8 })], taught: false, received: [roomFact(1)] })).toEqual(
    [5],
  );
  expect(fifths({ needs: [need(1)], taught: false, received: [roomFact(1, failed.cancelled)] })).toEqual([0]);
});

test('a lesson counts for the need that its room names, also when that stands no longer', () => {
  const tallies = day({
    needs: [need(1), need(2), need(3, { state: 'past' })],
    received: [roomFact(1, { needId: nthNeed(2) }), roomFact(2, { needId: nthNeed(3) })],
  }).needs;
  expect(tallies.map((each) => [each.needId, each.validCount, each.neededFifths])).toEqual([
    [nthNeed(1), 0, 2],
    [nthNeed(2), 1, 2],
    [nthNeed(3), 1, 0],
  ]);
});

test('one that names no need of the school counts for the first alike that is in force, and for nothing without one', () => {
  const served = (needs: readonly DayNeed[]) =>
    day({ needs, received: [roomFact(1, { needId: nthNeed(9) })] }).needs.map((each) => each.validCount);
  expect(served([need(2), need(1)])).toEqual([0, 1]);
  expect(served([need(1, { state: 'withdrawn' }), need(2)])).toEqual([0, 1]);
  expect(served([need(1, { grade: '四年级' }), need(2, { subject: '美术' })])).toEqual([0, 0]);
});

test('two rooms of a point in one lesson are one period for the need, and two lessons at rooms', () => {
  const { needs, rooms, measures } = day({
    needs: [need(1)],
    received: [roomFact(1), roomFact(1, { roomId: nth.room(2), ...failed.nobody })],
  });
  expect(needs).toMatchObject([
    { plannedCount: 1, heldCount: 1, validCount: 1, causes: { 'nobody-there': 1 } },
  ]);
  expect(measures).toMatchObject({ plannedCount: 2, heldCount: 2, validCount: 1 });
  expect(rooms.map((each) => [each.roomId, each.plannedCount, each.validCount, each.validWeekCount])).toEqual(
    [
      [nth.room(1), 1, 1, 0],
      [nth.room(2), 1, 0, 0],
    ],
  );
});

test('cancelled, unplanned, recorded and elsewhere are each counted apart and serve no need', () => {
  const { needs, rooms, measures } = day({
    needs: [need(1)],
    received: [
      roomFact(1, { ...failed.cancelled, foundCause: 'cancelled' }),
      roomFact(2, { unplanned: true }),
      roomFact(3, { unplanned: true, ...failed.cancelled }),
      roomFact(4, { way: 'recorded' }),
      // What was planned and not played, or called off, was not watched.
      roomFact(7, { way: 'recorded', ...failed.notHeld }),
      roomFact(8, { way: 'recorded', cancelled: true }),
      roomFact(5, { way: 'elsewhere', sessionId: null }),
      roomFact(6, failed.notHeld),
    ],
  });
  expect(measures).toMatchObject({
    plannedCount: 1,
    heldCount: 0,
    validCount: 0,
    cancelledCount: 1,
    unplannedCount: 1,
    recordedCount: 1,
    elsewhereCount: 1,
  });
  expect(needs).toMatchObject([
    { plannedCount: 1, validCount: 0, recordedCount: 1, elsewhereCount: 1, causes: { cancelled: 1 } },
  ]);
  expect(rooms.map((each) => each.roomId)).toEqual([nth.room(6)]);
});

test('a lesson that runs or is still to come is planned, and neither held nor failed', () => {
  const { needs, measures } = day({
    needs: [need(1)],
    received: [roomFact(1, { ...failed.notHeld, verdict: 'open' })],
  });
  expect(measures).toMatchObject({ plannedCount: 1, heldCount: 0, validCount: 0, plannedRoomMs: 0 });
  expect(needs).toMatchObject([{ plannedCount: 1, causes: {} }]);
});

test('of held lessons pupils, punctuality and clean time; of others nothing', () => {
  const { measures } = day({
    received: [
      roomFact(1, { disturbedMs: 400_000 }),
      roomFact(2, { presentCount: 25, disturbedMs: LESSON_MS * 2 }),
      roomFact(3, { ...failed.nobody, punctual: false }),
      roomFact(4, { ...failed.notHeld, presentCount: 20, punctual: true }),
    ],
  });
  expect(measures).toMatchObject({
    countedCount: 2,
    presentCount: 38,
    expectedCount: 40,
    punctualCount: 2,
    plannedRoomMs: 3 * LESSON_MS,
    cleanRoomMs: LESSON_MS - 400_000 + 0 + LESSON_MS,
  });
});

test('a link serves the need that it names, or each alike at its point', () => {
  const linked = (links: readonly DayLink[]) =>
    day({ needs: [need(1), need(2), need(3, { grade: '四年级' })], links }).needs.map(
      (each) => each.linkedDayCount,
    );
  expect(linked([])).toEqual([0, 0, 0]);
  expect(linked([link(), link()])).toEqual([1, 1, 0]);
  expect(linked([link({ needId: nthNeed(2) })])).toEqual([0, 1, 0]);
  expect(linked([link({ fromSchoolId: point, toSchoolId: other })])).toEqual([0, 0, 0]);
});

test('a leading school has a pair with each that it is linked with or teaches', () => {
  const { pairs } = day({
    schoolId: lead,
    links: [link(), link({ subject: '美术' }), link({ fromSchoolId: other, toSchoolId: lead })],
    led: [
      roomFact(1, { schoolId: other }),
      roomFact(1, { schoolId: other, roomId: nth.room(7) }),
      roomFact(2, { schoolId: other, ...failed.absent }),
      roomFact(3, { schoolId: nth.school(3), unplanned: true }),
    ],
  });
  expect(pairs).toEqual([
    { fromSchoolId: lead, toSchoolId: other, plannedCount: 2, validCount: 1, linkedDayCount: 0 },
    { fromSchoolId: lead, toSchoolId: point, plannedCount: 0, validCount: 0, linkedDayCount: 1 },
  ]);
});

test('turns are of delivery lessons that were held, work of whatever was', () => {
  const { measures, people } = day({
    leads: [
      leadFact(1, { remoteTurnCount: 6, turnCount: 8, balanceThousandths: 500 }),
      leadFact(2, { remoteTurnCount: 1, turnCount: 4 }),
      leadFact(3, { kind: 'master', turnCount: 90 }),
      leadFact(4, { held: false, turnCount: 9, balanceThousandths: 1000 }),
    ],
    people: [
      personFact(1),
      personFact(1, { part: 'assisted', workedMs: 60_000 }),
      personFact(3, { part: 'researched', workedMs: 120_000, personId: nth.person(2) }),
    ],
  });
  expect(measures).toMatchObject({
    ledLessonCount: 2,
    remoteTurnCount: 7,
    turnCount: 12,
    balanceThousandths: 500,
    balancedLessonCount: 1,
    lecturedMs: LESSON_MS,
    assistedMs: 60_000,
    researchedMs: 120_000,
  });
  expect(people).toMatchObject([
    { personId: nth.person(1), lecturedMs: LESSON_MS, assistedMs: 60_000, researchedMs: 0, lessonCount: 1 },
    { personId: nth.person(2), lecturedMs: 0, researchedMs: 120_000, lessonCount: 1 },
  ]);
});
