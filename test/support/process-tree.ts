import { readdirSync, readFileSync } from 'node:fs';
import { parseStat } from './processes.ts';

/** Memory in use by what a process started and what that started, without the process itself. Linux only. */
export function residentBytesBelow(rootPid: number): number {
  const stats = readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((pid) => parseStat(statOf(pid)) ?? []);
  const childrenOf = (pid: number): number[] => {
    const own = stats.filter(({ parentPid }) => parentPid === pid).map((each) => each.pid);
    return [...own, ...own.flatMap(childrenOf)];
  };
  return childrenOf(rootPid).reduce((sum, pid) => sum + residentBytes(pid), 0);
}

/** Linux only; 0 for what has ended. */
export function residentBytes(pid: number): number {
  try {
    const kib = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Number(kib ?? 0) * 1024;
  } catch {
    return 0;
  }
}

/** Clock ticks of a process and of everything below it that lives, with what has ended counted to its parent. Linux only. */
export function treeTicks(rootPid: number): number {
  const stats = readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((pid) => parseStat(statOf(pid)) ?? []);
  const parents = new Map(stats.map(({ pid, parentPid }) => [pid, parentPid]));
  const isBelow = (pid: number | undefined): boolean =>
    pid !== undefined && pid > 1 && (pid === rootPid || isBelow(parents.get(pid)));
  return stats
    .filter(({ pid }) => isBelow(pid))
    .reduce((sum, { cpuTicks, endedTicks }) => sum + cpuTicks + endedTicks, 0);
}

function statOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    // It ended between being listed and being read.
    return '';
  }
}
