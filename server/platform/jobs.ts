import type { Jobs, Log } from './ports.ts';

/** Repeated work on timers of this process; `stop` waits for what is under way. */
export function createJobs(log: Log): Jobs {
  const timers = new Map<string, NodeJS.Timeout>();
  const running = new Map<string, Promise<void>>();
  const failing = new Set<string>();
  let stopped = false;

  const run = async (name: string, work: () => Promise<void>) => {
    try {
      await work();
      if (failing.delete(name)) log.info({ job: name }, 'job works again');
    } catch (error) {
      // A job of every second that goes on failing would bury everything else, perhaps on a disk that is full already.
      if (failing.has(name)) log.debug({ job: name, error }, 'job failed again');
      else log.error({ job: name, error }, 'job failed; it will run again at its next time');
      failing.add(name);
    }
  };

  return {
    every(name, periodMs, work) {
      if (timers.has(name)) throw new Error(`two jobs are called ${name}`);
      if (stopped) return;
      const timer = setInterval(() => {
        // A slow round swallows the rounds it overlaps.
        if (running.has(name)) return;
        const round = run(name, work).finally(() => running.delete(name));
        running.set(name, round);
      }, periodMs);
      timers.set(name, timer);
    },
    async stop() {
      stopped = true;
      for (const timer of timers.values()) clearInterval(timer);
      await Promise.all(running.values());
    },
  };
}
