import type { LessonCard } from '../../../shared/lesson.ts';
import type { Me } from '../../../shared/person.ts';
import { hasRole } from '../home/home.model.ts';
import { readMinute } from '../shell/clock.model.ts';

export type LessonAct = 'move' | 'substitute' | 'regroup' | 'cancel' | 'restore';

/** Whether somebody's changes can be asked of the server at all; it decides. */
export const mayChange = (card: LessonCard, me: Me, nowMs: number): boolean =>
  (hasRole(me, 'admin') || card.lecturer.personId === me.personId) &&
  card.plannedEndAtMs > nowMs &&
  card.phase !== 'live' &&
  card.phase !== 'ended';

/** What can still become of a lesson. Once somebody has entered it can only be cancelled. */
export function lessonActs(card: LessonCard): readonly LessonAct[] {
  if (card.cancelled !== null) return ['restore'];
  if (card.phase === 'waiting') return ['cancel'];
  // A recording has taught already.
  if (card.mode === 'recorded') return ['move', 'cancel'];
  return ['move', 'substitute', ...(card.kind === 'master' ? (['regroup'] as const) : []), 'cancel'];
}

export type ChangeValues = {
  localDate?: string;
  startTime?: string;
  lecturerId?: string;
  reason?: string;
  reach?: 'one' | 'rest';
  groupId?: string;
  memberIds?: string[];
  roomIds?: string[];
};

/** The body of what was typed; the table decides whether it is one. */
export function changeBody(act: LessonAct, card: LessonCard, values: ChangeValues): object {
  const { localDate, startTime, lecturerId, reason, reach = 'one' } = values;
  const { groupId = null, memberIds = [], roomIds = [] } = values;
  return {
    lessonId: card.lessonId,
    expectedVersion: card.version,
    // A master lesson has no slot, and so no rest.
    ...(act === 'regroup' ? { groupId, memberIds, roomIds } : { reach }),
    ...(act === 'restore' ? {} : { reason: reason ?? '' }),
    ...(act === 'move' ? { localDate, startMinute: readMinute(startTime ?? '') ?? undefined } : {}),
    ...(act === 'substitute' ? { lecturerId } : {}),
  };
}
