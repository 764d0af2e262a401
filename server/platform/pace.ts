/** Work on many rows hands the process back this often: live lessons run in it too. */
const SLICE_MS = 8;

export type Pace = () => Promise<void> | null;

/** @returns a function to be asked at every step; when it answers a promise, that is to be awaited before the next step */
export function createPace(sliceMs = SLICE_MS, nowMs: () => number = () => performance.now()): Pace {
  let sinceMs = nowMs();
  return () => {
    if (nowMs() - sinceMs < sliceMs) return null;
    return new Promise((resolve) => {
      setImmediate(() => {
        sinceMs = nowMs();
        resolve();
      });
    });
  };
}
