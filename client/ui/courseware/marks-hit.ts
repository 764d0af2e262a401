import type { Mark } from '../../../shared/courseware.ts';
import type { Point } from './geometry.ts';

/**
 * Strokes that an eraser touches on its way.
 * @param way shares of the page
 * @param reach how far the eraser reaches, in shares of the page's width
 * @param aspect the page's height divided by its width
 */
export function marksUnder(
  marks: readonly Mark[],
  way: readonly Point[],
  { reach, aspect }: { readonly reach: number; readonly aspect: number },
): readonly Mark[] {
  const at = way.map(({ x, y }) => ({ x, y: y * aspect }));
  return marks.filter(({ points, width }) => {
    const line = points.map(([x, y]) => ({ x, y: y * aspect }));
    const near = reach + width / 2000;
    return at.some((point) => line.some((to, index) => distance(point, line[index - 1] ?? to, to) <= near));
  });
}

function distance(point: Point, from: Point, to: Point): number {
  const along = { x: to.x - from.x, y: to.y - from.y };
  const length2 = along.x ** 2 + along.y ** 2;
  const share = length2 === 0 ? 0 : ((point.x - from.x) * along.x + (point.y - from.y) * along.y) / length2;
  const nearest = Math.min(1, Math.max(0, share));
  return Math.hypot(point.x - from.x - along.x * nearest, point.y - from.y - along.y * nearest);
}
