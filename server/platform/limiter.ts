import type { Clock, Log } from './ports.ts';

export type Tries =
  | { readonly ok: true }
  /** `waitMs` until the next try is free. */
  | { readonly ok: false; readonly waitMs: number };

/**
 * So many tries per key within a window that slides. A try is counted when it is made, so that many at once gain nothing; one that
 * succeeded is given back. Kept in memory, with the oldest keys dropped beyond `keysMax`.
 */
export interface TryLimiter {
  /** Counts one try for every key, or for none when one of them has no try left. */
  take(keys: readonly string[]): Tries;
  giveBack(keys: readonly string[]): void;
}

export type LimiterOptions = {
  readonly clock: Clock;
  /** Told when a key has no try left, by the first word of the key alone: what comes after it may be a name or an address. */
  readonly log?: Log;
  readonly triesMax?: number;
  readonly windowMs?: number;
  readonly keysMax?: number;
};

export const TRIES_MAX = 10;
export const TRY_WINDOW_MS = 15 * 60_000;

export function createTryLimiter(options: LimiterOptions): TryLimiter {
  const { clock, triesMax = TRIES_MAX, windowMs = TRY_WINDOW_MS, keysMax = 100_000 } = options;
  const triedAtMs = new Map<string, number[]>();

  const recent = (key: string, nowMs: number) =>
    (triedAtMs.get(key) ?? []).filter((atMs) => atMs > nowMs - windowMs);
  const keep = (key: string, tries: number[]) => {
    // Put last, so that the key longest unused is the first to go.
    triedAtMs.delete(key);
    if (tries.length > 0) triedAtMs.set(key, tries);
    const [oldest] = triedAtMs.keys();
    if (triedAtMs.size > keysMax && oldest !== undefined) triedAtMs.delete(oldest);
  };

  return {
    take(keys) {
      const nowMs = clock.nowMs();
      const full = keys.map((key) => recent(key, nowMs)).filter((tries) => tries.length >= triesMax);
      if (full.length > 0)
        return {
          ok: false,
          waitMs: Math.max(...full.map((tries) => (tries[0] ?? nowMs) + windowMs - nowMs)),
        };
      for (const key of new Set(keys)) {
        const tries = [...recent(key, nowMs), nowMs];
        keep(key, tries);
        if (tries.length === triesMax) options.log?.warn({ door: key.split(' ', 1)[0] }, 'no try left');
      }
      return { ok: true };
    },
    giveBack(keys) {
      const nowMs = clock.nowMs();
      for (const key of new Set(keys)) keep(key, recent(key, nowMs).slice(0, -1));
    },
  };
}

/** A bucket of messages that fills steadily: bursts pass, a flood does not. Says whether one more may pass. */
export function createBucket(
  clock: Clock,
  { burst, perSecond }: { readonly burst: number; readonly perSecond: number },
): () => boolean {
  let left = burst;
  let filledAtMs = clock.nowMs();
  return () => {
    const nowMs = clock.nowMs();
    left = Math.min(burst, left + ((nowMs - filledAtMs) * perSecond) / 1_000);
    filledAtMs = nowMs;
    if (left < 1) return false;
    left -= 1;
    return true;
  };
}
