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

test('a job that fails, even before its first await, is told and runs again', async () => {
  const lines: string[] = [];
  const jobs = createJobs(createLog('error', { write: (line: string) => lines.push(line) }));
  let runs = 0;
  jobs.every('broken', 1_000, () => {
    runs += 1;
    throw new Error('no');
  });
  await vi.advanceTimersByTimeAsync(2_000);
  expect(runs).toBe(2);
  expect(lines.length).toBe(2);
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
