import type { LessonCard } from '../../../shared/lesson.ts';
import type { Me } from '../../../shared/person.ts';
import { hasRole } from '../home/home.model.ts';
import { readMinute } from '../shell/clock.model.ts';

export type LessonAct = 'move' | 'substitute' | 'cancel' | 'restore';

/** Whether somebody's changes can be asked of the server at all; it decides. */
export const mayChange = (card: LessonCard, me: Me, nowMs: number): boolean =>
  (hasRole(me, 'admin') || card.lecturer.personId === me.personId) &&
  card.plannedEndAtMs > nowMs &&
  card.phase !== 'live' &&
  card.phase !== 'ended';

/** What can still become of a lesson. Once somebody has entered it can only be cancelled. */
export function lessonActs(card: LessonCard): readonly LessonAct[] {
  if (card.cancelled !== null) return ['restore'];
  return card.phase === 'waiting' ? ['cancel'] : ['move', 'substitute', 'cancel'];
}

export type ChangeValues = {
  localDate?: string;
  startTime?: string;
  lecturerId?: string;
  reason?: string;
  reach?: 'one' | 'rest';
};

/** The body of what was typed; the table decides whether it is one. */
export function changeBody(act: LessonAct, card: LessonCard, values: ChangeValues): object {
  const { localDate, startTime, lecturerId, reason, reach = 'one' } = values;
  return {
    lessonId: card.lessonId,
    expectedVersion: card.version,
    reach,
    ...(act === 'restore' ? {} : { reason: reason ?? '' }),
    ...(act === 'move' ? { localDate, startMinute: readMinute(startTime ?? '') ?? undefined } : {}),
    ...(act === 'substitute' ? { lecturerId } : {}),
  };
}
