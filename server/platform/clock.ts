import type { Clock } from './ports.ts';

/** The wall clock was set. `byMs` is how far, negative when it went back; `nowMs` is server time. */
export type ClockStep = { readonly byMs: number; readonly nowMs: number };

export type ClockSources = {
  /** Epoch milliseconds as the machine's calendar tells them; may jump. */
  readonly wall?: () => number;
  /** Milliseconds since any moment; never jumps and never runs backwards. */
  readonly monotonic?: () => number;
  /** Whether a step of the wall clock may be followed now: false while lengths are being measured. */
  readonly mayFollow?: () => boolean;
  readonly onStep?: (step: ClockStep) => void;
};

export interface ServerClock extends Clock {
  /** Goes on from this moment when it would be earlier: what is recorded already stays in the past. */
  notBefore(atMs: number): void;
}

/** A wall clock that differs by more than this has been set, not corrected. */
const STEP_MS = 1_000;
/** Small corrections are followed this fast: less than a second in a lesson of eighty minutes. */
const SLEW_RATIO = 0.0002;
/** A step back is waited for at half pace, never standing still: limits and time-outs that use this clock go on. */
const WAIT_RATIO = 0.5;

/**
 * Server time: a wall-clock anchor carried on by the monotonic clock, so that lengths are true and nothing is recorded before what came
 * earlier. What happens when the wall clock is set: docs/adr/0002-server-time-follows-no-step-in-a-lesson.md.
 */
export function createClock(sources: ClockSources = {}): ServerClock {
  const { wall = Date.now, monotonic = () => performance.now(), mayFollow = () => true } = sources;
  let carriedMs = wall();
  let readAtMs = monotonic();
  let lastMs = Math.floor(carriedMs);
  // How far the wall clock is known to be ahead, so that one step is told once.
  let knownLeadMs = 0;

  const correction = (leadMs: number, elapsedMs: number): number => {
    if (Math.abs(leadMs) <= STEP_MS)
      return Math.sign(leadMs) * Math.min(Math.abs(leadMs), elapsedMs * SLEW_RATIO);
    if (!mayFollow()) return 0;
    return leadMs > 0 ? leadMs : -Math.min(-leadMs, elapsedMs * WAIT_RATIO);
  };

  const tellStep = (leadMs: number): void => {
    const byMs = Math.round(leadMs - knownLeadMs);
    if (Math.abs(byMs) <= STEP_MS) return;
    knownLeadMs = leadMs;
    sources.onStep?.({ byMs, nowMs: lastMs });
  };

  const read = (): number => {
    const monotonicMs = monotonic();
    const elapsedMs = monotonicMs - readAtMs;
    readAtMs = monotonicMs;
    carriedMs += elapsedMs;
    const leadMs = wall() - carriedMs;
    const byMs = correction(leadMs, elapsedMs);
    carriedMs += byMs;
    lastMs = Math.max(lastMs, Math.floor(carriedMs));
    tellStep(leadMs);
    knownLeadMs = Math.sign(knownLeadMs) * Math.max(0, Math.abs(knownLeadMs) - Math.abs(byMs));
    return lastMs;
  };

  return {
    nowMs: read,
    notBefore(atMs) {
      if (read() >= atMs) return;
      carriedMs = atMs;
      lastMs = Math.floor(atMs);
      tellStep(wall() - carriedMs);
    },
  };
}
