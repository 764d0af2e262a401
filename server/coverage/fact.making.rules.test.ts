import { expect, test } from 'vitest';
import type { SchoolId } from '../../shared/kernel/ids.ts';
import type { LessonFields } from '../../shared/lesson.ts';
import { day, lesson, nthNeed, roomAt } from '../../test/support/coverage-input.ts';
import { nth } from '../../test/support/session-log.ts';
import type { SettledFact, SettledRoomFact } from '../attendance/attendance.types.ts';
import { balanceOf, type MakingInput, makeFacts } from './fact.making.rules.ts';

const LEADING = nth.school(1);
const POINT = nth.school(2);
const TODAY = day('2026-03-04');
const HELD_MS = 2_400_000;

function made(
  rooms: LessonFields['rooms'],
  changes: Partial<LessonFields> = {},
  more: Partial<MakingInput> = {},
) {
  const facts = makeFacts({
    lesson: lesson(1, LEADING, rooms, changes),
    settled: null,
    corrections: new Map(),
    today: TODAY,
    schoolOf: () => null,
    ...more,
  });
  if (facts === null) throw new Error('no facts');
  return facts;
}

const settledRoom = (room: number, school: SchoolId, changes: Partial<SettledRoomFact> = {}) =>
  ({
    roomId: nth.room(room),
    schoolId: school,
    needId: null,
    connectedMs: HELD_MS,
    cameraMs: 0,
    present: true,
    lateMs: 0,
    presentCount: 18,
    expectedCount: 20,
    headCountSource: 'console',
    confirmedHeld: false,
    turnCount: 0,
    onAirMs: 0,
    handCount: 0,
    handWaitMs: 0,
    disturbedMs: 0,
    punctual: true,
    verdict: { state: 'valid' },
    foundCause: null,
    ...changes,
  }) as SettledRoomFact;

const settled = (rooms: readonly SettledRoomFact[], changes: Partial<SettledFact> = {}) =>
  ({ lessonMs: HELD_MS, ownTurnCount: 0, people: [], rooms, ...changes }) as unknown as SettledFact;

test('a lesson that is still to come has no facts; one of today is open until its day is over', () => {
  const planned = { lesson: lesson(1, LEADING, [roomAt(3, POINT)], { localDate: day('2026-03-05') }) };
  expect(
    makeFacts({ settled: null, corrections: new Map(), today: TODAY, schoolOf: () => null, ...planned }),
  ).toBeNull();
  expect(made([roomAt(3, POINT)], { localDate: TODAY }).rooms).toMatchObject([
    { verdict: 'open', lessonMs: 0 },
  ]);
  expect(made([roomAt(3, POINT)]).rooms).toMatchObject([
    { verdict: 'not-held', lessonMs: 0, connectedMs: 0 },
  ]);
});

test('other kinds, and the leading school’s own pupils, are no coverage', () => {
  const rooms = [roomAt(3, POINT), roomAt(9, LEADING)];
  expect(made(rooms).rooms.map(({ roomId }) => roomId)).toEqual([nth.room(3)]);
  for (const kind of ['master', 'online'] as const) {
    const found = made(rooms, { kind });
    expect(found.rooms).toEqual([]);
    // What a school leads is told of every kind.
    expect(found.lead).toMatchObject({ kind, leadingSchoolId: LEADING });
  }
});

test('a room that is named twice is one', () => {
  expect(made([roomAt(3, POINT), roomAt(3, POINT, 7)]).rooms).toMatchObject([{ needId: nthNeed(7) }]);
});

test('an unplanned lesson is counted apart unless it hangs on a link, its own or the room’s', () => {
  const linkId = '01890000-0000-7000-8000-0000000000aa' as LessonFields['linkId'];
  const unplanned = (rooms: LessonFields['rooms'], changes: Partial<LessonFields> = {}) =>
    made(rooms, { unplanned: true, ...changes }).rooms.map((each) => each.unplanned);
  expect(unplanned([roomAt(3, POINT)])).toEqual([true]);
  expect(unplanned([roomAt(3, POINT)], { linkId })).toEqual([false]);
  expect(unplanned([roomAt(3, POINT), { ...roomAt(4, nth.school(5)), linkId }])).toEqual([true, false]);
  expect(made([roomAt(3, POINT)]).rooms[0]?.unplanned).toBe(false);
});

test('what was settled of a room is its own, with what somebody set right', () => {
  const { rooms } = made(
    [roomAt(3, POINT), roomAt(4, nth.school(5))],
    {},
    {
      settled: settled([
        settledRoom(3, POINT),
        settledRoom(4, nth.school(5), {
          connectedMs: 0,
          presentCount: null,
          punctual: false,
          verdict: { state: 'invalid', reason: 'room-absent' },
          foundCause: 'power',
        }),
      ]),
      corrections: new Map([[nth.room(4), 'line']]),
    },
  );
  expect(rooms).toMatchObject([
    { verdict: 'valid', presentCount: 18, punctual: true, foundCause: null, correctedCause: null },
    {
      verdict: 'room-absent',
      presentCount: null,
      punctual: false,
      foundCause: 'power',
      correctedCause: 'line',
    },
  ]);
});

test('turns are those of receiving rooms and, in all, of the leading side too; a cancelled lesson was not held', () => {
  const given = settled(
    [
      settledRoom(3, POINT, { turnCount: 4 }),
      settledRoom(4, nth.school(5), { turnCount: 1 }),
      settledRoom(9, LEADING, { turnCount: 8 }),
      settledRoom(6, nth.school(6), { present: false }),
    ],
    { ownTurnCount: 3 },
  );
  const rooms = [roomAt(3, POINT), roomAt(4, nth.school(5)), roomAt(9, LEADING), roomAt(6, nth.school(6))];
  expect(made(rooms, {}, { settled: given }).lead).toMatchObject({
    held: true,
    remoteTurnCount: 5,
    turnCount: 8,
    balanceThousandths: 250,
  });
  const cancelled = { cancelled: { reason: '停电' } };
  expect(made(rooms, cancelled, { settled: given }).lead.held).toBe(false);
  expect([balanceOf([]), balanceOf([3]), balanceOf([0, 0]), balanceOf([0, 3]), balanceOf([3, 3])]).toEqual([
    ...[null, null, null],
    ...[0, 1_000],
  ]);
});

test('a teacher’s work counts where they work on that day, else at the leading school', () => {
  const people = [
    { personId: nth.person(1), part: 'lectured', workedMs: HELD_MS },
    { personId: nth.person(2), part: 'assisted', workedMs: 60_000 },
  ] as const;
  const found = made(
    [roomAt(3, POINT)],
    {},
    {
      settled: settled([settledRoom(3, POINT)], { people }),
      schoolOf: (id) => (id === nth.person(2) ? POINT : null),
    },
  );
  expect(found.people).toMatchObject([
    { personId: nth.person(1), schoolId: LEADING, part: 'lectured', workedMs: HELD_MS },
    { personId: nth.person(2), schoolId: POINT, part: 'assisted', workedMs: 60_000 },
  ]);
});

test('a recorded lesson counts as recorded, judged by the same measures, and is no lesson that the leading school taught', () => {
  const facts = made([roomAt(3, POINT)], { mode: 'recorded' }, { settled: settled([settledRoom(3, POINT)]) });
  expect(facts.rooms).toMatchObject([{ way: 'recorded', verdict: 'valid', connectedMs: HELD_MS }]);
  expect(facts.lead.held).toBe(false);
  expect(made([roomAt(3, POINT)], { mode: 'live' }).rooms).toMatchObject([{ way: 'live' }]);
});
