import type { Clock } from './ports.ts';

/** The wall clock jumped. `byMs` is how far, negative when it went back. */
export type ClockStep = { readonly byMs: number; readonly nowMs: number };

export type ClockSources = {
  /** Epoch milliseconds as the machine's calendar tells them; may jump. */
  readonly wall?: () => number;
  /** Milliseconds since any moment; never jumps and never runs backwards. */
  readonly monotonic?: () => number;
  readonly onStep?: (step: ClockStep) => void;
};

/** A wall clock that differs by more than this has been set, not corrected. */
const STEP_MS = 1_000;

/**
 * Server time. It follows the wall clock forwards; when the wall clock is set back it goes on by the monotonic clock, so that
 * lengths measured in a lesson stay true and nothing is ever recorded before what came earlier.
 */
export function createClock(sources: ClockSources = {}): Clock {
  const wall = sources.wall ?? Date.now;
  const monotonic = sources.monotonic ?? (() => performance.now());
  let anchorWallMs = wall();
  let anchorMonotonicMs = monotonic();
  // How far the wall clock is known to be behind, so that one step back is told once.
  let knownLagMs = 0;
  let lastMs = Math.floor(anchorWallMs);

  const follow = (): void => {
    const monotonicMs = monotonic();
    const carriedMs = anchorWallMs + (monotonicMs - anchorMonotonicMs);
    const wallMs = wall();
    const lagMs = Math.max(0, carriedMs - wallMs);
    const stepMs = wallMs - (carriedMs - knownLagMs);
    if (lagMs === 0) {
      anchorWallMs = wallMs;
      anchorMonotonicMs = monotonicMs;
      knownLagMs = 0;
    } else if (Math.abs(stepMs) > STEP_MS) {
      knownLagMs = lagMs;
    }
    lastMs = Math.max(lastMs, Math.floor(Math.max(carriedMs, wallMs)));
    if (Math.abs(stepMs) > STEP_MS) sources.onStep?.({ byMs: Math.round(stepMs), nowMs: lastMs });
  };

  return {
    nowMs() {
      follow();
      return lastMs;
    },
  };
}
