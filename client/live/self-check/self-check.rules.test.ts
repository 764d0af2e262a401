import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { LINE_BYTES_MAX } from '../../../shared/device.ts';
import {
  decibelsOf,
  echoOf,
  goesOn,
  hearsAnything,
  isDailyDue,
  isHeard,
  LINE_STEPS,
  megabits,
  rateBps,
} from './self-check.rules.ts';

describe('a line’s rate', () => {
  it('is never endless, however fast the answer came', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1e4, noNaN: true }),
        fc.double({ min: 0, max: 1e4, noNaN: true }),
        (took, trip) => {
          const bps = rateBps(1_048_576, took, trip);
          expect(Number.isSafeInteger(bps) && bps >= 0 && bps <= 10_000_000_000).toBe(true);
        },
      ),
    );
  });
  it('leaves the way there and back out', () => {
    expect(rateBps(125_000, 1_050, 50)).toBe(1_000_000);
  });
  it('takes no step that the server refuses, and stops when it knows enough', () => {
    expect(Math.max(...LINE_STEPS)).toBeLessThanOrEqual(LINE_BYTES_MAX);
    expect([goesOn(499), goesOn(500)]).toEqual([true, false]);
  });
});

describe('a microphone', () => {
  it('that gives zeros is dead; the faintest noise is none', () => {
    expect(hearsAnything(new Float32Array(2048))).toBe(false);
    expect(hearsAnything([])).toBe(false);
    expect(hearsAnything([0, 0, -0.0005])).toBe(true);
  });
});

describe('a tone', () => {
  const quiet = [-90, -85, -88];
  test.each([
    ['nothing was listened to', [], [-20]],
    ['nothing came', quiet, []],
    ['it is no louder than the room', quiet, [-84, -83, -84]],
    ['only one moment was loud', quiet, [-30, -86, -86]],
    ['the context gives no levels', [Number.NEGATIVE_INFINITY], [Number.NEGATIVE_INFINITY]],
  ])('is not heard when %s', (_why, before, during) => {
    expect(isHeard(before, during)).toBe(false);
  });
  it('is heard when its pitch stands out for most of its time', () => {
    expect(isHeard(quiet, [-86, -40, -41])).toBe(true);
    expect(isHeard([Number.NEGATIVE_INFINITY], [-40])).toBe(true);
  });
});

describe('an echo', () => {
  const noise = [-60, -58, -61, -20, -59];
  it('is not judged by what was not listened to', () => {
    expect(echoOf([], [-20])).toBeNull();
    expect(echoOf(noise, [])).toBeNull();
  });
  it('is none where the room stays as loud as it was, whatever falls down meanwhile', () => {
    expect(echoOf(noise, [-58, -10, -55, -57, -12])).toBe('good');
    expect(echoOf([-100], [-100])).toBe('good');
  });
  it('is one where most of what was played came back', () => {
    expect(echoOf(noise, [-40, -38, -60, -41, -39])).toBe('echo');
  });
  it('is told from loudness that is never endless', () => {
    expect(decibelsOf(new Float32Array(0))).toBe(-100);
    expect(decibelsOf(new Float32Array(8))).toBe(-100);
    expect(decibelsOf(new Float32Array(8).fill(0.1))).toBeCloseTo(-20);
  });
});

describe('the daily check', () => {
  const day = 86_400_000;
  const now = 100 * day;
  const dues = { checkedAtMs: now - day, triedAtMs: null, notBeforeMs: now };
  it('comes once a day, not at once after the start, and not again and again when it came to nothing', () => {
    expect(isDailyDue(dues, now)).toBe(true);
    expect(isDailyDue({ ...dues, checkedAtMs: null }, now)).toBe(true);
    expect(isDailyDue({ ...dues, checkedAtMs: now - day + 1 }, now)).toBe(false);
    expect(isDailyDue({ ...dues, notBeforeMs: now + 1 }, now)).toBe(false);
    expect(isDailyDue({ ...dues, triedAtMs: now - 60_000 }, now)).toBe(false);
    expect(isDailyDue({ ...dues, triedAtMs: now - 1_800_000 }, now)).toBe(true);
  });
  it('is not put off for years by a clock that was wrong', () => {
    expect(isDailyDue({ ...dues, checkedAtMs: now + 400 * day }, now)).toBe(true);
  });
});

test.each([
  [123_456_789, '123'],
  [9_960_000, '10.0'],
  [400_000, '0.4'],
  [0, '0.0'],
])('%i is %s Mbps', (bps, words) => {
  expect(megabits(bps)).toBe(words);
});
