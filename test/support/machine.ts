import { readFileSync, writeFileSync } from 'node:fs';

/**
 * Starts to watch what share of this machine's processor time its host gives to others ("steal" in /proc/stat).
 * @returns a function that tells the share since then, 0..1; 0 where the system does not count it
 */
export function watchStolenTime(): () => number {
  const before = processorTimes();
  return () => {
    const after = processorTimes();
    const passed = after.total - before.total;
    return passed <= 0 ? 0 : (after.stolen - before.stolen) / passed;
  };
}

/** In clock ticks since the system started; proc(5) names the columns. */
function processorTimes(): { readonly total: number; readonly stolen: number } {
  try {
    const ticks = (/^cpu +(.*)$/m.exec(readFileSync('/proc/stat', 'utf8'))?.[1] ?? '').split(' ').map(Number);
    // Guest time, the last two columns, is part of user time already.
    return { total: ticks.slice(0, 8).reduce((sum, each) => sum + each, 0), stolen: ticks[7] ?? 0 };
  } catch {
    return { total: 0, stolen: 0 };
  }
}

const FIRST = -10;

/**
 * Lets the sessions of these processes (what was started from one terminal, or detached together) go before whatever else the machine
 * does, where that is allowed: else a picture that comes late says something about the machine.
 * @returns the function that takes it back
 */
export function goFirst(pids: readonly number[]): () => void {
  const set = (nice: number) => {
    for (const pid of pids) {
      try {
        writeFileSync(`/proc/${pid}/autogroup`, String(nice));
      } catch {
        // Systems without such groups, other users and processes that ended have none; then it stays as it was.
      }
    }
  };
  set(FIRST);
  return () => set(0);
}
