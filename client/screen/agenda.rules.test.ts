import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LessonCard } from '../../shared/lesson.ts';
import { lessonToJoin, missedLesson, nextLesson } from './agenda.rules.ts';

const MINUTE = 60_000;
const nine = Date.UTC(2026, 10, 22, 1);

function card(id: string, change: Partial<LessonCard> = {}): LessonCard {
  const plannedStartAtMs = change.plannedStartAtMs ?? nine;
  return {
    lessonId: id,
    sessionId: id,
    plannedStartAtMs,
    plannedEndAtMs: plannedStartAtMs + 40 * MINUTE,
    phase: 'planned',
    unplanned: false,
    ...change,
  } as LessonCard;
}
const pick = (lessons: LessonCard[], nowMs: number, staying: string | null = null) =>
  lessonToJoin(lessons, nowMs, staying as never)?.sessionId ?? null;

describe('lessonToJoin', () => {
  it.each([
    [-10 * MINUTE - 1, null],
    [-10 * MINUTE, 'a'],
    [39 * MINUTE, 'a'],
    [40 * MINUTE, null],
  ])('joins a planned lesson %i ms from its start: %s', (offsetMs, expected) => {
    expect(pick([card('a')], nine + offsetMs)).toBe(expected);
  });

  it('joins a running lesson whatever the plan says', () => {
    expect(pick([card('a', { phase: 'live' })], nine + 90 * MINUTE)).toBe('a');
    expect(
      pick([card('x', { phase: 'live', unplanned: true, plannedStartAtMs: nine + 300 * MINUTE })], nine),
    ).toBe('x');
  });

  it('leaves a lesson that waits for one that runs, and never one that runs', () => {
    const waits = card('a', { phase: 'waiting' });
    const runs = card('b', { phase: 'live', unplanned: true });
    expect(pick([waits, runs], nine, 'a')).toBe('b');
    expect(pick([{ ...waits, phase: 'live' }, runs], nine, 'b')).toBe('b');
    expect(pick([{ ...waits, phase: 'live' }, runs], nine, 'a')).toBe('a');
  });

  it('stays in a lesson that waits although the next one is due, too', () => {
    const late = card('a', { phase: 'waiting' });
    const next = card('b', { plannedStartAtMs: nine + 40 * MINUTE });
    expect(pick([late, next], nine + 35 * MINUTE, 'a')).toBe('a');
    expect(pick([late, next], nine + 41 * MINUTE, 'a')).toBe('b');
  });

  it('never joins what has ended or was cancelled', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            startMinute: fc.integer({ min: -120, max: 120 }),
            phase: fc.constantFrom('planned', 'waiting', 'live', 'ended', 'cancelled'),
          }),
        ),
        (rows) => {
          const lessons = rows.map((row, index) =>
            card(String(index), {
              phase: row.phase as LessonCard['phase'],
              plannedStartAtMs: nine + row.startMinute * MINUTE,
            }),
          );
          const chosen = lessonToJoin(lessons, nine, null);
          if (lessons.some((each) => each.phase === 'live')) expect(chosen?.phase).toBe('live');
          expect(['ended', 'cancelled']).not.toContain(chosen?.phase);
        },
      ),
    );
  });
});

describe('nextLesson', () => {
  it('announces the earliest that is still to come', () => {
    const lessons = [
      card('later', { plannedStartAtMs: nine + 120 * MINUTE }),
      card('over', { plannedStartAtMs: nine - 60 * MINUTE }),
      card('off', { phase: 'cancelled' }),
      card('soon', { plannedStartAtMs: nine + 60 * MINUTE }),
    ];
    expect(nextLesson(lessons, nine)?.sessionId).toBe('soon');
    expect(nextLesson([], nine)).toBeNull();
  });
});

describe('missedLesson', () => {
  const missed = (lessons: LessonCard[], ids: readonly string[]) =>
    missedLesson({ lessons, missed: ids as never })?.sessionId ?? null;
  const over = card('a', { phase: 'ended' });

  it('is the last one that was over, if this room was not there', () => {
    expect(missed([over], ['a'])).toBe('a');
    expect(missed([over], [])).toBeNull();
    expect(missed([card('c', { phase: 'cancelled' })], ['c'])).toBeNull();
    const later = card('b', { phase: 'ended', plannedStartAtMs: nine + 60 * MINUTE });
    expect(missed([over, later], ['a'])).toBeNull();
    expect(missed([over, later], ['a', 'b'])).toBe('b');
  });
});
