import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DOUBT_MS, doubtOf, OVERLAP_MS, type PlaceUse } from './device.place.rules.ts';

const nowMs = 1_800_000_000_000;
const use = (fromMs: number, untilMs: number, online = false): PlaceUse => ({
  firstSeenAtMs: nowMs + fromMs,
  usedUntilMs: nowMs + untilMs,
  online,
});
const HOUR = 3_600_000;

describe('doubtOf', () => {
  it('has none about a screen that is wiped every night, whichever way its connection ended', () => {
    const mornings = [
      use(-72 * HOUR, -66 * HOUR),
      use(-48 * HOUR, -42 * HOUR),
      use(-24 * HOUR, -18 * HOUR),
      use(-HOUR, 0, true),
    ];
    expect(doubtOf(mornings, nowMs)).toBeNull();
    const cut = [use(-HOUR, -OVERLAP_MS, true), use(-2 * OVERLAP_MS, 0, true)];
    expect(doubtOf(cut, nowMs), 'the dead connection still stands').toBeNull();
  });

  it('tells two that are at work at once', () => {
    const uses = [use(-HOUR, 0, true), use(-HOUR / 2, 0, true)];
    expect(doubtOf(uses, nowMs)).toEqual({ state: 'now', untilMs: nowMs });
    expect(doubtOf(uses.toReversed(), nowMs)).toEqual({ state: 'now', untilMs: nowMs });
  });

  it('tells that the first was still at work when the second had come, for a day', () => {
    const uses = [use(-HOUR, -60_000), use(-2 * 60_000, 0, true)];
    expect(doubtOf(uses, nowMs)).toEqual({ state: 'before', untilMs: nowMs - 60_000 });
    expect(doubtOf(uses, nowMs - 60_000 + DOUBT_MS)).toBeNull();
  });

  it('never doubts what is used one after the other', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(9), fc.nat(9), fc.boolean()), { maxLength: 5 }), (spans) => {
        let atMs = -HOUR;
        const uses = spans.map(([gapMs, lengthMs, online]) => {
          const from = atMs + gapMs + 1;
          atMs = from + lengthMs;
          return use(from, atMs, online);
        });
        expect(doubtOf(uses, nowMs)).toBeNull();
      }),
    );
  });
});
