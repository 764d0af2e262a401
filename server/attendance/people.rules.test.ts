import { describe, expect, test } from 'vitest';
import { viewerId } from '../../shared/kernel/ids.ts';
import { MINUTE_MS } from '../../shared/kernel/time.ts';
import {
  type SeatKey,
  type SeatPart,
  type SessionFact,
  type SessionPlan,
  seatOfObserver,
  seatOfPerson,
  seatOfViewer,
} from '../../shared/session/session.events.ts';
import {
  fact,
  type LogLine,
  logOf,
  nth,
  nthId,
  PLANNED_START_MS,
  planOf,
} from '../../test/support/session-log.ts';
import { attendanceOf } from './attendance.rules.ts';
import { countedPeople, countedViewers } from './people.rules.ts';

const joined = (connection: number, seat: SeatKey, part: SeatPart): SessionFact => ({
  type: 'presence.joined',
  body: { connectionId: nth.connection(connection), seat, part, deviceId: null },
});
const started = (person: number): SessionFact => ({
  type: 'session.started',
  body: { lecturerId: nth.person(person) },
});
const person = (n: number) => seatOfPerson(nth.person(n));
const watcher = (n: number) => seatOfViewer(viewerId.parse(nthId(930_000 + n)));

/** A lesson of 40 minutes by its plan's changes, as short rows: person, part, connected minutes, stays. */
function counted(changes: Partial<SessionPlan>, lines: readonly LogLine[]) {
  const plan = planOf([1], changes);
  const log: LogLine[] = [[-10, fact.opened(plan)], ...lines, [40, fact.ended()]];
  const fold = attendanceOf(logOf(nth.session(1), log), PLANNED_START_MS + 60 * MINUTE_MS);
  const people = countedPeople(plan, fold.people, fold.seats).map(({ personId, part, attendance }) => [
    [1, 2, 3, 6, 7, 90].find((n) => nth.person(n) === personId),
    part,
    attendance.connectedMs / MINUTE_MS,
    attendance.stays.length,
  ]);
  const viewers = countedViewers(plan, fold.people, fold.seats);
  return { people, viewers };
}

describe('people', () => {
  test('are who leads and who assists; who watched unseen, and who came before it alone, are not', () => {
    const { people } = counted({}, [
      [-5, joined(1, person(1), 'lecturer')],
      [-5, fact.mediaOn(1)],
      [-4, joined(3, person(3), 'assistant')],
      [-3, fact.left(3)],
      [0, started(1)],
      [10, joined(2, person(2), 'assistant')],
      [10, fact.mediaOn(2)],
      [30, fact.left(2)],
      [12, joined(90, seatOfObserver(nth.person(90)), 'observer')],
      [12, fact.mediaOn(90)],
    ]);
    expect(people).toEqual([
      [1, 'lecturer', 40, 1],
      [2, 'assistant', 20, 1],
    ]);
  });

  test('whoever started leads, and the planned lecturer assisted', () => {
    const { people } = counted({}, [
      [-5, joined(1, person(1), 'lecturer')],
      [-5, fact.mediaOn(1)],
      [-4, joined(2, person(2), 'lecturer')],
      [-4, fact.mediaOn(2)],
      [0, started(2)],
    ]);
    expect(people).toEqual([
      [2, 'lecturer', 40, 1],
      [1, 'assistant', 40, 1],
    ]);
  });

  test('of a seminar are its members, also those who never came, with their gap', () => {
    const { people, viewers } = counted(
      { kind: 'master', mode: 'seminar', rooms: [], memberIds: [nth.person(6), nth.person(7)] },
      [
        [0, joined(1, person(1), 'lecturer')],
        [0, fact.mediaOn(1)],
        [0, started(1)],
        [0, joined(6, person(6), 'member')],
        [0, fact.mediaOn(6)],
        [10, fact.lost(6)],
        [15, joined(16, person(6), 'member')],
        [15, fact.mediaOn(16)],
      ],
    );
    expect(people).toEqual([
      [1, 'lecturer', 40, 1],
      [6, 'member', 35, 2],
      [7, 'member', 0, 0],
    ]);
    expect(viewers).toBeNull();
  });

  test('of an observation are its members in their hidden seats, but no inspector beside them', () => {
    const { people } = counted({ kind: 'master', mode: 'observation', memberIds: [nth.person(6)] }, [
      [0, started(1)],
      [5, joined(6, seatOfObserver(nth.person(6)), 'observer')],
      [5, fact.mediaOn(6)],
      [5, joined(90, seatOfObserver(nth.person(90)), 'observer')],
      [5, fact.mediaOn(90)],
    ]);
    expect(people).toEqual([
      [1, 'lecturer', 0, 0],
      [6, 'member', 35, 1],
    ]);
  });
});

describe('viewers', () => {
  const watching: readonly LogLine[] = [
    [-5, joined(51, watcher(1), 'viewer')],
    [-5, fact.mediaOn(51)],
    [-2, fact.left(51)],
    [0, started(1)],
    [10, joined(52, watcher(2), 'viewer')],
    [10, fact.mediaOn(52)],
    [20, fact.lost(52)],
    [25, joined(53, watcher(2), 'viewer')],
    [25, fact.mediaOn(53)],
    [20, joined(54, watcher(3), 'viewer')],
  ];

  test('are counted once each, and their minutes together; who left before the start saw nothing', () => {
    const { viewers, people } = counted({ mode: 'live' }, watching);
    expect(viewers).toEqual({ count: 2, watchedMs: 25 * MINUTE_MS });
    expect(people).toEqual([[1, 'lecturer', 0, 0]]);
  });

  test('are none where the policy has none', () => {
    expect(counted({}, watching).viewers).toBeNull();
    expect(counted({ mode: 'live' }, [[0, started(1)]]).viewers).toEqual({ count: 0, watchedMs: 0 });
  });
});
