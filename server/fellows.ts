import type { Bus } from './platform/bus.ts';
import type { Jobs, Log } from './platform/ports.ts';

export type FellowsDeps = { readonly bus: Bus; readonly jobs: Jobs; readonly log: Log };

export type Following = {
  /** Reads the registers anew, so much further back than what is known. */
  readonly forgetRegisters: (overlapMs: number) => void;
  /** Asks again who everybody is that is connected here. */
  readonly recheck: () => Promise<void>;
};

/** Between the moment that a row carries and the one at which others can see it, and between the clocks of two servers. */
const OVERLAP_MS = 60_000;
/** News may be lost with Redis: what stands in the database is looked for too. */
const FOLLOW_EVERY_MS = 10_000;

/** What the servers of one database tell each other beside what happens in sessions. Alone, a server tells nobody. */
export function createFellows({ bus, jobs, log }: FellowsDeps) {
  return {
    registersChanged: () => bus.publish('registers.changed', null),
    /** Somebody has lost a right or a sign-in: whoever it is may be connected elsewhere. */
    rightsLost: () => bus.publish('rights.lost', null),
    follow({ forgetRegisters, recheck }: Following): void {
      if (!bus.shared) return;
      const forget = () => forgetRegisters(OVERLAP_MS);
      const recheckNow = createRound(recheck, log);
      bus.on('registers.changed', forget);
      bus.on('rights.lost', recheckNow);
      bus.onGap(() => {
        forget();
        recheckNow();
      });
      jobs.every('registers.follow', FOLLOW_EVERY_MS, async () => forget());
    },
  };
}

/** Many who ask at once get one round more after the one that runs. */
function createRound(work: () => Promise<void>, log: Log): () => void {
  let running = false;
  let again = false;
  const run = async (): Promise<void> => {
    running = true;
    do {
      again = false;
      try {
        await work();
      } catch (error) {
        log.warn({ error }, 'who is connected could not be looked at; it is tried again within a minute');
      }
    } while (again);
    running = false;
  };
  return () => {
    again = true;
    if (!running) void run();
  };
}
