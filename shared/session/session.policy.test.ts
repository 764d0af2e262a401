import { describe, expect, test } from 'vitest';
import { nth } from '../../test/support/session-log.ts';
import { lessonKind, lessonMode } from '../lesson.ts';
import { type SeatPart, seatOfPerson, seatOfRoom, seatPart } from './session.events.ts';
import { isOnStage, type Lesson, maySend, maySendEver, modesOf, policyFor } from './session.policy.ts';

const lesson = (changes: Partial<Lesson> = {}): Lesson => ({
  kind: 'delivery',
  mode: 'interactive',
  phase: { state: 'live' },
  stage: [],
  ...changes,
});
const at = (part: SeatPart) => ({ part, seat: seatOfPerson(nth.person(1)) });
const room = { part: 'room', seat: seatOfRoom(nth.room(1)) } as const;
const rows = lessonKind.options.flatMap((kind) => modesOf(kind).map((mode) => ({ kind, mode })));

test('every kind has its modes and no others', () => {
  expect(rows.map(({ kind, mode }) => `${kind} ${mode}`)).toEqual([
    'delivery interactive',
    'delivery live',
    'delivery recorded',
    'master seminar',
    'master observation',
    'online live',
  ]);
  for (const kind of lessonKind.options)
    for (const mode of lessonMode.options)
      expect(policyFor(kind, mode) === null).toBe(!modesOf(kind).includes(mode));
});

describe.each(rows)('$kind $mode', (row) => {
  test('is led by somebody who is seen and heard, unless each room plays a recording', () => {
    if (policyFor(row.kind, row.mode)?.plays === true) {
      for (const part of seatPart.options) {
        expect(maySendEver(lesson(row), part), part).toEqual([]);
        expect(isOnStage(lesson(row), at(part)), part).toBe(false);
      }
      return;
    }
    expect(maySend(lesson(row), at('lecturer'))).toEqual(['camera', 'content', 'voice']);
    expect(isOnStage(lesson(row), at('lecturer'))).toBe(true);
  });

  test('nobody is heard before the start or after the end', () => {
    for (const state of ['unopened', 'waiting', 'ended'] as const)
      for (const part of seatPart.options)
        expect(maySend(lesson({ ...row, phase: { state }, stage: [room] }), at(part)), part).not.toContain(
          'voice',
        );
  });

  test('observers, phones and viewers send nothing, called or not', () => {
    for (const part of ['observer', 'phone', 'viewer'] as const) {
      expect(maySend(lesson({ ...row, stage: [at(part)] }), at(part)), part).toEqual([]);
      expect(isOnStage(lesson(row), at(part)), part).toBe(false);
    }
  });
});

test('a room is heard while it is on stage, and only where there is a stage', () => {
  const interactive = lesson();
  expect(maySend(interactive, room)).toEqual(['camera']);
  expect(maySend({ ...interactive, stage: [room] }, room)).toEqual(['camera', 'voice']);
  expect(maySend({ ...interactive, stage: [{ seat: seatOfRoom(nth.room(2)) }] }, room)).toEqual(['camera']);
  expect(maySendEver(interactive, 'room')).toEqual(['camera', 'voice']);
  for (const kind of ['delivery', 'online'] as const)
    expect(maySend(lesson({ kind, mode: 'live', stage: [room] }), room)).toEqual([]);
});

test('in a seminar every member is on stage and speaks', () => {
  const seminar = lesson({ kind: 'master', mode: 'seminar' });
  expect(maySend(seminar, at('member'))).toEqual(['camera', 'voice']);
  expect(isOnStage(seminar, at('member'))).toBe(true);
});

test('nobody has a right in a session that was never opened', () => {
  for (const part of seatPart.options)
    expect(maySend(lesson({ kind: null, mode: null }), at(part))).toEqual([]);
});

test('viewers come to one-way lessons alone, and count as viewers', () => {
  for (const { kind, mode } of rows)
    expect(policyFor(kind, mode)?.parts.viewer?.countedAs, `${kind} ${mode}`).toBe(
      mode === 'live' ? 'viewer' : undefined,
    );
});
