import type { DeviceDoubt } from '../../shared/device.ts';

/** How long one browser of a place was at work, as far as is known. */
export type PlaceUse = {
  readonly firstSeenAtMs: number;
  readonly usedUntilMs: number;
  readonly online: boolean;
};

/**
 * A PC that lost its power is heard of no more although its connection still stands, and the browser that its launcher starts next is
 * another place: so much later the first must still be heard before two are thought to be at work.
 */
export const OVERLAP_MS = 15_000;
/** What was noticed is told for a school day, then it is old. */
export const DOUBT_MS = 86_400_000;

/** Whether one screen's key is at work at two places. A wiped PC is a new place each morning, but its old one is never heard of again. */
export function doubtOf(uses: readonly PlaceUse[], nowMs: number): DeviceDoubt | null {
  const found = uses.flatMap((first) =>
    uses
      .filter((second) => first.usedUntilMs - second.firstSeenAtMs > OVERLAP_MS && isLater(second, first))
      .map((second) => ({
        state: first.online && second.online ? ('now' as const) : ('before' as const),
        untilMs: first.usedUntilMs,
      })),
  );
  const now = found.find(({ state }) => state === 'now');
  if (now !== undefined) return now;
  const newest = found.reduce<DeviceDoubt | null>(
    (best, each) => (best === null || each.untilMs > best.untilMs ? each : best),
    null,
  );
  return newest !== null && nowMs - newest.untilMs < DOUBT_MS ? newest : null;
}

const isLater = (second: PlaceUse, first: PlaceUse): boolean =>
  second !== first && second.firstSeenAtMs > first.firstSeenAtMs;
