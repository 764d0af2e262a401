import { describe, expect, it, test } from 'vitest';
import { MINUTE_MS } from '../../shared/kernel/time.ts';
import { seatOfPerson, seatOfRoom } from '../../shared/session/session.events.ts';
import { emptySession } from '../../shared/session/session.state.ts';
import { lessonEntry } from '../../test/support/session-house.ts';
import type { LessonNow } from './supervision.types.ts';
import { isLecturerHere, presenceOf, wallStateOf } from './supervision.wall.rules.ts';

const entry = lessonEntry([1, 2]);
const startMs = entry.fields.plannedStartAtMs;
const rooms = entry.fields.rooms.map((room) => room.roomId);
const empty = emptySession(entry.fields.sessionId);

describe('a lesson is on the wall', () => {
  const now = (phase: LessonNow['phase'], cancelled = false): LessonNow => ({
    entry: cancelled ? { ...entry, fields: { ...entry.fields, cancelled: { reason: 'snow' } } } : entry,
    ...{ phase, startedAtMs: null, endedAtMs: null, lecturerHere: false, rooms: [] },
  });
  test.each([
    ['planned', -11, null],
    ['planned', -10, 'due'],
    ['planned', 39, 'due'],
    ['planned', 40, null],
    ['waiting', -30, 'waiting'],
    ['live', 70, 'live'],
    ['ended', 20, null],
  ] as const)('%s, %i minutes after its planned start: %s', (phase, minutes, expected) => {
    expect(wallStateOf(now(phase), startMs + minutes * MINUTE_MS)).toBe(expected);
    expect(wallStateOf(now(phase, true), startMs + minutes * MINUTE_MS)).toBeNull();
  });
});

describe('who is there', () => {
  it('is nobody before the log begins', () => {
    const absent = { state: 'absent', sinceMs: null, removed: false };
    expect(presenceOf(entry, null)).toEqual(rooms.map((roomId) => ({ roomId, ...absent })));
    expect(isLecturerHere(entry, null)).toBe(false);
  });

  it('is told by their seats; nobody who watches unseen is among them', () => {
    const [one, two] = rooms;
    if (one === undefined || two === undefined) throw new Error('there are no rooms');
    const seat = seatOfRoom(one);
    const lecturer = seatOfPerson(entry.fields.lecturerId);
    const lost = { state: 'lost', sinceMs: 7, cause: 'timeout' } as const;
    const state = {
      ...empty,
      seats: {
        [seat]: { seat, part: 'room', presence: lost } as const,
        [lecturer]: {
          seat: lecturer,
          part: 'lecturer',
          presence: { state: 'connected', sinceMs: 3, media: false },
        } as const,
      },
      removed: { [seatOfRoom(two)]: { sinceMs: 5 } },
    };
    expect(presenceOf(entry, state)).toEqual([
      { roomId: one, state: 'lost', sinceMs: 7, removed: false },
      { roomId: two, state: 'absent', sinceMs: null, removed: true },
    ]);
    expect(isLecturerHere(entry, state)).toBe(true);
  });
});
