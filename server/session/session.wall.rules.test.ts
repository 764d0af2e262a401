import { describe, expect, test } from 'vitest';
import { viewOf } from '../../shared/session/session.audience.ts';
import type { SessionPlan } from '../../shared/session/session.events.ts';
import { seatOfPerson, seatOfPhone, seatOfRoom } from '../../shared/session/session.events.ts';
import { evolve } from '../../shared/session/session.fold.ts';
import { lessonOf, maySend } from '../../shared/session/session.policy.ts';
import { emptySession, type SessionState } from '../../shared/session/session.state.ts';
import { nth, PLANNED_START_MS, planOf } from '../../test/support/session-log.ts';
import { takeSeat } from './session.presence.rules.ts';
import { call } from './session.stage.rules.ts';
import type { DatedFact, Decision } from './session.types.ts';
import { arrange, handOver, mute, readmit, remove, setSaving, spotlight } from './session.wall.rules.ts';

const NOW = PLANNED_START_MS + 60_000;
const one = seatOfRoom(nth.room(1));
const helper = nth.person(2);

function written(state: SessionState, decision: Decision<DatedFact>): SessionState {
  if (!decision.ok) throw new Error(decision.error.code);
  return decision.value.reduce((each, fact) => {
    const place = { seq: each.seq + 1, recordedAtMs: NOW, sessionId: nth.session(1) };
    return evolve(each, { ...fact, ...place, actorKind: 'server', actorId: 'server' } as never);
  }, state);
}
const tell = (state: SessionState, ...facts: readonly object[]): SessionState =>
  written(state, { ok: true, value: facts.map((fact) => ({ occurredAtMs: NOW, ...fact })) as DatedFact[] });
const joined = (n: number, seat: string, part: string) => [
  { type: 'presence.joined', body: { connectionId: nth.connection(n), seat, part, deviceId: null } },
  { type: 'media.connected', body: { connectionId: nth.connection(n) } },
];
const codeOf = (decision: Decision<DatedFact>) => (decision.ok ? null : decision.error.code);

const lesson = (plan: Partial<SessionPlan> = {}): SessionState =>
  tell(
    emptySession(nth.session(1)),
    { type: 'session.opened', body: { plan: planOf([1, 2, 3], plan) } },
    { type: 'session.started', body: { lecturerId: nth.person(1) } },
    ...joined(1, one, 'room'),
    ...joined(2, seatOfRoom(nth.room(2)), 'room'),
    ...joined(3, seatOfPhone(nth.room(1)), 'phone'),
    ...joined(4, seatOfPerson(nth.person(1)), 'lecturer'),
    ...joined(5, seatOfPerson(helper), 'assistant'),
    {
      type: 'stream.published',
      body: {
        streamId: nth.stream(1),
        connectionId: nth.connection(1),
        source: 'camera',
        codec: 'video/H264',
      },
    },
  );

describe('the walls', () => {
  test('are not arranged where nobody has one, nor by a room that is not there', () => {
    expect(codeOf(arrange(lesson({ kind: 'master', mode: 'seminar' }), 'rooms', NOW))).toBe('INVALID_STATE');
    expect(codeOf(spotlight(lesson(), seatOfRoom(nth.room(3)), NOW))).toBe('INVALID_STATE');
    expect(codeOf(spotlight(lesson(), seatOfRoom(nth.room(9)), NOW))).toBe('NOT_FOUND');
    expect(codeOf(spotlight(lesson(), seatOfPerson(helper), NOW))).toBe('NOT_FOUND');
  });

  test.each([
    ['among all rooms', (state: SessionState) => arrange(state, 'rooms', NOW)],
    ['spotlit', (state: SessionState) => spotlight(state, one, NOW)],
  ])('show a room %s to other rooms, to nobody who watches by a link', (_how, change) => {
    const before = lesson();
    const other = { kind: 'screen', roomId: nth.room(2) } as const;
    expect(viewOf(before, other).streams).toEqual({});
    const after = written(before, change(before));
    expect(Object.keys(viewOf(after, other).streams)).toEqual([nth.stream(1)]);
    expect(viewOf(after, { kind: 'watch' }).streams).toEqual({});
    // Its picture is what the others get; what it says of itself is not their business.
    expect(viewOf(after, other).seats[one]).toBeUndefined();
  });
});

describe('a microphone that was closed', () => {
  test('stays closed on stage until it is opened again', () => {
    const called = written(lesson(), call(lesson(), { seat: one }, NOW));
    const room = { seat: one, part: 'room' } as const;
    expect(maySend(lessonOf(called), room)).toContain('voice');
    const muted = written(called, mute(called, { seat: one, on: true }, NOW));
    expect(maySend(lessonOf(muted), room)).toEqual(['camera']);
    expect(muted.stage).toHaveLength(1);
    const opened = written(muted, mute(muted, { seat: one, on: false }, NOW));
    expect(maySend(lessonOf(opened), room)).toContain('voice');
  });

  test('is not that of whoever leads', () => {
    expect(codeOf(mute(lesson(), { seat: seatOfPerson(nth.person(1)), on: true }, NOW))).toBe(
      'INVALID_STATE',
    );
  });
});

describe('a room that was shown out', () => {
  test('is gone with its phone and off the stage, and comes in again only when readmitted', () => {
    const called = written(lesson(), call(lesson(), { seat: one }, NOW));
    const out = written(called, remove(called, one, NOW));
    expect(out.stage).toEqual([]);
    expect(out.seats[one]?.presence).toMatchObject({ state: 'left', reason: 'removed' });
    expect(out.seats[seatOfPhone(nth.room(1))]?.presence).toMatchObject({ state: 'left' });
    const plan = planOf([1, 2, 3]);
    for (const kind of ['device', 'helper'] as const)
      expect(takeSeat(out, plan, { kind, roomId: nth.room(1) })).toMatchObject({
        ok: false,
        error: { code: 'REMOVED' },
      });
    expect(takeSeat(out, plan, { kind: 'device', roomId: nth.room(2) }).ok).toBe(true);
    const again = written(out, readmit(out, one, NOW));
    expect(takeSeat(again, plan, { kind: 'device', roomId: nth.room(1) }).ok).toBe(true);
  });

  test('is told to those who lead, to nobody else', () => {
    const out = written(lesson(), remove(lesson(), one, NOW));
    expect(viewOf(out, { kind: 'lectern' }).lesson.removed).toEqual([one]);
    expect(viewOf(out, { kind: 'screen', roomId: nth.room(2) }).lesson.removed).toBeUndefined();
  });
});

describe('handing the lectern over', () => {
  test('makes a lecturer of who assists and an assistant of who led', () => {
    const handed = written(lesson(), handOver(lesson(), helper, NOW));
    expect(handed.lecturerId).toBe(helper);
    expect(handed.seats[seatOfPerson(helper)]?.part).toBe('lecturer');
    expect(handed.seats[seatOfPerson(nth.person(1))]?.part).toBe('assistant');
    expect(handOver(handed, helper, NOW)).toEqual({ ok: true, value: [] });
  });

  test('is refused to somebody who is not there', () => {
    expect(codeOf(handOver(lesson(), nth.person(7), NOW))).toBe('NOT_FOUND');
  });
});

test('data saving is a room of the lesson’s own', () => {
  const saving = { roomId: nth.room(1), on: true };
  const state = written(lesson(), setSaving(lesson(), saving, NOW));
  expect(viewOf(state, { kind: 'lectern' }).seats[one]?.saving).toBe(true);
  expect(setSaving(state, saving, NOW)).toEqual({ ok: true, value: [] });
  expect(codeOf(setSaving(state, { roomId: nth.room(9), on: true }, NOW))).toBe('NOT_FOUND');
});
