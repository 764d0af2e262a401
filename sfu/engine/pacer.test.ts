import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createPacer } from './pacer.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const pacerAndPasses = () => {
  const pacer = createPacer(400, () => Date.now());
  const startedAtMs = Date.now();
  const passedAtMs: number[] = [];
  const pass = () => void pacer.pass().then(() => passedAtMs.push(Date.now() - startedAtMs));
  return { pacer, pass, passedAtMs };
};

it('lets the first pass at once and those who come too early together', async () => {
  const { pass, passedAtMs } = pacerAndPasses();
  pass();
  await vi.advanceTimersByTimeAsync(0);
  expect(passedAtMs).toEqual([0]);
  pass();
  await vi.advanceTimersByTimeAsync(100);
  pass();
  pass();
  await vi.advanceTimersByTimeAsync(1000);
  expect(passedAtMs).toEqual([0, 400, 400, 400]);
  pass();
  await vi.advanceTimersByTimeAsync(0);
  expect(passedAtMs.at(-1)).toBe(1100);
});

it('keeps away from a key frame that somebody else asked for, but not from those that begin a stream', async () => {
  const { pacer, pass, passedAtMs } = pacerAndPasses();
  pacer.note();
  pass();
  await vi.advanceTimersByTimeAsync(500);
  pacer.note();
  await vi.advanceTimersByTimeAsync(50);
  pass();
  await vi.advanceTimersByTimeAsync(1000);
  expect(passedAtMs).toEqual([0, 900]);
});

it('lets nobody wait for ever', async () => {
  const { pacer, pass, passedAtMs } = pacerAndPasses();
  pass();
  pass();
  for (let i = 0; i < 30; i++) {
    await vi.advanceTimersByTimeAsync(100);
    pacer.note();
  }
  expect(passedAtMs).toEqual([0, 800]);
});
