import { setImmediate } from 'node:timers/promises';

/** So long others may have to wait for their turn: a tenth of a picture's time. */
const SLICE_MS = 8;

/** Runs work that yields often, and lets everything else in the process have its turn in between. */
export async function inSlices<T>(work: Generator<void, T, void>): Promise<T> {
  let untilMs = performance.now() + SLICE_MS;
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
    if (performance.now() < untilMs) continue;
    await setImmediate();
    untilMs = performance.now() + SLICE_MS;
  }
}

/** Lets everything else in the process have its turn. */
export const breathe = (): Promise<void> => setImmediate();
