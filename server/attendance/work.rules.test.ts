import { expect, test } from 'vitest';
import { MINUTE_MS } from '../../shared/kernel/time.ts';
import {
  type SeatKey,
  type SeatPart,
  type SessionEvent,
  type SessionFact,
  type SessionPlan,
  seatOfObserver,
  seatOfPerson,
  seatOfPhone,
} from '../../shared/session/session.events.ts';
import { fact, type LogLine, logOf, nth, PLANNED_START_MS, planOf } from '../../test/support/session-log.ts';
import { attendanceOf } from './attendance.rules.ts';
import { workOf } from './work.rules.ts';

const joined = (connection: number, seat: SeatKey, part: SeatPart): SessionFact => ({
  type: 'presence.joined',
  body: { connectionId: nth.connection(connection), seat, part, deviceId: null },
});
const handed = (person: number): SessionFact => ({
  type: 'lectern.handed',
  body: { lecturerId: nth.person(person) },
});
const person = (n: number) => seatOfPerson(nth.person(n));
const people = [1, 2, 3, 6, 7];

/** A lesson of 40 minutes; phones came by the grants `grant N`, of which only the first is somebody's by name. */
function worked(changes: Partial<SessionPlan>, lines: readonly LogLine[]) {
  const log: LogLine[] = [[-10, fact.opened(planOf([1], changes))], [0, fact.started()], ...lines];
  const events = logOf(nth.session(1), [...log, [40, fact.ended()]]).map((event): SessionEvent => {
    if (event.type !== 'presence.joined' || event.body.part !== 'phone') return event;
    return { ...event, actorKind: 'phone', actorId: `grant ${event.body.connectionId}` };
  });
  const fold = attendanceOf(events, PLANNED_START_MS + 60 * MINUTE_MS);
  const holders = new Map([[`grant ${nth.connection(31)}`, nth.person(3)]]);
  return workOf(fold, holders)
    .map(({ personId, part, workedMs }) => [
      people.find((n) => nth.person(n) === personId),
      part,
      workedMs / MINUTE_MS,
    ])
    .sort();
}

test('who never came worked nothing, and neither did who only watched', () => {
  expect(
    worked({}, [
      [5, joined(9, seatOfObserver(nth.person(6)), 'observer')],
      [5, fact.mediaOn(9)],
      [6, joined(8, person(7), 'assistant')],
    ]),
  ).toEqual([]);
});

test('each has the minutes at the lectern, and what is left of being there assisted', () => {
  expect(
    worked({}, [
      [0, joined(1, person(1), 'lecturer')],
      [0, fact.mediaOn(1)],
      [10, joined(2, person(2), 'assistant')],
      [10, fact.mediaOn(2)],
      [15, handed(2)],
      [20, fact.lost(2)],
      [25, joined(22, person(2), 'lecturer')],
      [25, fact.mediaOn(22)],
      [30, handed(1)],
    ]),
  ).toEqual([
    [1, 'assisted', 15],
    [1, 'lectured', 25],
    [2, 'assisted', 15],
    [2, 'lectured', 10],
  ]);
});

test('a named phone in a room assisted, a substitute’s and the lecturer’s own did not', () => {
  expect(
    worked({}, [
      [-5, joined(31, seatOfPhone(nth.room(1)), 'phone')],
      [30, fact.left(31)],
      [30, joined(32, seatOfPhone(nth.room(1)), 'phone')],
      [5, joined(33, seatOfPhone(nth.person(1)), 'phone')],
    ]),
  ).toEqual([[3, 'assisted', 30]]);
});

test('a phone and a console at once are one person', () => {
  expect(
    worked({}, [
      [0, joined(31, seatOfPhone(nth.room(1)), 'phone')],
      [20, joined(5, person(3), 'assistant')],
      [20, fact.mediaOn(5)],
      [30, fact.left(31)],
    ]),
  ).toEqual([[3, 'assisted', 40]]);
});

test('whoever leads a seminar and its members research; members of an observation too, its lecturer teaches', () => {
  const lines: LogLine[] = [
    [0, joined(1, person(1), 'lecturer')],
    [0, fact.mediaOn(1)],
  ];
  const members = { kind: 'master' as const, memberIds: [nth.person(6)] };
  const member = (seat: SeatKey, part: SeatPart): LogLine[] => [
    [10, joined(6, seat, part)],
    [10, fact.mediaOn(6)],
  ];
  expect(worked({ ...members, mode: 'seminar' }, [...lines, ...member(person(6), 'member')])).toEqual([
    [1, 'researched', 40],
    [6, 'researched', 30],
  ]);
  expect(
    worked({ ...members, mode: 'observation' }, [
      ...lines,
      ...member(seatOfObserver(nth.person(6)), 'observer'),
    ]),
  ).toEqual([
    [1, 'lectured', 40],
    [6, 'researched', 30],
  ]);
});
