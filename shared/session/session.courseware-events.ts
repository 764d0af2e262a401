import { z } from 'zod';
import { coursewareId, markId } from '../kernel/ids.ts';

/** What is shown of a file, and what becomes of the marks on it. A stroke is no fact of the log, but a row of its own. */
export const coursewareEvents = {
  /** 课件 on every wall. */
  'courseware.opened': z.strictObject({
    coursewareId,
    pageCount: z.int().min(1).max(1000),
    page: z.int().min(1),
  }),
  'courseware.turned': z.strictObject({ coursewareId, page: z.int().min(1) }),
  'courseware.zoomed': z.strictObject({
    coursewareId,
    zoom: z.strictObject({ x: z.number(), y: z.number(), scale: z.number() }),
  }),
  'courseware.closed': z.strictObject({}),
  'marks.cleared': z.strictObject({ coursewareId, page: z.int().min(1) }),
  /** Strokes taken away again, by undo or eraser. */
  'marks.erased': z.strictObject({
    coursewareId,
    page: z.int().min(1),
    markIds: z.array(markId).min(1).max(64),
    undo: z.boolean(),
  }),
} as const;
