import type { Log } from '../platform/ports.ts';
import type { AuditStore } from './audit.store.ts';
import type { PlacedEntry } from './audit.types.ts';

export type AuditWriterDeps = { readonly store: Pick<AuditStore, 'add'>; readonly log: Log };

/** What waits while the database is away; beyond it the newest is lost, and said so. */
const WAITING_MAX = 20_000;
/** An answer waits so long for its row, no longer: the request is done, and its row is not lost. */
const PATIENCE_MS = 2_000;

/**
 * Writes rows before their requests are answered: what somebody was told is done stands in the audit, also after a power cut. Rows that
 * come while others are being written go together. When the database refuses, the answer goes out all the same, since what it tells is
 * true; the row waits and is tried again with the next one and every few seconds.
 */
export function createAuditWriter({ store, log }: AuditWriterDeps) {
  let waiting: PlacedEntry[] = [];
  let running: Promise<void> | null = null;

  const write = async () => {
    let batch: PlacedEntry[] = [];
    try {
      while (waiting.length > 0) {
        batch = waiting;
        waiting = [];
        await store.add(batch);
      }
    } catch (error) {
      waiting = [...batch, ...waiting];
      log.error({ error, count: waiting.length }, 'audit not written; it waits');
    } finally {
      // In the same breath as the last look at what waits: nothing comes in between.
      running = null;
    }
  };
  /** Settles when everything that waits now was tried. */
  const flush = (): Promise<void> => {
    if (running === null && waiting.length > 0) running = write();
    return running ?? Promise.resolve();
  };

  return {
    async add(entries: readonly PlacedEntry[]): Promise<void> {
      if (waiting.length + entries.length > WAITING_MAX) {
        log.error({ actions: entries.map(({ action }) => action), count: entries.length }, 'audit lost');
        return;
      }
      waiting.push(...entries);
      await within(PATIENCE_MS, flush());
    },
    /** For a job, and for the end: what could not be written before. */
    flush,
  };
}

function within(limitMs: number, work: Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    const limit = setTimeout(resolve, limitMs);
    void work.then(() => {
      clearTimeout(limit);
      resolve();
    });
  });
}
