import { expect, test } from 'vitest';
import { addDays, instantOf, localDate, type Zone, zone } from '../../shared/kernel/time.ts';
import type { LessonFields, LessonPhase } from '../../shared/lesson.ts';
import { seatOfRoom } from '../../shared/session/session.events.ts';
import { emptySession } from '../../shared/session/session.state.ts';
import { nth } from '../../test/support/session-log.ts';
import { AGENDA_LENGTH, agendaOf, lately, wasMissed } from './agenda.rules.ts';

const shanghai: Zone = zone.parse('Asia/Shanghai');
const today = localDate.parse('2026-09-16');
const at = (minute: number) => instantOf(today, minute, shanghai);

const lesson = (name: string, phase: LessonPhase, startMinute: number, dayOffset = 0) => {
  const date = addDays(today, dayOffset);
  const fields = {
    subject: name,
    localDate: date,
    durationMinutes: 40,
    plannedStartAtMs: instantOf(date, startMinute, shanghai),
  };
  return { lesson: { fields: fields as LessonFields }, phase };
};
const names = (lessons: readonly ReturnType<typeof lesson>[], nowMs: number) =>
  agendaOf(lessons, { nowMs, zone: shanghai }).map((each) => each.lesson.fields.subject);

test('what is still to come stands before what is over', () => {
  const lessons = [
    lesson('tomorrow', 'planned', 480, 1),
    lesson('ended', 'ended', 480),
    lesson('over time but live', 'live', 500),
    lesson('never held', 'planned', 540),
    lesson('running late', 'planned', 580),
    lesson('cancelled', 'cancelled', 700),
    lesson('waiting', 'waiting', 640),
    lesson('yesterday', 'planned', 900, -1),
  ];
  expect(names(lessons, at(600))).toEqual([
    'over time but live',
    'running late',
    'waiting',
    'tomorrow',
    'cancelled',
    'never held',
    'ended',
    'yesterday',
  ]);
});

test('a lesson is over from the minute of its planned end, and a screen looks a fortnight ahead', () => {
  const lessons = [
    lesson('now', 'planned', 560),
    lesson('far', 'planned', 0, 14),
    lesson('too far', 'planned', 0, 15),
  ];
  expect(names(lessons, at(600) - 1)).toEqual(['now', 'far']);
  expect(names(lessons, at(600))).toEqual(['far', 'now']);
});

test('the nearest are kept when there are too many', () => {
  const many = Array.from({ length: AGENDA_LENGTH + 5 }, (_, index) =>
    lesson(`n${index}`, 'planned', 1_000 - index),
  );
  const kept = names(many, at(0));
  expect(kept).toHaveLength(AGENDA_LENGTH);
  expect([kept[0], kept.includes('n0')]).toEqual([`n${AGENDA_LENGTH + 4}`, false]);
});

test('a lesson was missed by who never came or was lost for good, and is news for six hours', () => {
  const over = lesson('music', 'ended', 480);
  const endMs = at(520);
  expect(lately([over, lesson('art', 'live', 480)], endMs + 60_000)).toEqual([over.lesson]);
  expect(lately([over], endMs + 6 * 3_600_000)).toEqual([]);
  const state = (presence: object, startedAtMs: number | null = at(480)) => {
    const seat = seatOfRoom(nth.room(1));
    const seats = { [seat]: { seat, part: 'room', presence } };
    const phase = { state: 'ended', startedAtMs, endedAtMs: endMs, recordedAtMs: endMs, reason: 'lecturer' };
    return { ...emptySession(nth.session(1)), seats, phase } as ReturnType<typeof emptySession>;
  };
  const missed = (presence: object, startedAtMs?: number | null) =>
    wasMissed(state(presence, startedAtMs), nth.room(1));
  expect(missed({ state: 'absent' })).toBe(true);
  expect(missed({ state: 'lost', sinceMs: 1, cause: 'timeout' })).toBe(true);
  expect(missed({ state: 'left', sinceMs: 1, reason: 'session-ended' })).toBe(false);
  expect(missed({ state: 'connected', sinceMs: 1, media: false })).toBe(false);
  // What was never held is nobody's loss here.
  expect(missed({ state: 'absent' }, null)).toBe(false);
});
