import type { EngineEvent, EngineLog } from '../types.ts';

export type Listeners = {
  /** Returns the function that stops listening. */
  readonly add: (listener: (event: EngineEvent) => void) => () => void;
  readonly tell: (event: EngineEvent) => void;
};

/** One listener's fault must not keep the news from the others, nor break the engine in the middle of a change. */
export function createListeners(log: EngineLog): Listeners {
  const listeners = new Set<(event: EngineEvent) => void>();
  return {
    add(listener) {
      // The same function may listen twice, each with its own ending.
      const own = (event: EngineEvent): void => listener(event);
      listeners.add(own);
      return () => {
        listeners.delete(own);
      };
    },
    tell(event) {
      for (const listener of [...listeners]) {
        try {
          listener(event);
        } catch (cause) {
          log.error({ cause, event: event.type }, 'a listener of the media engine failed');
        }
      }
    },
  };
}
