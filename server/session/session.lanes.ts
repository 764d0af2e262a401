/** Runs work of one key strictly one after another; different keys do not wait for each other. */
export interface Lanes<K> {
  run<T>(key: K, work: () => Promise<T>): Promise<T>;
  busy(): boolean;
  /** Resolves when no lane has work left. */
  settled(): Promise<void>;
}

export function createLanes<K>(): Lanes<K> {
  const tails = new Map<K, Promise<unknown>>();
  return {
    run(key, work) {
      const before = tails.get(key) ?? Promise.resolve();
      const mine = before.then(work, work);
      const tail = mine
        .catch(() => undefined)
        .finally(() => {
          if (tails.get(key) === tail) tails.delete(key);
        });
      tails.set(key, tail);
      return mine;
    },
    busy: () => tails.size > 0,
    async settled() {
      while (tails.size > 0) await Promise.all(tails.values());
    },
  };
}
