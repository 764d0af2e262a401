import type { ShownSize } from '../../live/live.types.ts';

/** One picture may stand in several places, in this window and on a second display: it is asked for once, as large as the largest wants it. */
export function largestOf(sizes: Iterable<ShownSize>): ShownSize {
  let largest: ShownSize = null;
  for (const size of sizes) {
    if (size !== null && (largest === null || size.heightPx > largest.heightPx)) largest = size;
  }
  return largest;
}
