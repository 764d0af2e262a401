import type { EngineOptions, EngineState } from '../types.ts';
import { failureMemoryMs, restartDelayMs } from './backoff.ts';
import { type MediaWorker, startMediaWorker, type WorkerFailure } from './media-worker.ts';

type Load = { readonly spaceCount: number; readonly consumerCount: number };

export type PoolOptions = {
  readonly engine: EngineOptions;
  readonly loadOf: (worker: MediaWorker) => Load;
  /** Called after the standby took the failed worker's place, so that whoever is told can go on at once. */
  readonly onFailed: (worker: MediaWorker, cause: WorkerFailure) => void;
};

export type WorkerPool = {
  /** The least loaded worker; waits a moment when all are just starting, and answers null when none comes. */
  readonly pick: () => Promise<MediaWorker | null>;
  readonly state: () => EngineState;
  readonly close: () => Promise<void>;
};

type Slot = {
  readonly index: number;
  standby: boolean;
  worker: MediaWorker | null;
  /** Settles when the start under way has ended, whichever way. */
  starting: Promise<void>;
  restart: NodeJS.Timeout | undefined;
  failuresAtMs: number[];
};

const defaultPing = { everyMs: 500, timeoutMs: 1_500 };
const pickLimitMs = 3_000;

/** Starts `workerCount` workers and a standby. Rejects, with everything stopped again, when one of them does not start. */
export async function startWorkerPool(options: PoolOptions): Promise<WorkerPool> {
  const pool = new Pool(options);
  try {
    await pool.start();
  } catch (cause) {
    await pool.close();
    throw cause;
  }
  return pool;
}

class Pool implements WorkerPool {
  readonly #options: PoolOptions;
  readonly #slots: readonly Slot[];
  readonly #waiting = new Set<() => void>();
  #closed = false;

  constructor(options: PoolOptions) {
    this.#options = options;
    const activeCount = Math.max(1, Math.floor(options.engine.workerCount));
    this.#slots = Array.from({ length: activeCount + 1 }, (_, index) => ({
      index,
      standby: index === activeCount,
      worker: null,
      starting: Promise.resolve(),
      restart: undefined,
      failuresAtMs: [],
    }));
  }

  async start(): Promise<void> {
    const started = await Promise.allSettled(this.#slots.map((slot) => this.#startSlot(slot)));
    for (const each of started) if (each.status === 'rejected') throw each.reason;
  }

  pick = async (): Promise<MediaWorker | null> => {
    const best = this.#leastLoaded();
    if (best !== null || this.#closed) return best;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(done, pickLimitMs);
      this.#waiting.add(done);
    });
    return this.#leastLoaded();
  };

  state = (): EngineState => ({
    workers: this.#slots.flatMap(({ worker, standby }) =>
      worker === null
        ? []
        : [{ pid: worker.pid, spaceCount: this.#options.loadOf(worker).spaceCount, standby }],
    ),
  });

  close = async (): Promise<void> => {
    this.#closed = true;
    this.#wakeWaiting();
    await Promise.all(
      this.#slots.map(async (slot) => {
        clearTimeout(slot.restart);
        await slot.starting;
        const { worker } = slot;
        slot.worker = null;
        await worker?.close();
      }),
    );
  };

  #leastLoaded(): MediaWorker | null {
    const up = this.#slots.flatMap(({ worker, standby }) => (worker === null || standby ? [] : [worker]));
    const weight = (worker: MediaWorker): number => {
      const { consumerCount, spaceCount } = this.#options.loadOf(worker);
      // A space that nobody entered yet will be entered soon.
      return consumerCount + spaceCount;
    };
    return up.reduce<MediaWorker | null>(
      (best, each) => (best === null || weight(each) < weight(best) ? each : best),
      null,
    );
  }

  #startSlot(slot: Slot): Promise<void> {
    const { engine } = this.#options;
    const start = async (): Promise<void> => {
      const worker = await startMediaWorker({
        engine: { ...engine, ping: engine.ping ?? defaultPing },
        index: slot.index,
        onFailed: (cause) => this.#failed(slot, worker, cause),
      });
      if (this.#closed) return worker.close();
      slot.worker = worker;
      if (!slot.standby) this.#wakeWaiting();
    };
    const started = start();
    slot.starting = started.catch(() => undefined);
    return started;
  }

  #failed(slot: Slot, worker: MediaWorker, cause: WorkerFailure): void {
    slot.worker = null;
    if (!slot.standby) this.#promoteStandby(slot);
    this.#options.engine.log.error({ pid: worker.pid, cause, worker: slot.index }, 'a media worker failed');
    this.#scheduleRestart(slot);
    this.#options.onFailed(worker, cause);
  }

  #promoteStandby(failed: Slot): void {
    const standby = this.#slots.find((slot) => slot.standby && slot.worker !== null);
    if (standby === undefined) return;
    standby.standby = false;
    failed.standby = true;
  }

  #scheduleRestart(slot: Slot): void {
    if (this.#closed) return;
    const nowMs = performance.now();
    slot.failuresAtMs = [...slot.failuresAtMs.filter((atMs) => nowMs - atMs < failureMemoryMs), nowMs];
    slot.restart = setTimeout(
      () => {
        this.#startSlot(slot).catch((cause: unknown) => {
          this.#options.engine.log.error({ cause, worker: slot.index }, 'a media worker does not start');
          this.#scheduleRestart(slot);
        });
      },
      restartDelayMs(slot.failuresAtMs, nowMs),
    );
  }

  #wakeWaiting(): void {
    for (const wake of [...this.#waiting]) wake();
  }
}
