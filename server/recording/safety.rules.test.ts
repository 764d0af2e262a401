import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SAFETY_FILL_MIN_MS } from '../../shared/recording-safety.ts';
import { fillsOf, gapsLeft, joinedUp, missingIn } from './safety.rules.ts';
import type { Stretch } from './safety.types.ts';

const stretch = fc
  .tuple(fc.integer({ min: -5_000, max: 200_000 }), fc.integer({ min: 0, max: 60_000 }))
  .map(([fromMs, lengthMs]): Stretch => ({ fromMs, toMs: fromMs + lengthMs }));
const stretches = fc.array(stretch, { maxLength: 8 });
const overlap = (a: Stretch, b: Stretch): boolean => a.fromMs < b.toMs && b.fromMs < a.toMs;
/** A key every second or so, as the browser was asked for. */
const take = fc
  .record({
    startedAtMs: fc.integer({ min: -5_000, max: 200_000 }),
    stepsMs: fc.array(fc.integer({ min: 1, max: 3_000 }), { minLength: 1, maxLength: 40 }),
  })
  .map(({ startedAtMs, stepsMs }) => {
    const ends = stepsMs.map((_, place) => stepsMs.slice(0, place + 1).reduce((sum, each) => sum + each, 0));
    return { startedAtMs, playable: { keysMs: [0, ...ends.slice(0, -1)], endMs: ends.at(-1) ?? 0 } };
  });

describe('what a recording has not', () => {
  const whole = { fromMs: 0, toMs: 100_000 };

  test('is all of it when nothing was recorded, and nothing when all of it was', () => {
    expect(missingIn(whole, [])).toEqual([whole]);
    expect(missingIn(whole, [{ fromMs: -5, toMs: 100_500 }])).toEqual([]);
    expect(missingIn({ fromMs: 5, toMs: 5 }, [])).toEqual([]);
  });

  test('lies between pieces, before the first and after the last, but not where two nearly touch', () => {
    const covered = [
      { fromMs: 60_000, toMs: 99_500 },
      { fromMs: 2_000, toMs: 30_000 },
      { fromMs: 30_400, toMs: 40_000 },
    ];
    expect(missingIn(whole, covered)).toEqual([
      { fromMs: 0, toMs: 2_000 },
      { fromMs: 40_000, toMs: 60_000 },
    ]);
  });

  test('never overlaps what there is, and together with it leaves out little', () => {
    fc.assert(
      fc.property(stretches, (covered) => {
        const missing = missingIn(whole, covered);
        for (const each of missing) {
          expect(each.fromMs).toBeGreaterThanOrEqual(whole.fromMs);
          expect(each.toMs).toBeLessThanOrEqual(whole.toMs);
          expect(each.toMs - each.fromMs).toBeGreaterThanOrEqual(SAFETY_FILL_MIN_MS);
          for (const there of covered.filter(({ fromMs, toMs }) => toMs > fromMs))
            expect(overlap(each, there)).toBe(false);
        }
        expect(missingIn(whole, [...covered, ...missing])).toEqual([]);
      }),
    );
  });
});

describe('what of a take goes into its recording', () => {
  const keysMs = [0, 4_000, 8_000];

  test('begins at the first key within the hole and ends with it', () => {
    const missing = [{ fromMs: 101_000, toMs: 109_500 }];
    expect(fillsOf(100_000, { keysMs, endMs: 12_000 }, missing)).toEqual([{ fromMs: 4_000, toMs: 9_500 }]);
  });

  test('is nothing when the take lies elsewhere, has no key there, or reaches only just into it', () => {
    const missing = [{ fromMs: 101_000, toMs: 103_900 }];
    expect(fillsOf(100_000, { keysMs, endMs: 12_000 }, missing)).toEqual([]);
    expect(fillsOf(200_000, { keysMs, endMs: 12_000 }, missing)).toEqual([]);
    expect(fillsOf(100_000, { keysMs: [], endMs: 12_000 }, missing)).toEqual([]);
    expect(fillsOf(98_500, { keysMs: [0, 2_500], endMs: 3_400 }, missing)).toEqual([]);
  });

  test('never makes two of one moment, whatever clocks and takes say', () => {
    fc.assert(
      fc.property(stretches, fc.array(take, { maxLength: 6 }), (recorded, takes) => {
        const whole = { fromMs: 0, toMs: 150_000 };
        const covered = recorded.filter(({ fromMs, toMs }) => toMs > fromMs);
        const filled: Stretch[] = [];
        for (const { startedAtMs, playable } of takes) {
          const missing = missingIn(whole, [...covered, ...filled]);
          for (const { fromMs, toMs } of fillsOf(startedAtMs, playable, missing)) {
            const placed = { fromMs: startedAtMs + fromMs, toMs: startedAtMs + toMs };
            expect(playable.keysMs).toContain(fromMs);
            expect(toMs).toBeLessThanOrEqual(playable.endMs);
            for (const each of [...covered, ...filled]) expect(overlap(placed, each)).toBe(false);
            filled.push(placed);
          }
        }
      }),
    );
  });
});

describe('what is told of a recording that was filled', () => {
  const gap = { fromMs: 10_000, toMs: 30_000, cause: 'server' } as const;

  test('is the gap as it was when nothing came, and none when all of it did', () => {
    expect(gapsLeft([gap, { ...gap, fromMs: 29_900 }], [])).toHaveLength(2);
    const takes = [
      { fromMs: 10_900, toMs: 20_000 },
      { fromMs: 21_000, toMs: 30_100 },
    ];
    expect(gapsLeft([gap], takes)).toEqual([]);
  });

  test('is what is left of it when a part came', () => {
    expect(gapsLeft([gap], [{ fromMs: 5_000, toMs: 22_000 }])).toEqual([{ ...gap, fromMs: 22_000 }]);
  });

  test('joins takes that follow one another', () => {
    const takes = [
      { fromMs: 30_000, toMs: 50_000 },
      { fromMs: 0, toMs: 29_000 },
      { fromMs: 60_000, toMs: 61_000 },
    ];
    expect(joinedUp(takes)).toEqual([
      { fromMs: 0, toMs: 50_000 },
      { fromMs: 60_000, toMs: 61_000 },
    ]);
  });
});
