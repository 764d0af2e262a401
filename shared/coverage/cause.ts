import { z } from 'zod';

/**
 * Why a need went unserved, or a lesson does not count at a room. In the order in which a need's cause is chosen from its lessons:
 * the one that came closest to being served says most about what to mend.
 */
export const unservedCause = z.enum([
  /** 无人确认: held and received, but nobody counted or confirmed. */
  'nobody-there',
  /** 线路: the room's line broke off or carried too little. */
  'line',
  /** 设备: the room was on line, and its own screen, camera or microphone failed. */
  'device',
  /** 断电: the room and everything else of its school went away at once. */
  'power',
  /** 教室离线: the room never came. */
  'room-offline',
  /** 未上课: planned, and not held or not long enough. */
  'not-held',
  /** 停课: cancelled with a reason. */
  'cancelled',
  /** 未排课: a link holds, and no lesson is planned. */
  'no-slot',
  /** 无结对: no leading school has taken it on. */
  'no-link',
]);
export type UnservedCause = z.infer<typeof unservedCause>;

/** How many lessons at rooms failed for which cause. */
export type CauseCounts = Partial<Record<UnservedCause, number>>;

type NotCounting = 'not-held' | 'too-short' | 'room-absent' | 'connected-too-short' | 'no-head-count';

/** What is known of a lesson at a room that has to be explained. */
export type Unexplained = {
  readonly cancelled: boolean;
  readonly verdict:
    | { readonly state: 'valid' | 'open' }
    | { readonly state: 'invalid'; readonly reason: NotCounting };
  /** Why the room was not connected for the longest part of what it missed; null where nothing says. */
  readonly missing: UnservedCause | null;
  /** What spoiled the lesson for a room that was connected. */
  readonly poor: UnservedCause | null;
};

/**
 * The cause of one lesson that does not count at one room; null for one that counts or is not over. What nothing explains: a room that
 * never came was off line, one that was connected too briefly had a bad line, and where nobody counted nobody was there.
 */
export function causeOf({ cancelled, verdict, missing, poor }: Unexplained): UnservedCause | null {
  if (cancelled) return 'cancelled';
  if (verdict.state !== 'invalid') return null;
  switch (verdict.reason) {
    case 'not-held':
    case 'too-short':
      return 'not-held';
    case 'room-absent':
      return missing ?? 'room-offline';
    case 'connected-too-short':
      return missing ?? 'line';
    case 'no-head-count':
      return poor ?? 'nobody-there';
  }
}
