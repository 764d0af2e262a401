import { describe, expect, test } from 'vitest';
import type { Result } from '../../shared/kernel/result.ts';
import { nth, PLANNED_START_MS, planOf } from '../../test/support/session-log.ts';
import { say, told } from '../../test/support/session-told.ts';
import { end, open, reopen, setHeadCount, start } from './session.rules.ts';
import type { DatedFact } from './session.types.ts';

const plan = planOf([1, 2]);
const at = (minute: number): number => PLANNED_START_MS + minute * 60_000;
const lecturer = { personId: nth.person(1), byRole: false };
const stranger = { personId: nth.person(9), byRole: false };
const admin = { personId: nth.person(8), byRole: true };

const codeOf = (result: Result<unknown>): string => (result.ok ? 'ok' : result.error.code);
const typesOf = (result: Result<readonly DatedFact[]>): string[] =>
  result.ok ? result.value.map((fact) => fact.type) : [result.error.code];

describe('opening', () => {
  test('is refused before pre-flight, with when it opens, and once the time of the lesson has passed', () => {
    const early = open(told(), plan, at(-10) - 1);
    expect(early).toMatchObject({ error: { code: 'LESSON_NOT_LIVE', params: { opensAtMs: at(-10) } } });
    expect(codeOf(open(told(), plan, at(40 + 45)))).toBe('LESSON_ENDED');
    expect(codeOf(open(told([-9, say.opened()], [1, say.ended()]), plan, at(2)))).toBe('LESSON_ENDED');
  });

  test('happens once', () => {
    expect(typesOf(open(told(), plan, at(-10)))).toEqual(['session.opened']);
    expect(typesOf(open(told([-9, say.opened()]), plan, at(-8)))).toEqual([]);
  });
});

describe('start', () => {
  const wish = (person: number) => ({ personId: nth.person(person), plan });

  test('is refused to a second teacher, with who leads since when', () => {
    const live = told([-9, say.opened()], [0, say.started()]);
    expect(start(live, wish(2), at(1))).toMatchObject({
      error: { code: 'ALREADY_LED', params: { lecturerId: nth.person(1), startedAtMs: at(0) } },
    });
  });

  test('is refused too early and after the end', () => {
    expect(codeOf(start(told(), wish(1), at(-11)))).toBe('LESSON_NOT_LIVE');
    expect(codeOf(start(told([-9, say.opened()], [0, say.ended()]), wish(1), at(1)))).toBe('LESSON_ENDED');
  });

  test('opens what nobody has opened, and is true already for who leads', () => {
    expect(typesOf(start(told(), wish(1), at(0)))).toEqual(['session.opened', 'session.started']);
    expect(typesOf(start(told([-9, say.opened()]), wish(2), at(0)))).toEqual(['session.started']);
    expect(typesOf(start(told([-9, say.opened()], [0, say.started()]), wish(1), at(1)))).toEqual([]);
  });
});

describe('end', () => {
  const live = told(
    [-9, say.opened()],
    [-1, say.teacherJoins(1)],
    [0, say.started()],
    [0, say.mediaUp(1)],
    [0, say.published(1, 1)],
  );

  test('is refused to others and before the lesson was opened', () => {
    expect(codeOf(end(live, stranger, at(1)))).toBe('FORBIDDEN');
    expect(codeOf(end(told(), admin, at(1)))).toBe('LESSON_NOT_LIVE');
  });

  test('writes the end of media too, and is true already when repeated', () => {
    expect(typesOf(end(live, lecturer, at(39)))).toEqual([
      'stream.closed',
      'media.disconnected',
      'session.ended',
    ]);
    expect(typesOf(end(live, admin, at(39))).at(-1)).toBe('session.ended');
    expect(
      typesOf(end(told([-9, say.opened()], [0, say.started()], [1, say.ended()]), lecturer, at(2))),
    ).toEqual([]);
  });
});

describe('reopening', () => {
  // Forgotten at minute 10, found and written down at minute 40.
  const ended = told([-9, say.opened()], [0, say.started()], [10, say.ended(), 30]);

  test('is refused to others, before an end, and 30 minutes after the end was written down', () => {
    expect(codeOf(reopen(ended, stranger, at(41)))).toBe('FORBIDDEN');
    expect(codeOf(reopen(told([-9, say.opened()]), lecturer, at(1)))).toBe('LESSON_NOT_LIVE');
    expect(codeOf(reopen(ended, lecturer, at(70) + 1))).toBe('REOPEN_EXPIRED');
  });

  test('counts from the record, not from the end that counts', () => {
    expect(typesOf(reopen(ended, lecturer, at(70)))).toEqual(['session.reopened']);
    expect(typesOf(reopen(ended, admin, at(41)))).toEqual(['session.reopened']);
  });
});

describe('a head-count', () => {
  const waiting = told([-9, say.opened()]);
  const count = (presentCount: number, room = 1) => ({
    roomId: nth.room(room),
    presentCount,
    source: 'console' as const,
  });

  test.each([501, -1, 1.5, Number.NaN])('of %s is refused', (presentCount) => {
    expect(codeOf(setHeadCount(waiting, count(presentCount), at(1)))).toBe('INVALID_VALUE');
  });

  test('of a room that is not in the plan, or of a lesson that was never opened, is refused', () => {
    expect(codeOf(setHeadCount(waiting, count(3, 7), at(1)))).toBe('NOT_FOUND');
    expect(codeOf(setHeadCount(told(), count(3), at(1)))).toBe('LESSON_NOT_LIVE');
  });

  test('before the class connected is taken; after the end it is a correction', () => {
    expect(setHeadCount(waiting, count(18), at(1))).toMatchObject({
      value: [{ body: { presentCount: 18, expectedCount: 20, source: 'console' } }],
    });
    const ended = told([-9, say.opened()], [0, say.started()], [40, say.ended()]);
    expect(setHeadCount(ended, count(18), at(60))).toMatchObject({
      value: [{ body: { source: 'corrected' } }],
    });
  });
});
