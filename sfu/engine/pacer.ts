/**
 * Spaces out what makes the engine ask a sender for a key frame. Browsers ignore a request that comes less than 300 ms after the last
 * one, for whichever layer, and the worker repeats an ignored one only after a whole second. So the first caller passes at once, and all
 * who come too early wait and pass together: they share one key frame.
 */
export type Pacer = {
  readonly pass: () => Promise<void>;
  /** A key frame came, whoever asked for it. */
  readonly note: () => void;
};

/** A caller waits for at most this many intervals, however many key frames others cause meanwhile. */
const longestWaitIntervals = 2;

export function createPacer(intervalMs: number, nowMs: () => number = () => performance.now()): Pacer {
  let openAtMs: number | null = null;
  let waiting: Promise<void> | null = null;
  const hold = (): void => {
    openAtMs = nowMs() + intervalMs;
  };
  const leftMs = (): number => (openAtMs ?? Number.NEGATIVE_INFINITY) - nowMs();
  const wait = async (): Promise<void> => {
    const latestMs = nowMs() + longestWaitIntervals * intervalMs;
    for (let ms = leftMs(); ms > 0; ms = Math.min(leftMs(), latestMs - nowMs())) {
      await new Promise((resolve) => setTimeout(resolve, ms));
    }
    waiting = null;
    hold();
  };
  return {
    pass() {
      if (waiting !== null) return waiting;
      if (leftMs() > 0) {
        waiting = wait();
        return waiting;
      }
      hold();
      return Promise.resolve();
    },
    note() {
      // Those before the first caller are the stream's own beginning, which no browser counts as asked for.
      if (openAtMs !== null) hold();
    },
  };
}
