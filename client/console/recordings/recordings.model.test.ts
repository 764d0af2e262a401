import { describe, expect, it } from 'vitest';
import { megabytesOf, minutesOf, seenPercent } from './recordings.model.ts';

describe('what a row says of a recording', () => {
  it('never calls something nothing', () => {
    expect(minutesOf(1_000)).toBe(1);
    expect(megabytesOf(1)).toBe(1);
  });
  it('calls nothing nothing', () => expect(megabytesOf(0)).toBe(0));
  it('rounds', () => {
    expect(minutesOf(40 * 60_000 + 20_000)).toBe(40);
    expect(megabytesOf(312_600_000)).toBe(313);
  });
});

describe('what one has seen oneself', () => {
  const seen = (positionMs: number, finished = false) => ({
    durationMs: 2_400_000,
    progress: { positionMs, finished },
  });
  it('is whole only at the end, also of what has no length', () => {
    expect(seenPercent(seen(2_399_999))).toBe(99);
    expect(seenPercent(seen(2_390_000, true))).toBe(100);
    expect(seenPercent({ durationMs: 0, progress: { positionMs: 0, finished: false } })).toBe(0);
    expect(seenPercent({ durationMs: 10 })).toBe(0);
  });
});
