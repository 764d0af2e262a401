/** What client/live takes from its surroundings; tests hand in their own. */
export interface Environment {
  /** Epoch ms of the own clock, which may be wrong: only differences count. */
  nowMs(): number;
  /** 0 ≤ x < 1. */
  random(): number;
  randomBytes(count: number): Uint8Array;
  /** Returns the function that takes the timer back. */
  after(delayMs: number, work: () => void): () => void;
  every(periodMs: number, work: () => void): () => void;
}

/** Time that goes on evenly: a wall clock that is set right in mid-lesson would make silence out of nothing. */
export function browserEnvironment(): Environment {
  const startedAtMs = Date.now() - performance.now();
  return {
    nowMs: () => startedAtMs + performance.now(),
    random: () => Math.random(),
    randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
    after: (delayMs, work) => {
      const timer = setTimeout(work, delayMs);
      return () => clearTimeout(timer);
    },
    every: (periodMs, work) => {
      const timer = setInterval(work, periodMs);
      return () => clearInterval(timer);
    },
  };
}

export function pause(environment: Environment, delayMs: number): Promise<void> {
  return new Promise((resolve) => environment.after(delayMs, resolve));
}
