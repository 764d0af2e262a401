import type { LessonMode } from './lesson.ts';

/**
 * How long pupils may look at a screen before their eyes are due a rest. Of junior schools the rule of thumb is 15 minutes a lesson; the
 * plan of eight ministries against short sight 综合防控儿童青少年近视实施方案 (2018) allows teaching by screens for 30 % of a lesson's
 * time, which is 13.5 of 45 minutes. No setting: a hint is no rule.
 */
const REST_AFTER_MS = 15 * 60_000;
/** How long the hint stands; it comes again after as long as before it came. */
const STANDS_MS = 2 * 60_000;

type Lesson = { readonly mode: LessonMode; readonly rooms: readonly unknown[]; readonly grade: string };

/**
 * Whole minutes that the walls have shown pictures, for two minutes after every fifteen; null at all other times, for grown-ups, and for
 * senior classes 高一…高三.
 */
export function screenTimeMinutes(
  { mode, rooms, grade }: Lesson,
  startedAtMs: number | null,
  nowMs: number,
): number | null {
  const hasPupils = mode !== 'seminar' && rooms.length > 0 && !grade.startsWith('高');
  if (!hasPupils || startedAtMs === null) return null;
  const runMs = nowMs - startedAtMs;
  return runMs >= REST_AFTER_MS && runMs % REST_AFTER_MS < STANDS_MS ? Math.floor(runMs / 60_000) : null;
}
