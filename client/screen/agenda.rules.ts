import type { Agenda } from '../../shared/device.ts';
import type { SessionId } from '../../shared/kernel/ids.ts';
import { type LessonCard, PREFLIGHT_MS } from '../../shared/lesson.ts';

const isOpen = (card: LessonCard): boolean => card.phase !== 'ended' && card.phase !== 'cancelled';

/** Earliest first; of two at the same time the one that runs. */
function byStart(a: LessonCard, b: LessonCard): number {
  return Number(b.phase === 'live') - Number(a.phase === 'live') || a.plannedStartAtMs - b.plannedStartAtMs;
}

/**
 * The lesson that this room belongs into now: one that runs, planned or not; else the first that begins within ten minutes or should
 * have begun. Null: stay idle.
 * @param staying the session that the screen sits in; a running lesson is never left for another
 */
export function lessonToJoin(
  lessons: readonly LessonCard[],
  nowMs: number,
  staying: SessionId | null,
): LessonCard | null {
  const open = lessons.filter(isOpen).sort(byStart);
  const current = open.find((card) => card.sessionId === staying);
  if (current?.phase === 'live') return current;
  const live = open.find((card) => card.phase === 'live');
  if (live !== undefined) return live;
  const due = open.filter(
    (card) => nowMs >= card.plannedStartAtMs - PREFLIGHT_MS && nowMs < card.plannedEndAtMs,
  );
  return due.find((card) => card.sessionId === staying) ?? due[0] ?? null;
}

/** The lesson that was over last, when this room was not there at its end: switched off, or fallen off for good. */
export function missedLesson({ lessons, missed }: Pick<Agenda, 'lessons' | 'missed'>): LessonCard | null {
  const over = lessons
    .filter(({ phase }) => phase === 'ended')
    .sort((a, b) => b.plannedEndAtMs - a.plannedEndAtMs);
  const last = over[0];
  return last !== undefined && missed.includes(last.sessionId) ? last : null;
}

/** What an idle screen announces: the next lesson that has not ended. */
export function nextLesson(lessons: readonly LessonCard[], nowMs: number): LessonCard | null {
  const open = lessons.filter((card) => isOpen(card) && nowMs < card.plannedEndAtMs).sort(byStart);
  return open[0] ?? null;
}
