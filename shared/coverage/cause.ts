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
