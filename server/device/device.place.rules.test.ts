import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { agentOf, DOUBT_MS, doubtOf, OVERLAP_MS, type PlaceUse } from './device.place.rules.ts';

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

describe('agentOf', () => {
  test.each([
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36 Edg/120.0.2210.61',
      'Windows Edge 120',
    ],
    [
      'Mozilla/5.0 (Linux; Android 11; MAXHUB) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/104.0.5112.97 Safari/537.36',
      'Android Chrome 104',
    ],
    [
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/156.0.0.0 Safari/537.36',
      'Linux Chrome 156',
    ],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0', 'Linux Firefox 128'],
    ['curl/8.0', ''],
    ['', ''],
    ['<script>Chrome/99999999', 'Chrome 9999'],
  ])('%s', (userAgent, agent) => {
    expect(agentOf(userAgent)).toBe(agent);
  });
});
