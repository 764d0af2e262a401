import type { Jobs, Log } from './ports.ts';

/** Repeated work on timers of this process; `stop` waits for what is under way. */
export function createJobs(log: Log): Jobs {
  const timers = new Map<string, NodeJS.Timeout>();
  const running = new Map<string, Promise<void>>();
  let stopped = false;

  const run = async (name: string, work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      log.error({ job: name, error }, 'job failed; it will run again at its next time');
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
