import { getStroke } from 'perfect-freehand';
import type { Mark, MarkPoint } from '../../../shared/courseware.ts';
import type { Drawing } from '../../live/courseware/mark-board.ts';
import { POINTER_MS, TRAIL_MS, type TrailPoint } from '../../live/courseware/marks.model.ts';
import type { Box } from './geometry.ts';

export const markColours: Readonly<Record<Mark['colour'], string>> = {
  red: '#d5281f',
  blue: '#1550c9',
  green: '#0b7a3e',
  black: '#101010',
  yellow: '#ffd400',
};

type Stroke = Omit<Mark, 'markId' | 'points'> & { readonly points: readonly MarkPoint[] };
/** The page's width in the units in which outlines are kept: widths of marks are thousandths of it. */
const UNITS = 1000;

/** Outlines do not depend on how large the page is seen, so they are reckoned once. */
const outlines = new WeakMap<Stroke, { readonly aspect: number; readonly path: Path2D }>();

/** Where a page lies and how high it is for its width. */
export type Paper = { readonly box: Box; readonly aspect: number };

export function paintMarks(
  context: CanvasRenderingContext2D,
  { box, aspect }: Paper,
  marks: readonly Stroke[],
): void {
  wipe(context);
  const scale = box.width / UNITS;
  context.setTransform(scale, 0, 0, scale, box.left, box.top);
  // What is highlighted stays readable, whatever was written over it later.
  for (const tool of ['highlighter', 'pen'] as const) {
    context.globalAlpha = tool === 'pen' ? 1 : 0.38;
    for (const mark of marks) {
      if (mark.tool !== tool) continue;
      context.fillStyle = markColours[mark.colour];
      context.fill(outlineOf(mark, aspect));
    }
  }
  context.globalAlpha = 1;
}

export function paintMoving(
  context: CanvasRenderingContext2D,
  paper: Paper,
  {
    moving,
    nowMs,
    calm,
  }: { readonly moving: Drawing['moving']; readonly nowMs: number; readonly calm: boolean },
): void {
  paintMarks(context, paper, moving.growing);
  context.setTransform(1, 0, 0, 1, paper.box.left, paper.box.top);
  if (!calm) paintTrail(context, paper.box, { trail: moving.trail, nowMs });
  const last = moving.trail.at(-1);
  if (last === undefined || nowMs - last.atMs > POINTER_MS) return;
  const radius = Math.max(6, paper.box.width * 0.009);
  context.beginPath();
  context.arc(last.x * paper.box.width, last.y * paper.box.height, radius, 0, 2 * Math.PI);
  context.fillStyle = markColours.red;
  context.fill();
  context.lineWidth = radius / 3;
  context.strokeStyle = '#fff';
  context.stroke();
}

/** Whether anything would look different a moment later without news. */
export const fades = ({ trail }: Drawing['moving'], nowMs: number): boolean =>
  trail.some(({ atMs }) => nowMs - atMs <= POINTER_MS);

function paintTrail(
  context: CanvasRenderingContext2D,
  box: Box,
  { trail, nowMs }: { readonly trail: readonly TrailPoint[]; readonly nowMs: number },
): void {
  context.lineCap = 'round';
  context.strokeStyle = markColours.red;
  trail.forEach((to, index) => {
    const from = trail[index - 1];
    const left = 1 - (nowMs - to.atMs) / TRAIL_MS;
    if (from === undefined || left <= 0) return;
    context.globalAlpha = left * 0.7;
    context.lineWidth = Math.max(2, box.width * 0.006 * left);
    context.beginPath();
    context.moveTo(from.x * box.width, from.y * box.height);
    context.lineTo(to.x * box.width, to.y * box.height);
    context.stroke();
  });
  context.globalAlpha = 1;
}

export function wipe(context: CanvasRenderingContext2D): void {
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, context.canvas.width, context.canvas.height);
}

function outlineOf(mark: Stroke, aspect: number): Path2D {
  const known = outlines.get(mark);
  if (known?.aspect === aspect) return known.path;
  const path = new Path2D();
  const points = mark.points.map(([x, y, pressure]): MarkPoint => [x * UNITS, y * UNITS * aspect, pressure]);
  const isPen = mark.tool === 'pen';
  const outline = getStroke([...points], {
    size: mark.width,
    thinning: isPen ? 0.45 : 0,
    streamline: 0.35,
    // A mouse knows no pressure and says a half: then the speed tells.
    simulatePressure: isPen && mark.points.every(([, , pressure]) => pressure === 0.5),
    last: true,
  });
  outline.forEach(([x, y], index) => {
    if (index === 0) path.moveTo(x, y);
    else path.lineTo(x, y);
  });
  path.closePath();
  outlines.set(mark, { aspect, path });
  return path;
}
