import { describe, expect, test } from 'vitest';
import { MINUTE_MS } from '../../shared/kernel/time.ts';
import {
  type ConfirmationFields,
  type SeatKey,
  type SessionFact,
  seatOfPerson,
  seatOfPhone,
} from '../../shared/session/session.events.ts';
import { fact, type LogLine, logOf, nth, PLANNED_START_MS, planOf } from '../../test/support/session-log.ts';
import { attendanceOf } from './attendance.rules.ts';
import { type RoomEvidence, troubleOf } from './trouble.rules.ts';

const joined = (connection: number, seat: SeatKey): SessionFact => ({
  type: 'presence.joined',
  body: { connectionId: nth.connection(connection), seat, part: 'phone', deviceId: null },
});
const said = (cause: ConfirmationFields['cause'], outcome: 'held' | 'failed' = 'failed'): LogLine => [
  45,
  {
    type: 'confirmation.set',
    body: {
      roomId: nth.room(1),
      outcome,
      cause,
      clarity: null,
      following: null,
      source: 'login',
      late: false,
    },
  },
];
const nothing: RoomEvidence = { weak: [], deviceFailed: false };
const second = (n: number) => n / 60;

/** Room 1 of school 1 in a lesson of 40 minutes with room 2 of school 2. */
function trouble(lines: readonly LogLine[], evidence: Partial<RoomEvidence> = {}) {
  const log: LogLine[] = [[-10, fact.opened(planOf([1, 2]))], [0, fact.started()], ...lines];
  const events = logOf(
    nth.session(1),
    [...log, [40, fact.ended()] as LogLine].sort(([a], [b]) => a - b),
  );
  return troubleOf({
    fold: attendanceOf(events, PLANNED_START_MS + 60 * MINUTE_MS),
    room: { roomId: nth.room(1), schoolId: nth.school(1) },
    evidence: { ...nothing, ...evidence },
    schoolOf: (person) => (person === nth.person(3) ? nth.school(1) : null),
  });
}
/** Both rooms are there from before the start. */
const there: LogLine[] = [
  [-5, fact.joined(1, 1)],
  [-5, fact.mediaOn(1)],
  [-5, fact.joined(2, 2)],
  [-5, fact.mediaOn(2)],
];
const phone: LogLine = [-4, joined(11, seatOfPhone(nth.room(1)))];
const missing = (lines: readonly LogLine[]) => trouble(lines).missing;

describe('what a room missed', () => {
  test('nothing needs no cause', () => {
    expect(trouble(there)).toEqual({ missing: null, poor: null });
  });

  test('a room that never came, came late or left by itself was off line', () => {
    expect(missing([])).toBe('room-offline');
    expect(
      missing([
        [20, fact.joined(1, 1)],
        [20, fact.mediaOn(1)],
      ]),
    ).toBe('room-offline');
    expect(missing([...there, [10, fact.left(1)]])).toBe('room-offline');
  });

  test('one thing alone that breaks off had a bad line, also before the start', () => {
    expect(missing([...there, [10, fact.lost(1)]])).toBe('line');
    expect(missing([...there, [10, fact.lost(1, 'transport')]])).toBe('line');
    expect(missing([...there, [-2, fact.lost(1)]])).toBe('line');
  });

  test('everything of the school at once, and no other school: power', () => {
    expect(missing([...there, phone, [10, fact.lost(1)], [10 + second(6), fact.lost(11)]])).toBe('power');
    const console: LogLine = [-4, joined(12, seatOfPerson(nth.person(3)))];
    expect(missing([...there, console, [10, fact.lost(1)], [10 + second(6), fact.lost(12)]])).toBe('power');
  });

  test('it is the line when a thing of the school stays, goes later, or another school goes too', () => {
    expect(missing([...there, phone, [10, fact.lost(1)]])).toBe('line');
    expect(missing([...there, phone, [10, fact.lost(1)], [11, fact.lost(11)]])).toBe('line');
    expect(missing([...there, phone, [10, fact.lost(1)], [10, fact.left(11)]])).toBe('line');
    const both: LogLine[] = [
      [10, fact.lost(1)],
      [10, fact.lost(11)],
      [10 + second(3), fact.lost(2)],
    ];
    expect(missing([...there, phone, ...both])).toBe('line');
  });

  test('our own server’s restart and the engine’s death are no power cut and no device', () => {
    const restart: LogLine[] = [
      [10, fact.lost(1, 'server-restart')],
      [10, fact.lost(11, 'server-restart')],
    ];
    expect(missing([...there, phone, ...restart])).toBe('line');
    expect(missing([...there, [10, fact.mediaFailed()]])).toBe('line');
  });

  test('on line without media it is the device', () => {
    expect(missing([[-5, fact.joined(1, 1)]])).toBe('device');
    expect(missing([...there, [10, fact.mediaOff(1)]])).toBe('device');
  });

  test('the longest part decides', () => {
    const back = (minute: number): LogLine[] => [
      [minute, fact.joined(3, 1)],
      [minute, fact.mediaOn(3)],
    ];
    expect(missing([...there, [10, fact.lost(1)], ...back(15), [30, fact.left(3)]])).toBe('room-offline');
    expect(missing([...there, [10, fact.lost(1)], ...back(25), [30, fact.left(3)]])).toBe('line');
  });

  test('the local teacher’s word decides among what fits the log, and does not outdo it', () => {
    expect(missing([...there, [10, fact.lost(1)], said('power')])).toBe('power');
    expect(missing([...there, phone, [10, fact.lost(1)], [10, fact.lost(11)], said('line')])).toBe('line');
    expect(missing([...there, [10, fact.lost(1)], said('picture')])).toBe('device');
    expect(missing([...there, [10, fact.lost(1)], said('nobody')])).toBe('line');
    expect(missing([...there, [10, fact.lost(1)], said('lecturer')])).toBe('line');
    expect(missing([said('power')])).toBe('power');
    expect(missing([said('nobody')])).toBe('nobody-there');
    expect(missing([said('line', 'held')])).toBe('room-offline');
  });
});

describe('what spoiled it for a room that was connected', () => {
  const weak = (fromMinute: number, toMinute: number) => [
    { fromMs: PLANNED_START_MS + fromMinute * MINUTE_MS, toMs: PLANNED_START_MS + toMinute * MINUTE_MS },
  ];
  test('a weak line only when it was weak for half of the lesson', () => {
    expect(trouble(there, { weak: weak(0, 19) }).poor).toBeNull();
    expect(trouble(there, { weak: weak(-10, 19) }).poor).toBeNull();
    expect(trouble(there, { weak: weak(0, 20) }).poor).toBe('line');
  });

  test('its device when that failed its check or could show no picture', () => {
    expect(trouble(there, { deviceFailed: true, weak: weak(0, 40) }).poor).toBe('device');
    const codec = (voiceOnly: boolean): LogLine => [
      1,
      { type: 'codec.missed', body: { connectionId: nth.connection(1), voiceOnly } },
    ];
    expect(trouble([...there, codec(true)]).poor).toBe('device');
    expect(trouble([...there, codec(false)]).poor).toBeNull();
  });

  test('the local teacher’s word comes first', () => {
    expect(trouble([...there, said('line')], { deviceFailed: true }).poor).toBe('line');
    expect(trouble([...there, said('other')]).poor).toBeNull();
  });
});
