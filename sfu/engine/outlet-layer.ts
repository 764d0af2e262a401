/** From when on so much is lost, in a row, a player gets a smaller picture; and a larger one from when on so little is. */
const BAD = { ratio: 0.1, forMs: 3_000 } as const;
const GOOD = { ratio: 0.02, forMs: 12_000 } as const;
/** A larger picture that fell again within as long was too much: it is tried half as often from then on. */
const SOON_MS = 30_000;
const PATIENCE_MAX_MS = 192_000;

/** Which size a player gets of a picture of several, by what it misses: nothing else tells of its line. */
export type PlayedLayer = {
  readonly layer: number;
  readonly badSinceMs: number | null;
  readonly goodSinceMs: number | null;
  /** How long the line has to be good before the next larger one is tried. */
  readonly patienceMs: number;
  readonly raisedAtMs: number | null;
};

export const playedAtTop = (layerCount: number): PlayedLayer => ({
  ...{ layer: layerCount - 1, badSinceMs: null, goodSinceMs: null },
  ...{ patienceMs: GOOD.forMs, raisedAtMs: null },
});

export type Missed = {
  /** What was asked for again of what was sent since the last look, 0 to 1; null when nothing was sent. */
  readonly lossRatio: number | null;
  readonly nowMs: number;
  readonly layerCount: number;
};

export function layerAfter(before: PlayedLayer, { lossRatio, nowMs, layerCount }: Missed): PlayedLayer {
  if (lossRatio === null) return { ...before, badSinceMs: null, goodSinceMs: null };
  const badSinceMs = lossRatio >= BAD.ratio ? (before.badSinceMs ?? nowMs) : null;
  const goodSinceMs = lossRatio < GOOD.ratio ? (before.goodSinceMs ?? nowMs) : null;
  const since = { badSinceMs, goodSinceMs };
  if (badSinceMs !== null && nowMs - badSinceMs >= BAD.forMs && before.layer > 0) {
    const tooMuch = before.raisedAtMs !== null && nowMs - before.raisedAtMs < SOON_MS;
    const patienceMs = tooMuch ? Math.min(before.patienceMs * 2, PATIENCE_MAX_MS) : before.patienceMs;
    return { layer: before.layer - 1, badSinceMs: null, goodSinceMs: null, patienceMs, raisedAtMs: null };
  }
  const mayRise = before.layer < layerCount - 1;
  if (goodSinceMs !== null && nowMs - goodSinceMs >= before.patienceMs && mayRise)
    return { ...before, ...since, layer: before.layer + 1, goodSinceMs: null, raisedAtMs: nowMs };
  return { ...before, ...since };
}

export type Counted = { readonly packets: number; readonly askedAgain: number };

/** What was lost between two counts; null when nothing was sent between them. */
export function lossBetween(before: Counted, now: Counted): number | null {
  const packets = now.packets - before.packets;
  const again = now.askedAgain - before.askedAgain;
  return packets <= 0 || again < 0 ? null : Math.min(1, again / packets);
}
