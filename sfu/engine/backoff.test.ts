import { expect, it } from 'vitest';
import { failureMemoryMs, restartDelayMs } from './backoff.ts';

const failures = (count: number) => Array.from({ length: count }, (_, index) => index);

it('restarts at once at first, then ever later, never later than half a minute', () => {
  const delays = [1, 2, 3, 4, 5, 9, 10, 50].map((count) => restartDelayMs(failures(count), 100));
  expect(delays).toEqual([0, 0, 250, 500, 1000, 16_000, 30_000, 30_000]);
});

it('forgets what is long ago', () => {
  expect(restartDelayMs(failures(9), failureMemoryMs + 100)).toBe(0);
});
