import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type LogLine, logOf, nth, planOf } from '../../test/support/session-log.ts';
import { playWalk, walkSteps } from '../../test/support/session-walk.ts';
import type { RoomId } from '../kernel/ids.ts';
import { MINUTE_MS } from '../kernel/time.ts';
import {
  type Attention,
  attentionOfRoom,
  balanceOf,
  NEGLECT_MS,
  neglectedIn,
  noAttention,
  type Waiting,
} from './session.attention.ts';
import { viewOf } from './session.audience.ts';
import { type SessionFact, seatOfRoom } from './session.events.ts';
import { evolve } from './session.fold.ts';
import { emptySession } from './session.state.ts';

const room = (n: number) => ({ roomId: nth.room(n) });
const seat = (n: number) => seatOfRoom(nth.room(n));
const leading = { roomId: nth.room(9), schoolId: nth.school(0), classId: null, expectedCount: 40 };
const opened: SessionFact = {
  type: 'session.opened',
  body: { plan: planOf([1, 2], { lectureRoom: leading }) },
};
const joined = (n: number): SessionFact => ({
  type: 'presence.joined',
  body: { connectionId: nth.connection(n), seat: seat(n), part: 'room', deviceId: null },
});
const up = (n: number): SessionFact => ({
  type: 'media.connected',
  body: { connectionId: nth.connection(n) },
});
const begun: LogLine[] = [
  [0, opened],
  [0, joined(1)],
  [0, up(1)],
  [0, joined(2)],
  [0, up(2)],
  [0, { type: 'session.started', body: { lecturerId: nth.person(1) } }],
];
const called = (n: number): SessionFact => ({ type: 'stage.called', body: { seat: seat(n) } });
const released = (n: number): SessionFact => ({
  type: 'stage.released',
  body: { seat: seat(n), reason: 'command' },
});
const told = (...lines: LogLine[]) =>
  logOf(nth.session(1), [...begun, ...lines]).reduce(evolve, emptySession(nth.session(1)));

describe('what a room has had', () => {
  test('a turn counts once, and its time until it ends by command, by a cut line, by dead media, by the end', () => {
    const lost: SessionFact = {
      type: 'presence.lost',
      body: { connectionId: nth.connection(1), cause: 'timeout' },
    };
    const dead: SessionFact = { type: 'media.failed', body: { cause: 'worker-died' } };
    const ended: SessionFact = {
      type: 'session.ended',
      body: { reason: 'lecturer', eventCount: 0, head: '' },
    };
    for (const ending of [released(1), lost, dead, ended]) {
      const { attention } = told([1, called(1)], [3, ending], [9, released(1)]);
      expect(attention[nth.room(1)]).toMatchObject({ turnCount: 1, onAirMs: 2 * MINUTE_MS });
    }
  });

  test('hands count as often as they go up, and wait until they are down', () => {
    const { attention } = told(
      [1, { type: 'hand.raised', body: room(2) }],
      [2, { type: 'hand.raised', body: room(2) }],
      [4, { type: 'hand.lowered', body: room(2) }],
      [5, { type: 'hand.raised', body: room(2) }],
    );
    expect(attention[nth.room(2)]).toMatchObject({ handCount: 2, handWaitMs: 3 * MINUTE_MS });
  });

  test('no walk makes it less, negative, or longer than the time that passed', () => {
    fc.assert(
      fc.property(walkSteps, (steps) => {
        const events = playWalk(steps);
        const [first, last] = [events[0], events.at(-1)];
        if (first === undefined || last === undefined) throw new Error('a walk has at least its opening');
        let state = emptySession(first.sessionId);
        for (const event of events) {
          const before = state;
          state = evolve(state, event);
          for (const [roomId, now] of Object.entries<Attention>(state.attention)) {
            const then = before.attention[roomId as RoomId] ?? noAttention;
            for (const key of ['turnCount', 'onAirMs', 'handCount', 'handWaitMs'] as const)
              expect(now[key]).toBeGreaterThanOrEqual(then[key]);
          }
        }
        const wholeMs = last.occurredAtMs - first.occurredAtMs;
        for (const n of [1, 2, 3]) {
          const { onAirMs, turnCount } = attentionOfRoom(state, nth.room(n), last.occurredAtMs);
          expect(onAirMs).toBeLessThanOrEqual(wholeMs);
          expect(turnCount).toBe(
            events.filter((event, index) => {
              if (event.type !== 'stage.called' || event.body.seat !== seat(n)) return false;
              const after = events.slice(0, index + 1).reduce(evolve, emptySession(first.sessionId));
              return after.stage.some((each) => each.seat === seat(n) && each.sinceMs === event.occurredAtMs);
            }).length,
          );
        }
      }),
      { numRuns: 60 },
    );
  });

  test('is told to those who lead or inspect, and to nobody who would be compared', () => {
    const state = told([1, called(1)], [2, { type: 'ownTurn.noted', body: { roomId: nth.room(9) } }]);
    for (const kind of ['lectern', 'console', 'observer'] as const) {
      const view = viewOf(state, { kind });
      expect(view.seats[seat(1)]?.attention?.turnCount).toBe(1);
      expect(view.lesson.leadingAttention?.turnCount).toBe(1);
    }
    for (const audience of [
      { kind: 'member' },
      { kind: 'watch' },
      { kind: 'screen', roomId: nth.room(1) },
      { kind: 'phone', roomId: nth.room(1) },
    ] as const)
      expect(JSON.stringify(viewOf(state, audience))).not.toContain('ttention');
  });
});

describe('who has waited too long', () => {
  const lesson = { startedAtMs: 0, ownLastTurnAtMs: null };
  const at = (lastTurnAtMs: number | null): Attention => ({ ...noAttention, turnCount: 1, lastTurnAtMs });
  const silent = (n: number): Waiting => ({
    ...room(n),
    connectedSinceMs: 0,
    onStage: false,
    attention: undefined,
  });
  const names = (rooms: Waiting[], nowMs: number, own: number | null = null) => [
    ...neglectedIn(rooms, { ...lesson, ownLastTurnAtMs: own }, nowMs).keys(),
  ];

  test('nobody while the teacher asks nobody, and nobody who cannot be asked', () => {
    expect(names([silent(1), silent(2)], 60 * MINUTE_MS)).toEqual([]);
    const away = { ...silent(1), connectedSinceMs: null };
    expect(names([away, { ...silent(2), attention: at(5) }], 60 * MINUTE_MS)).toEqual([]);
    const back = { ...silent(1), connectedSinceMs: 60 * MINUTE_MS - 1 };
    expect(names([back, { ...silent(2), onStage: true }], 60 * MINUTE_MS)).toEqual([]);
  });

  test('a room without a turn for so long while another, or the own pupils, had one', () => {
    const rooms = [silent(1), { ...silent(2), attention: at(NEGLECT_MS - 1) }];
    expect(names(rooms, NEGLECT_MS - 1)).toEqual([]);
    expect(names(rooms, NEGLECT_MS)).toEqual([nth.room(1)]);
    expect(names([silent(1)], NEGLECT_MS, 1)).toEqual([nth.room(1)]);
    expect(names([{ ...silent(1), onStage: true }], NEGLECT_MS, 1)).toEqual([]);
  });
});

test('balance: no figure where there is nothing to compare, 0 where one room never had a turn', () => {
  expect(balanceOf([], 0)).toMatchObject({ remoteRatio: null, evenRatio: null });
  expect(balanceOf([0, 0], 0)).toMatchObject({ remoteRatio: null, evenRatio: null });
  expect(balanceOf([3], 1)).toMatchObject({ remoteRatio: 0.75, evenRatio: null });
  expect(balanceOf([0, 4], 0)).toMatchObject({ remoteRatio: 1, evenRatio: 0 });
  expect(balanceOf([2, 4, 3], 3)).toMatchObject({ remoteTurnCount: 9, remoteRatio: 0.75, evenRatio: 0.5 });
});
