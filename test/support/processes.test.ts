import { describe, expect, it } from 'vitest';
import { busiest, type ProcessStat, parseStat } from './processes.ts';

const line = (pid: number, name: string, parent: number, user: number, system: number) =>
  `${pid} (${name}) S ${parent} 10 10 0 -1 4194304 1 2 3 4 ${user} ${system} 5 6 20 0 1 0 55 1 1\n`;
const stat = (pid: number, cpuTicks: number): ProcessStat => ({
  pid,
  name: 'mediasoup-worke',
  parentPid: 1,
  cpuTicks,
  endedTicks: 0,
});

describe('a process by its line in /proc', () => {
  it('is not read from anything else', () => {
    for (const text of ['', '12', '12 (a) S', '12 (a) S 1 2 3', 'x (a) S 1 2 3 4 5 6 7 8 9 10 11 12'])
      expect(parseStat(text)).toBeNull();
  });

  it('has its parent and its processor time', () => {
    expect(parseStat(line(77, 'mediasoup-worke', 12, 30, 12))).toEqual({
      pid: 77,
      name: 'mediasoup-worke',
      parentPid: 12,
      cpuTicks: 42,
      endedTicks: 11,
    });
  });

  it('may have blanks and brackets in its name', () => {
    expect(parseStat(line(77, 'a) S 9 (b', 12, 1, 2))).toMatchObject({ name: 'a) S 9 (b', parentPid: 12 });
  });
});

describe('the busiest of several processes', () => {
  it('is refused where none has worked, or there is none', () => {
    expect(() => busiest(new Map(), [])).toThrow();
    expect(() => busiest(new Map([[1, 50]]), [stat(1, 50), stat(2, 900)])).toThrow();
  });

  it('worked most since the first look, however long it worked before', () => {
    const before = new Map([
      [1, 5000],
      [2, 10],
    ]);
    expect(busiest(before, [stat(1, 5001), stat(2, 14), stat(3, 90)])).toBe(2);
  });
});
