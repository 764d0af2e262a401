/** A stretch of time, epoch ms, `fromMs` ≤ `toMs`; the end does not belong to it. */
export type Interval = { readonly fromMs: number; readonly toMs: number };

/** An interval that is empty rather than negative: a loss may be dated back to before what it ends. */
export const intervalOf = (fromMs: number, toMs: number): Interval => ({
  fromMs,
  toMs: Math.max(fromMs, toMs),
});

/** The same moments as disjoint intervals in order, empty ones left out. */
export function union(intervals: readonly Interval[]): Interval[] {
  const merged: Interval[] = [];
  const sorted = intervals
    .filter((each) => each.fromMs < each.toMs)
    .sort((a, b) => a.fromMs - b.fromMs || a.toMs - b.toMs);
  for (const next of sorted) {
    const last = merged.at(-1);
    if (last === undefined || next.fromMs > last.toMs) merged.push(next);
    else merged[merged.length - 1] = { fromMs: last.fromMs, toMs: Math.max(last.toMs, next.toMs) };
  }
  return merged;
}

/** Moments in both. */
export function intersect(some: readonly Interval[], others: readonly Interval[]): Interval[] {
  return union(
    some.flatMap((one) =>
      others.map((other) => ({
        fromMs: Math.max(one.fromMs, other.fromMs),
        toMs: Math.min(one.toMs, other.toMs),
      })),
    ),
  );
}

/** Total length in ms; moments that two intervals share count once. */
export const lengthMs = (intervals: readonly Interval[]): number =>
  union(intervals).reduce((sum, each) => sum + each.toMs - each.fromMs, 0);

/** Moments in the first that are in none of the others. */
export function without(some: readonly Interval[], others: readonly Interval[]): Interval[] {
  const holes = union(others);
  return union(some).flatMap((one) => {
    const left: Interval[] = [];
    let fromMs = one.fromMs;
    for (const hole of holes) {
      if (hole.toMs <= fromMs || hole.fromMs >= one.toMs) continue;
      if (hole.fromMs > fromMs) left.push({ fromMs, toMs: hole.fromMs });
      fromMs = Math.max(fromMs, hole.toMs);
    }
    if (fromMs < one.toMs) left.push({ fromMs, toMs: one.toMs });
    return left;
  });
}
