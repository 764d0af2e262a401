import { fail, ok, type Result } from '../../shared/kernel/result.ts';

/** Nobody wants to go on in the last seconds, or in the last twentieth of something short. */
const END_MS = 15_000;
const END_RATIO = 0.05;
/** The first telling comes soon after somebody began. */
const FIRST_MAX_MS = 30_000;

/** INVALID_VALUE {field, reason, max} for a place beyond the end. `finished` of one that still grows is never so. */
export function placeIn(
  { durationMs, grows }: { readonly durationMs: number; readonly grows: boolean },
  positionMs: number,
): Result<{ readonly positionMs: number; readonly finished: boolean }> {
  if (positionMs > durationMs)
    return fail('INVALID_VALUE', { field: 'positionMs', reason: 'max', max: durationMs });
  const finished = !grows && durationMs - positionMs <= Math.min(END_MS, durationMs * END_RATIO);
  return ok({ positionMs, finished });
}

/** How much of what is said to have been played can have been: no more than has passed since the telling before. */
export const creditMs = (playedMs: number, beforeAtMs: number | null, nowMs: number): number =>
  Math.max(0, Math.min(playedMs, beforeAtMs === null ? FIRST_MAX_MS : nowMs - beforeAtMs));
