import { z } from 'zod';

/**
 * What a room gets on a weak line 降级阶梯: 5 everything, 4 the teacher's picture middle-sized and the content, 3 small and the content,
 * 2 content and voice, 1 voice and slides as data, 0 nothing any more.
 */
export const ladderStep = z.union([
  z.literal(0),
  z.literal(1),
  z.literal(2),
  z.literal(3),
  z.literal(4),
  z.literal(5),
]);
export type LadderStep = z.infer<typeof ladderStep>;

/**
 * Why a room does not get everything: its `line` carries no more, packets are lost (`loss`), somebody chose to save data (`saving`), its
 * `device` cannot decode the pictures, the `sender` does not make them larger, or the media `engine` is being replaced.
 */
export const ladderReason = z.enum(['line', 'loss', 'saving', 'device', 'sender', 'engine']);
export type LadderReason = z.infer<typeof ladderReason>;

/** What flows to a room now, and why not more; the reason is null on the top step. */
export const ladderNow = z.object({ step: ladderStep, reason: ladderReason.nullable() });
export type LadderNow = z.infer<typeof ladderNow>;
