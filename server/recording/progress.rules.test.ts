import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { creditMs, placeIn } from './progress.rules.ts';

const HOUR_MS = 3_600_000;

describe('where somebody stands in a recording', () => {
  it('is never beyond its end', () => {
    const beyond = placeIn({ durationMs: HOUR_MS, grows: false }, HOUR_MS + 1);
    expect(beyond).toMatchObject({ ok: false, error: { code: 'INVALID_VALUE', params: { max: HOUR_MS } } });
  });

  it('is finished in the last seconds, of a short one in the last moment, of one that grows never', () => {
    const finished = (durationMs: number, positionMs: number, grows = false) => {
      const place = placeIn({ durationMs, grows }, positionMs);
      return place.ok && place.value.finished;
    };
    expect([finished(HOUR_MS, HOUR_MS - 15_001), finished(HOUR_MS, HOUR_MS - 15_000)]).toEqual([false, true]);
    expect([finished(40_000, 37_999), finished(40_000, 38_000)]).toEqual([false, true]);
    expect(finished(HOUR_MS, HOUR_MS, true)).toBe(false);
  });
});

describe('what was played', () => {
  it('is never more than time has passed, nor less than nothing', () => {
    fc.assert(
      fc.property(
        fc.nat(60_000),
        fc.nat(),
        fc.integer({ min: -5_000, max: 100_000 }),
        (played, at, passed) => {
          const credit = creditMs(played, at, at + passed);
          expect(credit).toBeGreaterThanOrEqual(0);
          expect(credit).toBeLessThanOrEqual(Math.max(0, Math.min(played, passed)));
        },
      ),
    );
    expect(creditMs(12_000, 1_000, 20_000)).toBe(12_000);
    expect(creditMs(60_000, null, 20_000)).toBe(30_000);
  });
});
