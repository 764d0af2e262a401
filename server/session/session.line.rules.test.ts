import { describe, expect, test } from 'vitest';
import type { SessionFact } from '../../shared/session/session.events.ts';
import { evolve } from '../../shared/session/session.fold.ts';
import type { LineSide } from '../../shared/session/session.line.ts';
import type { SessionState } from '../../shared/session/session.state.ts';
import { nth, PLANNED_START_MS } from '../../test/support/session-log.ts';
import { say, told } from '../../test/support/session-told.ts';
import { readLine, sayLine, WORDS_A_MINUTE } from './session.line.rules.ts';
import type { DatedFact, Decision } from './session.types.ts';

const NOW = PLANNED_START_MS + 60_000;
const room = nth.room(1);
const hash = 'a'.repeat(64);
const speak = (state: SessionState, from: LineSide = 'room', nowMs = NOW, roomId = room) =>
  sayLine(state, { roomId, from, text: { id: nth.text(1), salt: 'salt', text: '请看' }, hash }, nowMs);
const codeOf = (decision: Decision<DatedFact>) => (decision.ok ? null : decision.error.code);
const facts = (decision: Decision<DatedFact>) => (decision.ok ? decision.value : []);

const waiting = told([-5, say.opened()]);
const live = told([-5, say.opened()], [0, say.started()]);
const written = (state: SessionState, decision: Decision<DatedFact>): SessionState =>
  facts(decision).reduce((each, { text, occurredAtMs, ...fact }) => {
    const place = { sessionId: nth.session(1), seq: each.seq + 1, recordedAtMs: occurredAtMs, occurredAtMs };
    const words = text === undefined ? {} : { words: text.text };
    return evolve(each, {
      ...(fact as SessionFact),
      ...place,
      ...words,
      actorKind: 'server',
      actorId: 'server',
    });
  }, state);

describe('saying something on the private line', () => {
  test('is refused before the lesson is open, after its end, and about a room of another', () => {
    expect(codeOf(speak(told()))).toBe('LESSON_NOT_LIVE');
    expect(codeOf(speak(told([-5, say.opened()], [0, say.started()], [9, say.ended()])))).toBe(
      'LESSON_ENDED',
    );
    expect(codeOf(speak(live, 'room', NOW, nth.room(9)))).toBe('NOT_FOUND');
  });

  test('goes both ways from pre-flight on; the log gets id and hash, the words stand beside', () => {
    for (const state of [waiting, live])
      for (const from of ['room', 'lecturer'] as const)
        expect(facts(speak(state, from))).toEqual([
          {
            type: 'line.said',
            body: { roomId: room, from, textId: nth.text(1), textHash: hash },
            text: { id: nth.text(1), salt: 'salt', text: '请看' },
            occurredAtMs: NOW,
          },
        ]);
  });

  test('is refused beyond so many a minute, with how long to wait; the other end is not held up', () => {
    let state = live;
    for (let n = 0; n < WORDS_A_MINUTE; n += 1) state = written(state, speak(state, 'room', NOW + n * 1000));
    const late = NOW + WORDS_A_MINUTE * 1000;
    expect(speak(state, 'room', late)).toMatchObject({
      error: { code: 'TOO_FAST', params: { seconds: 60 - WORDS_A_MINUTE } },
    });
    expect(codeOf(speak(state, 'lecturer', late))).toBeNull();
    expect(codeOf(speak(state, 'room', NOW + 60_000))).toBeNull();
    expect(codeOf(speak(state, 'room', late, nth.room(2)))).toBeNull();
  });
});

describe('having read', () => {
  const said = written(written(live, speak(live)), speak(live));

  test('is refused like saying', () => {
    const at = { roomId: room, by: 'lecturer', upTo: 1 } as const;
    expect(codeOf(readLine(told(), at, NOW))).toBe('LESSON_NOT_LIVE');
    expect(codeOf(readLine(live, { ...at, roomId: nth.room(9) }, NOW))).toBe('NOT_FOUND');
  });

  test('is written once, and no further than what was said', () => {
    const upTo = (number: number) =>
      facts(readLine(said, { roomId: room, by: 'lecturer', upTo: number }, NOW));
    expect(upTo(99)).toMatchObject([{ type: 'line.read', body: { upTo: 2 } }]);
    const read = written(said, readLine(said, { roomId: room, by: 'lecturer', upTo: 2 }, NOW));
    expect(facts(readLine(read, { roomId: room, by: 'lecturer', upTo: 2 }, NOW))).toEqual([]);
    expect(facts(readLine(live, { roomId: room, by: 'lecturer', upTo: 1 }, NOW))).toEqual([]);
    // Its own words are nothing to read.
    expect(facts(readLine(said, { roomId: room, by: 'room', upTo: 2 }, NOW))).toEqual([]);
  });
});
