import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createBucket, createTryLimiter, TRIES_MAX, TRY_WINDOW_MS } from './limiter.ts';
import { silentLog } from './log.ts';

function limited(options: { keysMax?: number } = {}) {
  const time = { nowMs: 1_000_000 };
  return { time, limiter: createTryLimiter({ clock: { nowMs: () => time.nowMs }, ...options }) };
}

test('the eleventh try waits until the first is a window old', () => {
  const { time, limiter } = limited();
  for (let each = 0; each < TRIES_MAX; each++) {
    expect(limiter.take(['a']).ok).toBe(true);
    time.nowMs += 1_000;
  }
  expect(limiter.take(['a'])).toEqual({ ok: false, waitMs: TRY_WINDOW_MS - 10_000 });
  time.nowMs += TRY_WINDOW_MS - 10_001;
  expect(limiter.take(['a'])).toEqual({ ok: false, waitMs: 1 });
  time.nowMs += 1;
  expect(limiter.take(['a']).ok).toBe(true);
  expect(limiter.take(['a']).ok).toBe(false);
});

test('a full key spends nothing of the others, and success gives the try back', () => {
  const { limiter } = limited();
  for (let each = 0; each < TRIES_MAX; each++) limiter.take(['account']);
  for (let each = 0; each < 50; each++) expect(limiter.take(['account', 'address']).ok).toBe(false);
  for (let each = 0; each < 50; each++) {
    expect(limiter.take(['address']).ok).toBe(true);
    limiter.giveBack(['address']);
  }
});

test('that a door is shut is said once, without whose it was', () => {
  const said: object[] = [];
  const log = { ...silentLog, warn: (facts: object) => void said.push(facts) };
  const limiter = createTryLimiter({ clock: { nowMs: () => 1 }, log });
  for (let each = 0; each < TRIES_MAX + 5; each++) limiter.take(['account li.na', `address 10.0.0.${each}`]);
  expect(said).toEqual([{ door: 'account' }]);
});

test('memory is bounded', () => {
  const { limiter } = limited({ keysMax: 10 });
  for (let each = 0; each < TRIES_MAX; each++) limiter.take(['old']);
  for (let each = 0; each < 10; each++) limiter.take([`key ${each}`]);
  expect(limiter.take(['old']).ok).toBe(true);
});

test('no window of any history lets more than ten through', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: TRY_WINDOW_MS / 4 }), { maxLength: 80 }), (waits) => {
      const { time, limiter } = limited();
      const passed: number[] = [];
      for (const waitMs of waits) {
        time.nowMs += waitMs;
        if (limiter.take(['a']).ok) passed.push(time.nowMs);
      }
      for (const endMs of passed)
        expect(
          passed.filter((atMs) => atMs <= endMs && atMs > endMs - TRY_WINDOW_MS).length,
        ).toBeLessThanOrEqual(TRIES_MAX);
    }),
  );
});

test('a bucket lets a burst pass and then the steady rate', () => {
  const time = { nowMs: 0 };
  const pass = createBucket({ nowMs: () => time.nowMs }, { burst: 5, perSecond: 2 });
  const passed = () => Array.from({ length: 20 }, pass).filter(Boolean).length;
  expect(passed()).toBe(5);
  time.nowMs += 1_000;
  expect(passed()).toBe(2);
  time.nowMs += 60_000;
  expect(passed()).toBe(5);
});
