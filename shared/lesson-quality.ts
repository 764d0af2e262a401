import { z } from 'zod';

const ms = z.int().min(0);
const ratio = z.number().min(0).max(1);

/**
 * How a room's line and device did in a lesson 线路与设备质量, of the time that the lesson ran: taken from what the room's own browser
 * reported every few seconds, from the ladder, and from the log. Kept when the reports are not any more.
 */
export const lessonQuality = z.object({
  /** How long what flowed to the room stood on each step of the ladder 降级阶梯, by the step's number, 0 to 5. */
  stepMs: z.array(ms).length(6),
  /** Pictures that stood still; of several at once the one that stood longest. */
  freezeCount: z.int().min(0),
  frozenMs: ms,
  /** Share of packets that were lost, over all and in the worst minute; null when nothing was reported. */
  lossRatio: ratio.nullable(),
  worstLossRatio: ratio.nullable(),
  /** How often the line broke off and came back. */
  reconnectCount: z.int().min(0),
  /** Of the lesson without media. */
  silentMs: ms,
  /** On average; null when nobody could measure it. */
  roundTripMs: z.number().min(0).nullable(),
  /** How long the first picture took, from being asked for to the glass; null when none came. */
  firstFrameMs: ms.nullable(),
});
export type LessonQuality = z.infer<typeof lessonQuality>;
