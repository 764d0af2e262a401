import { describe, expect, it } from 'vitest';
import { commandId } from '../../../shared/kernel/ids.ts';
import { type LessonCard, lessonCard } from '../../../shared/lesson.ts';
import { sessionView } from '../../../shared/session/session.view.ts';
import type { HelperSeat } from '../../live/helper-client.ts';
import type { PendingCommand } from '../../live/live.types.ts';
import { lecternOf } from './lectern.rules.ts';

const idOf = (number: number): string => `01890a5d-ac96-774b-bcce-${number.toString(16).padStart(12, '0')}`;
const LIVE = { state: 'live', startedAtMs: 1_000 };
const connected = { state: 'connected', sinceMs: 5, media: true };

const card = (change: object = {}): LessonCard =>
  lessonCard.parse({
    lessonId: idOf(100),
    sessionId: idOf(101),
    kind: 'delivery',
    mode: 'interactive',
    subject: '音乐',
    grade: '三年级',
    localDate: '2026-09-01',
    startMinute: 720,
    plannedStartAtMs: 0,
    plannedEndAtMs: 40 * 60_000,
    version: 1,
    unplanned: false,
    slotId: null,
    changed: null,
    cancelled: null,
    phase: 'live',
    leadingSchool: { schoolId: idOf(50), name: '中心小学' },
    lectureRoom: { roomId: idOf(20), name: '录播教室' },
    lecturer: { personId: idOf(7), name: '李老师' },
    rooms: [1, 2, 3].map((number) => ({
      roomId: idOf(number),
      name: '教室',
      schoolId: idOf(60 + number),
      schoolName: `教学点${number}`,
      className: null,
      expectedCount: 20,
    })),
    leadingClass: { className: '三年级 1 班', expectedCount: 40 },
    members: [],
    ...change,
  });

const seatWith = (seats: Record<number, object>, lesson: object = {}): HelperSeat => ({
  state: 'joined',
  current: true,
  card: card(),
  view: sessionView.parse({
    lesson: {
      phase: LIVE,
      kind: 'delivery',
      mode: 'interactive',
      lecturerId: idOf(7),
      mediaEpoch: 1,
      stage: [],
      viewerCount: null,
      ...lesson,
    },
    seats: Object.fromEntries(
      Object.entries(seats).map(([number, fields]) => {
        const seat = `room:${idOf(Number(number))}`;
        const silent = { headCount: null, hand: null, signal: null, confirmation: null };
        return [seat, { seat, part: 'room', presence: connected, ...silent, ...fields }];
      }),
    ),
    streams: {},
  }),
});
const viewOf = (seat: HelperSeat) => (seat.state === 'joined' ? seat.view : null);
const pendingOf = (name: PendingCommand['name'], body: object, askedAtMs = 0): PendingCommand => ({
  commandId: commandId.parse(idOf(900)),
  name,
  body,
  askedAtMs,
  lastError: null,
});
const look = (seat: HelperSeat, pending: readonly PendingCommand[] = [], nowMs = 10_000) =>
  lecternOf({ card: card(), seat, link: { state: 'connected', sinceMs: 0 }, pending }, nowMs);

describe('the lecturer’s phone', () => {
  it('before it has a seat shows every room as not there, and claims no lesson', () => {
    const lectern = look({ state: 'joining' });
    expect(lectern.phase).toBe('waiting');
    expect(lectern.rooms.map(({ state }) => state)).toEqual(['absent', 'absent', 'absent']);
    expect(lectern.own?.presentCount).toBeNull();
  });
  it('knows that a lesson is over from a refused seat too', () => {
    expect(look({ state: 'refused', error: { code: 'LESSON_ENDED' } }).phase).toBe('ended');
    expect(look({ state: 'refused', error: { code: 'UNAVAILABLE' } }).phase).toBe('waiting');
  });
  it('has hands by how long they are up, not by the order of rooms', () => {
    const lectern = look(
      seatWith({ 1: { hand: { raisedAtMs: 9_000 } }, 2: {}, 3: { hand: { raisedAtMs: 4_000 } } }),
    );
    expect(lectern.hands.map(({ room }) => room.schoolName)).toEqual(['教学点3', '教学点1']);
  });
  it('forgets a signal that nobody can act on any more', () => {
    const seat = seatWith({ 1: { signal: { signal: 'cannotHear', sentAtMs: 5_000 } } });
    expect(look(seat).rooms[0]?.signal).toBe('cannotHear');
    expect(look(seat, [], 5_000 + 60_000).rooms[0]?.signal).toBeNull();
  });
  it('names who is on stage, and a call that is on its way', () => {
    const stage = [{ seat: `room:${idOf(2)}`, sinceMs: 7_000, untilMs: null }];
    expect(look(seatWith({ 2: {} }, { stage })).onStage[0]?.room.schoolName).toBe('教学点2');
    const calling = [pendingOf('stage.call', { seat: `room:${idOf(1)}` }), pendingOf('session.end', {})];
    expect(look(seatWith({ 1: {} }), calling).rooms.map((room) => room.calling)).toEqual([
      true,
      false,
      false,
    ]);
  });
  it('shows the own pupils as typed before they are saved, and nothing where nobody sits', () => {
    const leadingCount = { presentCount: 38, expectedCount: 40, source: 'console', setAtMs: 1 };
    const seat = seatWith({}, { leadingCount });
    expect(look(seat).own?.presentCount).toBe(38);
    const typed = [
      pendingOf('headCount.set', { roomId: idOf(20), presentCount: 39 }),
      pendingOf('headCount.set', { roomId: idOf(1), presentCount: 3 }),
    ];
    expect(look(seat, typed).own?.presentCount).toBe(39);
    const alone = lecternOf(
      {
        card: card({ leadingClass: null }),
        seat,
        link: { state: 'connected', sinceMs: 0 },
        pending: [],
      },
      0,
    );
    expect(alone.own).toBeNull();
  });
  it('names rooms with something unread, in the plan’s order, and counts a line that is open as read', () => {
    const word = (from: string, number: number) => ({ number, from, words: 'a', saidAtMs: number });
    const lines = {
      [idOf(3)]: { said: [word('room', 1), word('room', 2)], readUpTo: { lecturer: 0, room: 2 } },
      [idOf(1)]: { said: [word('room', 1)], readUpTo: { lecturer: 0, room: 1 } },
      [idOf(2)]: { said: [word('lecturer', 1)], readUpTo: { lecturer: 1, room: 0 } },
    };
    const seat = {
      ...seatWith({}),
      view: sessionView.parse({ ...viewOf(seatWith({})), lines }),
    } as HelperSeat;
    const unread = (pending: readonly PendingCommand[] = []) =>
      look(seat, pending).unread.map(({ room, line }) => [room.schoolName, line.unreadCount]);
    expect(unread()).toEqual([
      ['教学点1', 1],
      ['教学点3', 2],
    ]);
    expect(unread([pendingOf('line.read', { roomId: idOf(1), upTo: 1 })])).toEqual([['教学点3', 2]]);
    expect(look(seat, [pendingOf('line.read', { roomId: idOf(1), upTo: 1 })], 90_000).unsaved).toBe(false);
  });
  it('says that something is not saved only once it has taken long', () => {
    const pending = [pendingOf('hand.lower', {}, 9_500)];
    expect(look(seatWith({}), pending, 10_000).unsaved).toBe(false);
    expect(look(seatWith({}), pending, 11_000).unsaved).toBe(true);
  });
});
