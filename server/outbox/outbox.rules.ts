import { DAY_MS, MINUTE_MS } from '../../shared/kernel/time.ts';
import type { DeliveryFailure } from '../../shared/outbox.ts';
import type { LetterState, Sent } from './outbox.types.ts';

const HOUR_MS = 60 * MINUTE_MS;

/** How long after each try the next one comes: nine tries in two days, so that a weekend’s repair is early enough more often than not. */
const PAUSES_MS = [
  30_000,
  2 * MINUTE_MS,
  10 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  6 * HOUR_MS,
  15 * HOUR_MS,
  24 * HOUR_MS,
] as const;
export const TRIES_MAX = PAUSES_MS.length + 1;
/** A letter that could not be tried for so long tells nobody anything any more: its address was paused, or too much waits in front of it. */
export const WAIT_MAX_MS = 7 * DAY_MS;

export type Tried = { readonly tryCount: number; readonly state: LetterState };

/**
 * What becomes of a letter after a try. `chance` 0 ≤ chance < 1 spreads the pauses, so that what failed together does not come back together.
 * Null when nothing is known of the try.
 */
export function afterTry(
  before: { readonly tryCount: number },
  sent: Sent,
  { nowMs, chance }: { readonly nowMs: number; readonly chance: number },
): Tried | null {
  const tryCount = before.tryCount + 1;
  switch (sent.state) {
    case 'stopped':
      return null;
    case 'sent':
      return { tryCount, state: { state: 'sent', doneAtMs: nowMs } };
    case 'superseded':
      return { tryCount: before.tryCount, state: { state: 'superseded', doneAtMs: nowMs } };
    case 'failed': {
      const { failure } = sent;
      const pauseMs = PAUSES_MS[tryCount - 1];
      if (pauseMs === undefined) return { tryCount, state: { state: 'dead', doneAtMs: nowMs, failure } };
      const nextAtMs = nowMs + Math.round(pauseMs * (0.8 + 0.4 * chance));
      return { tryCount, state: { state: 'waiting', nextAtMs, failure } };
    }
  }
}

/** Whether a letter is too old to be sent at all. */
export const isTooOld = ({ dueAtMs }: { readonly dueAtMs: number }, nowMs: number): boolean =>
  nowMs - dueAtMs > WAIT_MAX_MS;

export const tooOld: DeliveryFailure = { reason: 'tooOld', status: null };
