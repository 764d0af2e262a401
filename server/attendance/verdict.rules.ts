import type { SessionAttendance, Thresholds } from '../../shared/attendance.ts';
import type { Interval } from '../../shared/kernel/intervals.ts';

export type Verdict = SessionAttendance['rooms'][number]['verdict'];

/** What a verdict is made of, for one room in one lesson. */
export type Measures = {
  readonly over: boolean;
  readonly plannedMs: number;
  readonly lessonMs: number;
  /** The room's seat was connected at some moment of the lesson. */
  readonly present: boolean;
  readonly connectedMs: number;
  /** Null when nobody counted. */
  readonly presentCount: number | null;
  /** The local teacher's last word is that the lesson was held. */
  readonly confirmedHeld: boolean;
};

/**
 * Valid lesson 有效课, for one room: held for at least `heldRatio` of the planned length; the room's media connected for at least
 * `connectedRatio` of the held length, of which no more than the planned length is asked, so that a lesson which nobody ended in time
 * is not held against rooms that left with the bell; and a head-count above 0, or the word of its local teacher that it was held.
 */
export function verdictOf(measures: Measures, thresholds: Thresholds): Verdict {
  if (!measures.over) return { state: 'open' };
  const { plannedMs, lessonMs } = measures;
  if (lessonMs === 0) return { state: 'invalid', reason: 'not-held' };
  if (lessonMs < thresholds.heldRatio * plannedMs) return { state: 'invalid', reason: 'too-short' };
  if (!measures.present) return { state: 'invalid', reason: 'room-absent' };
  if (measures.connectedMs < thresholds.connectedRatio * Math.min(lessonMs, plannedMs)) {
    return { state: 'invalid', reason: 'connected-too-short' };
  }
  if ((measures.presentCount ?? 0) === 0 && !measures.confirmedHeld)
    return { state: 'invalid', reason: 'no-head-count' };
  return { state: 'valid' };
}

/**
 * How long after the planned start a seat was there, 0 when it was there already; null when it never was. A seat that came before and
 * left before was not there; one that waits while the lecturer is late was.
 */
export function latenessMs(presence: readonly Interval[], plannedStartAtMs: number): number | null {
  const counted = presence.filter((each) => each.toMs > plannedStartAtMs);
  if (counted.length === 0) return null;
  return Math.max(0, Math.min(...counted.map((each) => each.fromMs)) - plannedStartAtMs);
}

/** Punctual 准时: there by the planned start + `punctualMs`. */
export const isPunctual = (lateMs: number | null, thresholds: Thresholds): boolean =>
  lateMs !== null && lateMs <= thresholds.punctualMs;
