import { describe, expect, test } from 'vitest';
import { DAY_MS } from '../../shared/kernel/time.ts';
import { type SessionPlan, seatOfPerson, seatOfRoom } from '../../shared/session/session.events.ts';
import { evolve } from '../../shared/session/session.fold.ts';
import { STAGE_MAX } from '../../shared/session/session.policy.ts';
import { emptySession, type SessionState } from '../../shared/session/session.state.ts';
import { nth, PLANNED_START_MS, planOf } from '../../test/support/session-log.ts';
import {
  CALL_LIMIT_MS,
  CONFIRM_MS,
  call,
  callsOver,
  confirm,
  lowerHand,
  noteOwnTurn,
  pick,
  raiseHand,
  release,
  sendSignal,
} from './session.stage.rules.ts';
import type { DatedFact, Decision } from './session.types.ts';

const room = (n: number) => seatOfRoom(nth.room(n));
const NOW = PLANNED_START_MS + 60_000;

/** What a state becomes when a rule's facts are written. */
function written(state: SessionState, decision: Decision<DatedFact>): SessionState {
  if (!decision.ok) throw new Error(decision.error.code);
  return decision.value.reduce((each, fact) => {
    const place = { seq: each.seq + 1, recordedAtMs: NOW, sessionId: nth.session(1) };
    return evolve(each, { ...fact, ...place, actorKind: 'server', actorId: 'server' } as never);
  }, state);
}
const tell = (state: SessionState, ...facts: readonly object[]): SessionState =>
  written(state, { ok: true, value: facts.map((fact) => ({ occurredAtMs: NOW, ...fact })) as DatedFact[] });

const sit = (n: number) => [
  {
    type: 'presence.joined',
    body: { connectionId: nth.connection(n), seat: room(n), part: 'room', deviceId: null },
  },
  { type: 'media.connected', body: { connectionId: nth.connection(n) } },
];

function lesson(plan: Partial<SessionPlan> = {}, live = true): SessionState {
  return tell(
    emptySession(nth.session(1)),
    { type: 'session.opened', body: { plan: planOf([1, 2, 3], plan) } },
    ...(live ? [{ type: 'session.started', body: { lecturerId: nth.person(1) } }] : []),
    ...sit(1),
    ...sit(2),
  );
}
const crowd = (rooms: readonly number[]): SessionState =>
  tell(lesson({ rooms: planOf([...rooms]).rooms }), ...rooms.filter((n) => n > 2).flatMap(sit));
const stageOf = (state: SessionState) => state.stage.map((each) => each.seat);
const codeOf = (decision: Decision<DatedFact>) => (decision.ok ? null : decision.error.code);

describe('calling on a room', () => {
  test('refuses one that is not in the lesson, has no media, or before the start', () => {
    expect(codeOf(call(lesson(), { seat: room(9) }, NOW))).toBe('NOT_FOUND');
    expect(codeOf(call(lesson(), { seat: room(3) }, NOW))).toBe('INVALID_STATE');
    expect(codeOf(call(lesson(), { seat: seatOfPerson(nth.person(1)) }, NOW))).toBe('NOT_FOUND');
    expect(codeOf(call(lesson({}, false), { seat: room(1) }, NOW))).toBe('LESSON_NOT_LIVE');
    expect(codeOf(call(lesson({ mode: 'live' }), { seat: room(1) }, NOW))).toBe('INVALID_STATE');
  });

  test('puts it on stage, takes its hand down, and makes room for the next', () => {
    const raised = written(lesson(), raiseHand(lesson(), nth.room(1), NOW));
    const one = written(raised, call(raised, { seat: room(1) }, NOW));
    expect(stageOf(one)).toEqual([room(1)]);
    expect(one.hands).toEqual({});
    const two = written(one, call(one, { seat: room(2) }, NOW));
    expect(stageOf(two)).toEqual([room(2)]);
    expect(call(two, { seat: room(2) }, NOW)).toEqual({ ok: true, value: [] });
    expect(stageOf(written(two, release(two, room(2), NOW)))).toEqual([]);
    expect(release(one, room(2), NOW)).toEqual({ ok: true, value: [] });
  });

  test('beside others keeps them, up to four at once', () => {
    const rooms = [1, 2, 4, 5, 6];
    const full = rooms
      .slice(0, STAGE_MAX)
      .reduce(
        (state, n) => written(state, call(state, { seat: room(n), beside: true }, NOW + n)),
        crowd(rooms),
      );
    expect(stageOf(full)).toEqual([1, 2, 4, 5].map(room));
    expect(stageOf(written(full, call(full, { seat: room(6), beside: true }, NOW + 9)))).toEqual(
      [2, 4, 5, 6].map(room),
    );
    expect(stageOf(written(full, call(full, { seat: room(6) }, NOW + 9)))).toEqual([room(6)]);
  });

  test('ends by itself at its limit, which calling again starts anew', () => {
    const called = written(lesson(), call(lesson(), { seat: room(1) }, NOW));
    expect(callsOver(called, NOW + CALL_LIMIT_MS - 1)).toEqual([]);
    expect(callsOver(called, NOW + CALL_LIMIT_MS + 800)).toEqual([
      { type: 'stage.released', body: { seat: room(1), reason: 'limit' }, occurredAtMs: NOW + CALL_LIMIT_MS },
    ]);
    const again = call(called, { seat: room(1) }, NOW + 60_000);
    const renewed = tell(called, ...(again.ok ? again.value : []));
    expect(stageOf(renewed)).toEqual([room(1)]);
  });

  test.each([
    [
      'its line is lost',
      { type: 'presence.lost', body: { connectionId: nth.connection(1), cause: 'timeout' } },
    ],
    ['its media is gone', { type: 'media.disconnected', body: { connectionId: nth.connection(1) } }],
    ['the media engine failed', { type: 'media.failed', body: { cause: 'worker-died' } }],
  ])('ends by itself when %s', (_how, fact) => {
    const called = written(lesson(), call(lesson(), { seat: room(1) }, NOW));
    expect(stageOf(tell(called, fact))).toEqual([]);
  });
});

describe('a hand', () => {
  test('keeps its first time, and comes down once', () => {
    const up = written(lesson(), raiseHand(lesson(), nth.room(1), NOW));
    expect(raiseHand(up, nth.room(1), NOW + 5_000)).toEqual({ ok: true, value: [] });
    const down = written(up, lowerHand(up, nth.room(1), NOW));
    expect(down.hands).toEqual({});
    expect(lowerHand(down, nth.room(1), NOW)).toEqual({ ok: true, value: [] });
  });

  test('of a foreign room, or before the start, is refused; so is a signal', () => {
    expect(codeOf(raiseHand(lesson(), nth.room(9), NOW))).toBe('NOT_FOUND');
    expect(codeOf(raiseHand(lesson({}, false), nth.room(1), NOW))).toBe('LESSON_NOT_LIVE');
    expect(codeOf(sendSignal(lesson(), { roomId: nth.room(9), signal: 'wait' }, NOW))).toBe('NOT_FOUND');
    expect(codeOf(sendSignal(lesson({}, false), { roomId: nth.room(1), signal: 'wait' }, NOW))).toBe(
      'LESSON_NOT_LIVE',
    );
  });
});

describe('what became of a lesson', () => {
  const over = tell(lesson(), {
    type: 'session.ended',
    body: { reason: 'lecturer', eventCount: 1, head: '' },
  });
  const said = (outcome: 'held' | 'failed', cause: 'line' | null) => ({
    plan: planOf([1, 2, 3]),
    roomId: nth.room(1),
    confirmation: { outcome, cause, clarity: 4, following: null },
    source: 'phoneNamed' as const,
    today: true,
  });

  test('is said after the end, with a cause exactly when there was trouble', () => {
    expect(codeOf(confirm(lesson(), said('held', null), NOW))).toBe('LESSON_NOT_LIVE');
    expect(codeOf(confirm(over, said('held', 'line'), NOW))).toBe('INVALID_VALUE');
    expect(codeOf(confirm(over, said('failed', null), NOW))).toBe('INVALID_VALUE');
    expect(codeOf(confirm(over, { ...said('held', null), roomId: nth.room(9) }, NOW))).toBe('NOT_FOUND');
    const state = written(over, confirm(over, said('failed', 'line'), NOW));
    expect(state.confirmations[nth.room(1)]).toMatchObject({ outcome: 'failed', cause: 'line', late: false });
  });

  test('is late after the day, and refused after a week', () => {
    const late = confirm(over, { ...said('held', null), today: false }, NOW + DAY_MS);
    expect(late).toMatchObject({ value: [{ body: { late: true } }] });
    expect(codeOf(confirm(over, said('held', null), NOW + CONFIRM_MS + 1))).toBe('LESSON_ENDED');
  });

  test('is taken for a lesson that nobody ever opened, once its time is over, and says first that it was not held', () => {
    const nobody = emptySession(nth.session(1));
    const { plannedEndAtMs } = planOf([]);
    const failed = said('failed', 'line');
    expect(codeOf(confirm(nobody, failed, plannedEndAtMs - 1))).toBe('LESSON_NOT_LIVE');
    expect(codeOf(confirm(nobody, { ...failed, roomId: nth.room(9) }, plannedEndAtMs))).toBe('NOT_FOUND');
    expect(codeOf(confirm(nobody, failed, plannedEndAtMs + CONFIRM_MS + 1))).toBe('LESSON_ENDED');
    const first = confirm(nobody, failed, plannedEndAtMs + DAY_MS);
    expect(first).toMatchObject({
      value: [
        { type: 'session.opened', occurredAtMs: plannedEndAtMs },
        { type: 'session.ended', body: { reason: 'never-started' }, occurredAtMs: plannedEndAtMs },
        { type: 'confirmation.set', occurredAtMs: plannedEndAtMs + DAY_MS },
      ],
    });
    const state = written(nobody, first);
    expect(state.phase).toMatchObject({ state: 'ended', startedAtMs: null, endedAtMs: plannedEndAtMs });
    // Another room of the same lesson: nothing is said twice.
    const second = confirm(state, { ...failed, roomId: nth.room(2) }, plannedEndAtMs + DAY_MS);
    expect(second).toMatchObject({ value: [{ type: 'confirmation.set' }] });
  });
});

describe('picking a room by chance', () => {
  const picked = (state: SessionState, chance: number) => {
    const decision = pick(state, chance, NOW);
    return decision.ok ? decision.value.map(({ type, body }) => ({ type, body })) : decision.error.code;
  };

  test('refuses before the start, and when nobody can be called', () => {
    expect(picked(lesson({}, false), 0)).toBe('LESSON_NOT_LIVE');
    expect(picked(lesson({ rooms: planOf([3]).rooms }), 0)).toBe('NO_ROOM_READY');
    const busy = written(lesson({ rooms: planOf([1, 3]).rooms }), call(lesson(), { seat: room(1) }, NOW));
    expect(picked(busy, 0.5)).toBe('NO_ROOM_READY');
    expect(picked(lesson({ mode: 'live' }), 0)).toBe('INVALID_STATE');
  });

  test('says whom chance chose among how many, and calls them as any call does', () => {
    const body = { seat: room(1), candidateCount: 2 };
    expect(picked(lesson(), 0)).toEqual([
      { type: 'stage.picked', body },
      { type: 'stage.called', body: { seat: room(1), limitMs: CALL_LIMIT_MS } },
    ]);
    expect(picked(lesson(), 0.999_999)).toContainEqual({
      type: 'stage.called',
      body: { seat: room(2), limitMs: CALL_LIMIT_MS },
    });
  });

  test('rooms with fewer turns are likelier, and none is left out for ever', () => {
    let state = lesson();
    for (const _ of [1, 2])
      state = written(written(state, call(state, { seat: room(1) }, NOW)), release(state, room(1), NOW));
    state = written(state, release(state, room(1), NOW));
    const counts = new Map<string, number>();
    for (let step = 0; step < 1000; step += 1) {
      const first = pick(state, step / 1000, NOW);
      const chosen = first.ok ? first.value.find(({ type }) => type === 'stage.called') : undefined;
      if (chosen?.type === 'stage.called')
        counts.set(chosen.body.seat, (counts.get(chosen.body.seat) ?? 0) + 1);
    }
    const [rare = 0, often = 0] = [counts.get(room(1)), counts.get(room(2))];
    expect(rare + often).toBe(1000);
    expect(rare).toBeGreaterThan(50);
    expect(often).toBeGreaterThan(2 * rare);
  });
});

test('a turn of the own pupils needs a running lesson and own pupils', () => {
  const lectureRoom = { roomId: nth.room(9), schoolId: nth.school(0), classId: null, expectedCount: 40 };
  expect(codeOf(noteOwnTurn(lesson(), NOW))).toBe('NOT_FOUND');
  expect(codeOf(noteOwnTurn(lesson({ lectureRoom }, false), NOW))).toBe('LESSON_NOT_LIVE');
  const state = lesson({ lectureRoom });
  expect(written(state, noteOwnTurn(state, NOW)).attention[nth.room(9)]?.turnCount).toBe(1);
});
