import { readdirSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { watchStolenTime } from './machine.ts';
import { parseStat } from './processes.ts';

/** Processor time that went elsewhere while something was measured. */
export type ForeignTime = {
  /** Cores that were at work for processes other than this one and all that it started. */
  readonly othersCores: number;
  /** Share of the processors' time that the machine's host gave to others, 0..1. */
  readonly stolenShare: number;
};

/** Starts to watch it; 0 where the system does not count it. @returns a function that says it in one line and tells it */
export function watchForeignTime(): () => ForeignTime {
  const [before, ownBefore, stolen] = [busyTicks(), familyTicks(), watchStolenTime()];
  return () => {
    const after = busyTicks();
    const total = after.total - before.total;
    const others = Math.max(0, after.busy - before.busy - (familyTicks() - ownBefore));
    const othersCores = total <= 0 ? 0 : (others / total) * cpus().length;
    const stolenShare = stolen();
    console.log(
      `meanwhile other programs used ${othersCores.toFixed(2)} of ${cpus().length} cores, and this machine's host gave ${(stolenShare * 100).toFixed(1)} % of their time to others`,
    );
    return { othersCores, stolenShare };
  };
}

/** In clock ticks since the system started; proc(5) names the columns. */
function busyTicks(): { readonly total: number; readonly busy: number } {
  const ticks = (/^cpu +(.*)$/m.exec(textOf('/proc/stat'))?.[1] ?? '').split(' ').map(Number);
  const [, , , idle = 0, waiting = 0, , , stolen = 0] = ticks;
  // Guest time, the last two columns, is part of user time already.
  const total = ticks.slice(0, 8).reduce((sum, each) => sum + each, 0);
  return { total, busy: total - idle - waiting - stolen };
}

/** Clock ticks of this process and everything it started, what has ended included. */
function familyTicks(): number {
  const stats = processes().flatMap((pid) => parseStat(textOf(`/proc/${pid}/stat`)) ?? []);
  const parents = new Map(stats.map(({ pid, parentPid }) => [pid, parentPid]));
  const isOurs = (pid: number | undefined): boolean =>
    pid !== undefined && pid > 1 && (pid === process.pid || isOurs(parents.get(pid)));
  return stats
    .filter(({ pid }) => isOurs(pid))
    .reduce((sum, { cpuTicks, endedTicks }) => sum + cpuTicks + endedTicks, 0);
}

function processes(): string[] {
  try {
    return readdirSync('/proc').filter((entry) => /^\d+$/.test(entry));
  } catch {
    return [];
  }
}

/** Empty for what went meanwhile, and where there is no such thing. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
