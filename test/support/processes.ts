import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/** One line of `/proc/PID/stat`, as far as it is needed. Processor time in clock ticks. */
export type ProcessStat = {
  readonly pid: number;
  /** The program's name, cut to 15 characters by the kernel. */
  readonly name: string;
  readonly parentPid: number;
  readonly cpuTicks: number;
  /** Of those it started, once they have ended. */
  readonly endedTicks: number;
};

/** @returns null for what is no such line */
export function parseStat(line: string): ProcessStat | null {
  // The name may hold blanks and brackets; it ends at the last one.
  const match = /^(\d+) \((.*)\) \S (.+)$/s.exec(line);
  if (match === null) return null;
  const [, pid = '', name = '', rest = ''] = match;
  const fields = rest.trim().split(' ').map(Number);
  // Field 4 is the parent; 14 and 15 are user and system time, 16 and 17 those of ended children (man 5 proc).
  const [parentPid, userTicks, systemTicks] = [fields[0], fields[10], fields[11]];
  if (parentPid === undefined || userTicks === undefined || systemTicks === undefined) return null;
  const endedTicks = (fields[12] ?? 0) + (fields[13] ?? 0);
  return { pid: Number(pid), name, parentPid, cpuTicks: userTicks + systemTicks, endedTicks };
}

/** Living children of a process whose name begins like `name`. Linux only. */
export function childrenOf(parentPid: number, name: string): ProcessStat[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((pid) => {
      const stat = statOf(Number(pid));
      return stat?.parentPid === parentPid && name.startsWith(stat.name) ? [stat] : [];
    });
}

/** The child that used the processor most within `overMs`: of several media workers, the one that carries the lesson. */
export async function busiestChild(parentPid: number, name: string, overMs: number): Promise<number> {
  const before = new Map(childrenOf(parentPid, name).map((stat) => [stat.pid, stat.cpuTicks]));
  await pause(overMs);
  return busiest(before, childrenOf(parentPid, name));
}

/** Throws when none of them has worked: a choice among idle ones would be a guess. */
export function busiest(before: ReadonlyMap<number, number>, after: readonly ProcessStat[]): number {
  const worked = after
    .map(({ pid, cpuTicks }) => ({ pid, ticks: cpuTicks - (before.get(pid) ?? cpuTicks) }))
    .sort((a, b) => b.ticks - a.ticks);
  const [first] = worked;
  if (first === undefined || first.ticks <= 0) throw new Error('none of the processes is at work');
  return first.pid;
}

function statOf(pid: number): ProcessStat | null {
  try {
    return parseStat(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch (cause) {
    // It ended between being listed and being read.
    if (cause instanceof Error && 'code' in cause && (cause.code === 'ENOENT' || cause.code === 'ESRCH'))
      return null;
    throw cause;
  }
}
