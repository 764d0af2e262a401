import type { Mark, MarkMove, MarkNews, MarkPoint, PageMarks } from '../../../shared/courseware.ts';
import type { CoursewareId, MarkId } from '../../../shared/kernel/ids.ts';

/** One page of one file. */
export type PageRef = { readonly coursewareId: CoursewareId; readonly page: number };

export const samePage = (a: PageRef | null, b: PageRef | null): boolean =>
  a?.coursewareId === b?.coursewareId && a?.page === b?.page;

/** The kept marks of a page as far as they are known; `seq` null before they were asked for. */
export type Kept = { readonly seq: number | null; readonly marks: readonly Mark[] };
export const UNKNOWN: Kept = { seq: null, marks: [] };

/** What one change makes of a page. `gap`: something was missed, ask for the page anew. */
export function keptAfter(kept: Kept, { seq, change }: Pick<MarkNews, 'seq' | 'change'>): Kept | 'gap' {
  if (kept.seq === null || seq > kept.seq + 1) return 'gap';
  if (seq <= kept.seq) return kept;
  switch (change.kind) {
    case 'drawn': {
      const others = kept.marks.filter(({ markId }) => markId !== change.mark.markId);
      return { seq, marks: [...others, change.mark] };
    }
    case 'erased':
      return { seq, marks: kept.marks.filter(({ markId }) => !change.markIds.includes(markId)) };
    case 'cleared':
      return { seq, marks: [] };
  }
}

/** The page as the server told it, unless more is known already. */
export const keptFrom = (kept: Kept, told: Pick<PageMarks, 'seq' | 'marks'>): Kept =>
  kept.seq !== null && kept.seq > told.seq ? kept : { seq: told.seq, marks: told.marks };

/** A stroke that is being drawn somewhere. */
export type Growing = Omit<Mark, 'points'> & { readonly points: readonly MarkPoint[]; readonly atMs: number };
/** Where the pointer was, and when by the own clock. */
export type TrailPoint = { readonly x: number; readonly y: number; readonly atMs: number };

/** The pointer's trail fades away in this time. */
export const TRAIL_MS = 700;
/** A pointer that rests is seen this long. */
export const POINTER_MS = 1_500;
/** Whoever drew is gone: what was never finished does not stay. */
const GROWING_MS = 10_000;
const GROWING_POINTS_MAX = 2_000;

export type Moving = { readonly growing: readonly Growing[]; readonly trail: readonly TrailPoint[] };
export const STILL: Moving = { growing: [], trail: [] };

/** What a piece of a stroke, or of the pointer's way, adds to what moves. */
export function movingAfter({ growing, trail }: Moving, move: MarkMove, nowMs: number): Moving {
  if (move.tool === 'pointer' || move.markId === null) {
    const added = move.points.map(([x, y]) => ({ x, y, atMs: nowMs }));
    return { growing, trail: [...trail.filter(({ atMs }) => nowMs - atMs < POINTER_MS), ...added] };
  }
  const { markId, tool, colour, width } = move;
  const before = growing.find((each) => each.markId === markId);
  const points = [...(before?.points ?? []), ...move.points].slice(0, GROWING_POINTS_MAX);
  const others = growing.filter((each) => each !== before);
  return { growing: [...others, { markId, tool, colour, width, points, atMs: nowMs }], trail };
}

/** What moves without what is finished or long gone; the very same while nothing is. */
export function settledOf(moving: Moving, done: readonly MarkId[], nowMs: number): Moving {
  const growing = moving.growing.filter(
    ({ markId, atMs }) => !done.includes(markId) && nowMs - atMs < GROWING_MS,
  );
  const trail = moving.trail.filter(({ atMs }) => nowMs - atMs < POINTER_MS);
  const isSame = growing.length === moving.growing.length && trail.length === moving.trail.length;
  return isSame ? moving : { growing, trail };
}
