import type { Readable } from 'node:stream';

/** Where files are kept apart from this machine's disks, by name. Everything throws `ObjectsError` when the store does not do it. */
export interface Objects {
  /** Whether it answers at all and lets us in. */
  check(): Promise<void>;
  /** Whole or not at all. Of a large one `kept` is told after each part, so that another try goes on there. */
  put(name: string, wish: PutWish): Promise<void>;
  /** Its bytes; null when it is not there. */
  sizeOf(name: string): Promise<number | null>;
  /** From the first to the last byte; null when it is not there. */
  open(
    name: string,
    range: { readonly first: number; readonly last: number } | 'whole',
  ): Promise<Readable | null>;
  /** Also of what is not there. */
  remove(name: string): Promise<void>;
  namesBelow(prefix: string): Promise<readonly string[]>;
  /** Lets go of the parts of a `put` that was never finished. */
  abandon(name: string, upload: Upload): Promise<void>;
  /** Breaks off what is under way. */
  close(): void;
}

export type PutWish = {
  readonly contentType: string;
  readonly bytes: number;
  /** Exactly so many of its bytes. */
  readonly read: (at: number, count: number) => Promise<Uint8Array>;
  /** Of an earlier try. */
  readonly begun: Upload | null;
  readonly kept: (upload: Upload) => Promise<void>;
};

/** What of a large file is there already: the store's name for it, and what it answered to each part. */
export type Upload = { readonly id: string; readonly parts: readonly string[] };

/**
 * Why a store does nothing: it cannot be reached, does not let us in, has no such bucket, sits elsewhere, is full, believes the clock of one
 * of us to be wrong, or answers something else.
 */
export type ObjectsTrouble = 'unreachable' | 'refused' | 'bucket' | 'region' | 'full' | 'clock' | 'odd';

export class ObjectsError extends Error {
  readonly trouble: ObjectsTrouble;

  constructor(trouble: ObjectsTrouble, detail: string) {
    super(`object store: ${trouble} (${detail})`);
    this.trouble = trouble;
  }
}
