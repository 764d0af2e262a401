import { expect, test } from 'vitest';
import { seatOfRoom } from '../../shared/session/session.events.ts';
import type { SessionView } from '../../shared/session/session.view.ts';
import { nth } from '../../test/support/session-log.ts';
import { recordedHere } from './recorded-here.ts';

const room = { seat: seatOfRoom(nth.room(2)), part: 'room' } as const;
type Lesson = SessionView['lesson'];
const lesson = (changes: Partial<Lesson>): { lesson: Lesson } => ({
  lesson: {
    ...{ phase: { state: 'live', startedAtMs: 0 }, kind: 'master', mode: 'observation' },
    ...{ lecturerId: nth.person(1), mediaEpoch: 1, viewerCount: null },
    stage: [{ seat: room.seat, sinceMs: 0, untilMs: null }],
    recording: { state: 'running', startedAtMs: 0, stage: true },
    ...changes,
  },
});

test('a room is told that it is recorded while it is on stage and the recording holds the stage', () => {
  expect(recordedHere(lesson({}), room)).toBe('room');
  expect(recordedHere(lesson({ stage: [] }), room)).toBe(null);
  expect(recordedHere(lesson({ recording: undefined }), room)).toBe(null);
  expect(recordedHere(lesson({ recording: { state: 'running', startedAtMs: 0 } }), room)).toBe(null);
  const rests = { state: 'interrupted', startedAtMs: 0, stage: true, cause: 'disk', sinceMs: 0 } as const;
  expect(recordedHere(lesson({ recording: rests }), room)).toBe(null);
});

test('members of a seminar are on stage all the time; who only looks or leads is told what the others are', () => {
  const seminar = lesson({ mode: 'seminar', stage: [] });
  const seat = seatOfRoom(nth.room(9));
  expect(recordedHere(seminar, { seat, part: 'member' })).toBe('person');
  for (const part of ['observer', 'lecturer', 'assistant'] as const)
    expect(recordedHere(seminar, { seat, part }), part).toBe(null);
});
