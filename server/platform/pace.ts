/** Work on many rows hands the process back this often: live lessons run in it too. */
const SLICE_MS = 8;

/** @returns a function to be asked at every step; when it answers a promise, that is to be awaited before the next step */
export function createPace(
  sliceMs = SLICE_MS,
  nowMs: () => number = () => performance.now(),
): () => Promise<void> | null {
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
