import type { Log } from './ports.ts';

/** A claim of this process. It ends with the process, however that ends: nothing has to be cleaned up after a kill. */
export type Hold = { release(): Promise<void> };

/** `alone` goes beside nobody; `shared` goes beside others that are `shared`. */
export type HoldKind = 'alone' | 'shared';

export type HoldWish = {
  readonly url: string;
  readonly kind: HoldKind;
  readonly log: Log;
  /** An older process may take this long to end. */
  readonly waitMs: number;
};
