import { z } from 'zod';
import { mark } from './courseware.ts';
import { coursewareId } from './kernel/ids.ts';
import { pageNumber } from './session/session.courseware.ts';

/**
 * A stroke 笔迹 as it stood on the walls, in ms from the recording's start: whole from `wholeAtMs` on, growing since `fromMs`, taken away at
 * `untilMs`, or never.
 */
export const replayMark = z.object({
  coursewareId,
  page: pageNumber,
  fromMs: z.int().min(0),
  wholeAtMs: z.int().min(0),
  untilMs: z.int().min(0).nullable(),
  mark,
});
export type ReplayMark = z.infer<typeof replayMark>;

/** Every stroke that was to be seen while it was recorded, each page's in the order in which they were drawn. */
export const replayMarks = z.object({ marks: z.array(replayMark) });
