/** Failures longer ago than this are forgotten. */
export const failureMemoryMs = 60_000;

const freeRestartCount = 2;
const firstDelayMs = 250;
const longestDelayMs = 30_000;

/**
 * How long a worker that failed is left alone before it is started again. A single failure costs nothing, since a lesson waits; a
 * worker that fails again and again must not burn the processor that the others need.
 * @param failuresAtMs when this worker failed, the newest included
 */
export function restartDelayMs(failuresAtMs: readonly number[], nowMs: number): number {
  const recentCount = failuresAtMs.filter((atMs) => nowMs - atMs < failureMemoryMs).length;
  const extra = recentCount - freeRestartCount;
  return extra <= 0 ? 0 : Math.min(longestDelayMs, firstDelayMs * 2 ** (extra - 1));
}
