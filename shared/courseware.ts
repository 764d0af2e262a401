import { z } from 'zod';
import { type CoursewareId, coursewareId, markId } from './kernel/ids.ts';
import { pageNumber } from './session/session.courseware.ts';

export const STROKE_POINTS_MAX = 500;
/** A point of a stroke: x and y as shares of the page's width and height, pressure 0..1. */
export const markPoint = z.tuple([
  z.number().min(0).max(1),
  z.number().min(0).max(1),
  z.number().min(0).max(1),
]);
export type MarkPoint = z.infer<typeof markPoint>;
export const markTool = z.enum(['pen', 'highlighter']);
export const markColour = z.enum(['red', 'blue', 'green', 'black', 'yellow']);
/** How wide, in thousandths of the page's width. */
const markWidth = z.int().min(1).max(60);

/** A finished stroke 笔迹 on one page. */
export const mark = z.strictObject({
  markId,
  tool: markTool,
  colour: markColour,
  width: markWidth,
  points: z.array(markPoint).min(1).max(STROKE_POINTS_MAX),
});
export type Mark = z.infer<typeof mark>;

/** A stroke with its place in the lesson: by the events of the log around it, and by the clock where that was kept. */
export type PlacedMark = {
  readonly coursewareId: CoursewareId;
  readonly page: number;
  readonly mark: Mark;
  readonly drawnAtMs: number | null;
  readonly drawnAfterSeq: number;
  readonly erasedSeq: number | null;
};

/** What is being drawn now, or where the pointer is: volatile, `points` are those since the last piece. */
export const markMove = z.strictObject({
  coursewareId,
  page: pageNumber,
  /** The stroke that is growing; null for the pointer. */
  markId: markId.nullable(),
  tool: z.enum(['pen', 'highlighter', 'pointer']),
  colour: markColour,
  width: markWidth,
  points: z.array(markPoint).max(64),
});
export type MarkMove = z.infer<typeof markMove>;

/** The marks of one page. `seq` grows with each change of it: whoever gets news with another than the next asks for the page anew. */
export const pageMarks = z.object({ coursewareId, page: pageNumber, seq: z.int(), marks: z.array(mark) });
export type PageMarks = z.infer<typeof pageMarks>;

/** One change of a page's marks. */
export const markNews = z.object({
  coursewareId,
  page: pageNumber,
  seq: z.int(),
  change: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('drawn'), mark }),
    z.object({ kind: z.literal('erased'), markIds: z.array(markId) }),
    z.object({ kind: z.literal('cleared') }),
  ]),
});
export type MarkNews = z.infer<typeof markNews>;
