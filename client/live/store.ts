import type { Readable } from './live.types.ts';

export interface Store<T> extends Readable<T> {
  set(value: T): void;
}

/** Tells its listeners only when the value is another one. A listener may unsubscribe while it is told. */
export function createStore<T>(initial: T): Store<T> {
  let value = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set: (next) => {
      if (Object.is(next, value)) return;
      value = next;
      for (const listener of [...listeners]) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
