import { describe, expect, it } from 'vitest';
import { BEAT_MS } from '../../shared/wire/version.ts';
import { firstHeard, type Hearing, hear, lastHeardAtMs } from './hearing.ts';

const heardAt = (...times: readonly number[]): Hearing =>
  times.slice(1).reduce(hear, firstHeard(times[0] ?? 0));

describe('when a connection was last heard', () => {
  it('is its newest packet while no silence was longer than a few beats', () => {
    const hearing = heardAt(0, BEAT_MS, 2 * BEAT_MS, 4.9 * BEAT_MS);
    expect(lastHeardAtMs(hearing, 5 * BEAT_MS)).toBe(4.9 * BEAT_MS);
    expect(lastHeardAtMs(firstHeard(7), 100_000)).toBe(7);
  });

  it('is the beginning of a cut when only leftovers came after it', () => {
    const hearing = heardAt(0, 1_500, 7_000, 7_010, 7_900);
    expect(lastHeardAtMs(hearing, 8_000)).toBe(1_500);
  });

  it('is its newest packet again once it goes on after a silence', () => {
    const hearing = heardAt(0, 1_500, 7_000, 8_500, 10_000, 11_500, 13_000);
    expect(lastHeardAtMs(hearing, 13_100)).toBe(13_000);
  });

  it('is the beginning of the newest silence of two', () => {
    const hearing = heardAt(0, 6_000, 12_000);
    expect(lastHeardAtMs(hearing, 12_100)).toBe(6_000);
  });
});
