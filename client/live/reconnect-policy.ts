/** What is known when the next try has to be planned. */
export type RetryFacts = {
  /** Tries since the line was last good, 1 for the first retry. */
  readonly attempt: number;
  /** Since when the line is down. */
  readonly downMs: number;
  /** 0 ≤ x < 1. */
  readonly random: number;
};

const steps = [0, 300, 1200, 2700, 4800] as const;
const LONGEST_MS = 7000;
/**
 * A server that restarts is back within a minute; until then nobody waits longer than this, so that the picture is back in 5 s: the lecturer
 * and a room wait each for themselves, and then streams have to be sent and received anew.
 */
const LONGEST_AT_FIRST_MS = 3000;
const AT_FIRST_MS = 60_000;

/**
 * How long to wait before the next try. Up to 30 % is taken off at random, never added, so that a hall of screens does not knock in
 * step and no limit is overrun. The first retry is immediate.
 */
export function retryDelayMs({ attempt, downMs, random }: RetryFacts): number {
  const longestMs = downMs < AT_FIRST_MS ? LONGEST_AT_FIRST_MS : LONGEST_MS;
  const wantedMs = Math.min(steps[attempt - 1] ?? LONGEST_MS, longestMs);
  return Math.round(wantedMs * (1 - 0.3 * random));
}

/**
 * How long an attempt may take before it is thought to have got lost. The first ones are short: what the system repeats it repeats more
 * and more rarely, and a new attempt begins afresh. Later ones are long: after a dozen failures within minutes Chromium makes the next
 * ones wait for seconds.
 */
export const attemptLimitMs = (attempt: number): number => (attempt <= 2 ? 4000 : 8000);
