import { describe, expect, test } from 'vitest';
import { type SessionFact, seatOfPerson, seatOfPhone } from '../../shared/session/session.events.ts';
import { evolve } from '../../shared/session/session.fold.ts';
import { RING_MS } from '../../shared/session/session.line-voice.ts';
import { lessonOf, maySend, maySendEver } from '../../shared/session/session.policy.ts';
import type { SessionState } from '../../shared/session/session.state.ts';
import { type LogLine, nth, PLANNED_START_MS } from '../../test/support/session-log.ts';
import { say, told } from '../../test/support/session-told.ts';
import { answerVoice, askVoice, endVoice, ringsOver } from './session.line-voice.rules.ts';
import type { DatedFact, Decision } from './session.types.ts';

const NOW = PLANNED_START_MS + 60_000;
const room = nth.room(1);
const desk = nth.connection(1);
const phone = nth.connection(2);
const otherPhone = nth.connection(3);
const screen = nth.connection(4);
const phoneJoins = (connection: number, n: number): SessionFact => ({
  type: 'presence.joined',
  body: {
    connectionId: nth.connection(connection),
    seat: seatOfPhone(nth.room(n)),
    part: 'phone',
    deviceId: null,
  },
});
const everybody: readonly LogLine[] = [
  [-5, say.opened()],
  [-4, say.teacherJoins(1)],
  [-3, phoneJoins(2, 1)],
  [-3, phoneJoins(3, 2)],
  [-2, say.roomJoins(4)],
];
const waiting = told(...everybody);
const live = told(...everybody, [0, say.started()]);

const codeOf = (decision: Decision<DatedFact>) => (decision.ok ? null : decision.error.code);
const then = (state: SessionState, decision: Decision<DatedFact>): SessionState =>
  (decision.ok ? decision.value : []).reduce((each, fact) => happens(each, fact as SessionFact), state);
function happens(state: SessionState, fact: SessionFact, atMs = NOW): SessionState {
  const place = { sessionId: nth.session(1), seq: state.seq + 1, recordedAtMs: atMs, occurredAtMs: atMs };
  return evolve(state, { ...fact, ...place, actorKind: 'server', actorId: 'server' } as Parameters<
    typeof evolve
  >[1]);
}
const ask = (state: SessionState, connectionId = phone, roomId = room) =>
  askVoice(state, { roomId, connectionId }, NOW);
const answer = (state: SessionState, connectionId = desk, roomId = room) =>
  answerVoice(state, { roomId, connectionId }, NOW);
const asked = then(live, ask(live));
const open = then(asked, answer(asked));

describe('asking to speak', () => {
  test('is refused before the start and after the end, of another lesson’s room, and to whom is no end of the line', () => {
    expect(codeOf(ask(told()))).toBe('LESSON_NOT_LIVE');
    expect(codeOf(ask(waiting))).toBe('LESSON_NOT_LIVE');
    expect(codeOf(ask(told(...everybody, [0, say.started()], [9, say.ended()])))).toBe('LESSON_ENDED');
    expect(codeOf(ask(live, phone, nth.room(9)))).toBe('NOT_FOUND');
    for (const other of [otherPhone, screen, nth.connection(77)])
      expect(codeOf(ask(live, other))).toBe('FORBIDDEN');
  });

  test('is refused while nobody is there to answer, and while another room speaks', () => {
    const alone = happens(live, say.lost(2));
    expect(codeOf(ask(alone, desk))).toBe('INVALID_STATE');
    expect(codeOf(ask(happens(live, say.lost(1))))).toBe('INVALID_STATE');
    for (const taken of [asked, open]) expect(codeOf(ask(taken, otherPhone, nth.room(2)))).toBe('CONFLICT');
    expect(codeOf(ask(open))).toBe('CONFLICT');
  });

  test('rings once, from either side; asking against the ring answers it', () => {
    expect(asked.lineVoice).toMatchObject({ state: 'asked', by: 'room', connectionId: phone });
    expect(ask(asked)).toEqual({ ok: true, value: [] });
    expect(then(live, ask(live, desk)).lineVoice).toMatchObject({ state: 'asked', by: 'lecturer' });
    expect(then(asked, ask(asked, desk)).lineVoice).toMatchObject({
      state: 'open',
      ends: { lecturer: desk, room: phone },
    });
  });
});

describe('answering', () => {
  test('is refused when nothing rings, when it rings for another, and to the own ring', () => {
    expect(codeOf(answer(live))).toBe('NOT_FOUND');
    expect(codeOf(answer(open))).toBe('NOT_FOUND');
    expect(codeOf(answer(asked, desk, nth.room(2)))).toBe('NOT_FOUND');
    expect(codeOf(answer(asked, phone))).toBe('FORBIDDEN');
    expect(codeOf(answer(asked, otherPhone))).toBe('FORBIDDEN');
  });

  test('joins who asked and who answered, whichever side began', () => {
    const other = then(live, ask(live, desk));
    for (const each of [open, then(other, answer(other, phone))])
      expect(each.lineVoice).toMatchObject({ state: 'open', ends: { lecturer: desk, room: phone } });
  });
});

describe('while it is open', () => {
  const lesson = lessonOf(open);
  const teacher = { seat: seatOfPerson(nth.person(1)), part: 'lecturer' } as const;
  const helper = { seat: seatOfPhone(room), part: 'phone' } as const;

  test('its two ends may send it and nobody else, and the class does not hear the lecturer from any page', () => {
    expect(maySend(lesson, { ...teacher, connectionId: desk })).toEqual(['camera', 'content', 'line']);
    expect(maySend(lesson, { ...teacher, connectionId: nth.connection(77) })).toEqual(['camera', 'content']);
    expect(maySend(lesson, { ...helper, connectionId: phone })).toEqual(['line']);
    expect(maySend(lesson, { ...helper, connectionId: otherPhone })).toEqual([]);
    expect(maySend(lessonOf(asked), { ...helper, connectionId: phone })).toEqual([]);
    expect(maySend(lessonOf(asked), { ...teacher, connectionId: desk })).toContain('voice');
    expect(maySendEver(lesson, 'room')).not.toContain('line');
  });

  test('it ends by either side, by loss of an end or its media, by another lecturer, and with the lesson', () => {
    const ended = then(open, endVoice(open, { roomId: room, side: 'room' }, NOW));
    expect(ended.lineVoice).toBeNull();
    expect(maySend(lessonOf(ended), { ...teacher, connectionId: desk })).toContain('voice');
    const spoken = happens(open, say.mediaUp(2));
    const unheard: SessionFact = { type: 'media.disconnected', body: { connectionId: phone } };
    const failed: SessionFact = { type: 'media.failed', body: { cause: 'worker-died' } };
    const handed: SessionFact = { type: 'lectern.handed', body: { lecturerId: nth.person(2) } };
    for (const fact of [say.lost(1), say.lost(2), unheard, failed, handed, say.ended()])
      expect(happens(spoken, fact).lineVoice, fact.type).toBeNull();
    for (const fact of [say.lost(3), say.lost(4)]) expect(happens(spoken, fact).lineVoice).not.toBeNull();
  });
});

describe('ending', () => {
  const reasonOf = (state: SessionState, side: 'room' | 'lecturer', roomId = room) => {
    const decision = endVoice(state, { roomId, side }, NOW);
    return decision.ok ? decision.value.map(({ body }) => (body as { reason?: string }).reason) : null;
  };
  test('says what it was', () => {
    expect(reasonOf(asked, 'room')).toEqual(['withdrawn']);
    expect(reasonOf(asked, 'lecturer')).toEqual(['declined']);
    expect(reasonOf(open, 'lecturer')).toEqual(['ended']);
    expect(reasonOf(live, 'lecturer')).toEqual([]);
    expect(reasonOf(open, 'lecturer', nth.room(2))).toEqual([]);
  });

  test('comes by itself when nobody answers, and not a moment before; who asked and left rings no more', () => {
    expect(ringsOver(asked, NOW + RING_MS - 1)).toEqual([]);
    expect(ringsOver(asked, NOW + RING_MS + 500)).toMatchObject([
      { body: { reason: 'unanswered' }, occurredAtMs: NOW + RING_MS },
    ]);
    expect(ringsOver(open, NOW + 10 * RING_MS)).toEqual([]);
    expect(happens(asked, say.lost(2)).lineVoice).toBeNull();
    expect(happens(asked, say.lost(1)).lineVoice).toMatchObject({ state: 'asked' });
  });
});
