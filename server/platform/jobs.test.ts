import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createJobs } from './jobs.ts';
import { createLog, silentLog } from './log.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('a job never overlaps itself', async () => {
  const jobs = createJobs(silentLog);
  const ends: (() => void)[] = [];
  jobs.every('slow', 1_000, () => new Promise((resolve) => ends.push(resolve)));
  await vi.advanceTimersByTimeAsync(3_500);
  expect(ends.length).toBe(1);
  ends[0]?.();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(ends.length).toBe(2);
});

test('a job that fails, even before its first await, runs again and is told once until it works', async () => {
  const lines: string[] = [];
  const jobs = createJobs(createLog('info', { write: (line: string) => lines.push(line) }));
  let runs = 0;
  let broken = true;
  jobs.every('broken', 1_000, async () => {
    runs += 1;
    if (broken) throw new Error('no');
  });
  jobs.every('broken at once', 1_000, () => {
    throw new Error('no');
  });
  await vi.advanceTimersByTimeAsync(3_000);
  expect(runs).toBe(3);
  expect(lines.length).toBe(2);
  broken = false;
  await vi.advanceTimersByTimeAsync(2_000);
  broken = true;
  await vi.advanceTimersByTimeAsync(2_000);
  expect(lines.map((line) => JSON.parse(line).level)).toEqual(['error', 'error', 'info', 'error']);
});

test('stop waits for what is under way and starts nothing more', async () => {
  const jobs = createJobs(silentLog);
  let runs = 0;
  let end: () => void = () => undefined;
  jobs.every('one', 1_000, () => {
    runs += 1;
    return new Promise((resolve) => {
      end = resolve;
    });
  });
  await vi.advanceTimersByTimeAsync(1_000);
  let stopped = false;
  const stopping = jobs.stop().then(() => {
    stopped = true;
  });
  await vi.advanceTimersByTimeAsync(10_000);
  expect(stopped).toBe(false);
  end();
  await stopping;
  await vi.advanceTimersByTimeAsync(10_000);
  expect(runs).toBe(1);
});

test('two jobs of one name are a mistake', () => {
  const jobs = createJobs(silentLog);
  jobs.every('same', 1, async () => undefined);
  expect(() => jobs.every('same', 1, async () => undefined)).toThrow('same');
});
