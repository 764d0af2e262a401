import type { ReplayMark } from '../../shared/recording-marks.ts';
import type { Drawing } from '../live/courseware/mark-board.ts';
import { type PageRef, samePage } from '../live/courseware/marks.model.ts';

/** What stood on a page at a moment: the same whether one played up to it or jumped there, forwards or back. */
export function drawingAt(marks: readonly ReplayMark[], open: PageRef, atMs: number): Drawing {
  const here = marks.filter(
    (each) => samePage(each, open) && each.fromMs <= atMs && (each.untilMs === null || atMs < each.untilMs),
  );
  const growing = here.filter(({ wholeAtMs }) => atMs < wholeAtMs);
  return {
    marks: here.filter(({ wholeAtMs }) => atMs >= wholeAtMs).map(({ mark }) => mark),
    moving: {
      trail: [],
      growing: growing.map((each) => ({ ...each.mark, points: drawnOf(each, atMs), atMs })),
    },
  };
}

/** A pen is taken to go evenly from where it was put down to where it was lifted. */
function drawnOf({ mark: { points }, fromMs, wholeAtMs }: ReplayMark, atMs: number) {
  return points.slice(0, Math.max(1, Math.ceil((points.length * (atMs - fromMs)) / (wholeAtMs - fromMs))));
}
