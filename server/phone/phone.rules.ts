import { addDays, instantOf } from '../../shared/kernel/time.ts';
import { type LessonFields, PREFLIGHT_MS } from '../../shared/lesson.ts';
import type { Grant, Place } from './phone.types.ts';

/** How long a screen shows one code. */
export const CODE_LIFE_MS = 60_000;
/** Somebody who scanned in the last second still has to get here over a bad line. */
export const CODE_GRACE_MS = 8_000;
/** How long somebody may take to say who they are. */
export const PASS_LIFE_MS = 10 * 60_000;

/** Midnight at the end of the lesson's day, where it was taught. */
export const grantEndsAtMs = ({ localDate, zone }: Pick<LessonFields, 'localDate' | 'zone'>): number =>
  instantOf(addDays(localDate, 1), 0, zone);

/** From pre-flight to midnight a phone may come in; before and after, why not. */
export function mayComeIn(lesson: LessonFields, nowMs: number): 'yes' | 'early' | 'late' | 'cancelled' {
  if (lesson.cancelled !== null) return 'cancelled';
  if (nowMs < lesson.plannedStartAtMs - PREFLIGHT_MS) return 'early';
  return nowMs < grantEndsAtMs(lesson) ? 'yes' : 'late';
}

/** One seat a room, and one for the own phone of each who leads. */
export const seatOf = (place: Place): string =>
  place.roomId === null
    ? `${place.sessionId} lectern ${place.lecturerId}`
    : `${place.sessionId} room ${place.roomId}`;

export const isLive = ({ ended, expiresAtMs }: Grant, nowMs: number): boolean =>
  ended === null && nowMs < expiresAtMs;

export const isFor = (grant: Grant, place: Place): boolean =>
  grant.sessionId === place.sessionId &&
  grant.roomId === place.roomId &&
  (place.roomId !== null || grant.personId === place.lecturerId);
