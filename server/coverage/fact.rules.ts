import type { LessonId } from '../../shared/kernel/ids.ts';
import type { RoomFact } from './fact.types.ts';

/** A teaching period is five fifths: one of five teaching days a week. Whole numbers, so that sums do not depend on their order. */
export const FIFTHS = 5;

/** Counted: live, and by timetable or for a link. Everything else is counted apart. */
export const isCounted = (fact: RoomFact): boolean => fact.way === 'live' && !fact.unplanned;

/** Planned 计划: counted, and not cancelled. */
export const isPlanned = (fact: RoomFact): boolean => isCounted(fact) && !fact.cancelled;

/** Held 已上: started, however short, and over. */
export const isHeld = (fact: RoomFact): boolean => isPlanned(fact) && fact.lessonMs > 0;

export const isValid = (fact: RoomFact): boolean => isPlanned(fact) && fact.verdict === 'valid';

/** Watched as a recording 录播: valid by the same measures as a live lesson, and never one. */
export const isWatched = (fact: RoomFact): boolean =>
  fact.way === 'recorded' && !fact.cancelled && fact.verdict === 'valid';

/** One lesson gives a need, or a pair of schools, one period, in however many rooms it is listened to. */
export const lessonCount = (facts: readonly RoomFact[]): number =>
  new Set<LessonId>(facts.map((each) => each.lessonId)).size;
