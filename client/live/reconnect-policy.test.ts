import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attemptLimitMs, retryDelayMs } from './reconnect-policy.ts';

const delays = (downMs: number) =>
  [1, 2, 3, 4, 5, 6, 7].map((attempt) => retryDelayMs({ attempt, downMs, random: 0 }));

describe('retryDelayMs', () => {
  it('begins at once and grows', () => {
    expect(delays(120_000)).toEqual([0, 300, 1200, 2700, 4800, 7000, 7000]);
  });

  it('never waits longer than 3 s in the first minute, so that after a restart there is time for the picture within 5 s', () => {
    expect(Math.max(...delays(59_999))).toBe(3000);
  });

  it('only ever takes off, at most 30 %', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000 }),
        fc.integer({ min: 0, max: 10_000_000 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (attempt, downMs, random) => {
          const full = retryDelayMs({ attempt, downMs, random: 0 });
          const taken = retryDelayMs({ attempt, downMs, random });
          expect(taken).toBeLessThanOrEqual(full);
          expect(taken).toBeGreaterThanOrEqual(Math.floor(full * 0.7));
        },
      ),
    );
  });
});

describe('attemptLimitMs', () => {
  it('lets fewer than a dozen attempts fail in two silent minutes, or Chromium makes the next one wait', () => {
    let atMs = 0;
    let failed = 0;
    for (let attempt = 1; atMs < 120_000; attempt += 1) {
      atMs += attemptLimitMs(attempt);
      failed += 1;
      atMs += retryDelayMs({ attempt: attempt + 1, downMs: atMs, random: 0.999 });
    }
    expect(failed).toBeLessThan(13);
  });
});
