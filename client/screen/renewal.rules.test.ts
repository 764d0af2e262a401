import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { LessonCard } from '../../shared/lesson.ts';
import type { LinkState, SessionFacts } from '../live/live.types.ts';
import { isIdle, isNightlyDue, isOtherBuild, NIGHT_SPREAD_MS, shouldReload } from './renewal.rules.ts';
import type { ScreenFacts } from './screen.types.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const nowMs = 1_800_000_000_000;
const lesson = (startsInMs: number, phase = 'planned') =>
  ({
    plannedStartAtMs: nowMs + startsInMs,
    plannedEndAtMs: nowMs + startsInMs + 40 * MINUTE,
    phase,
  }) as LessonCard;
const up: LinkState = { state: 'connected', sinceMs: 0 };
const none: SessionFacts = { state: 'none' };
const joined = (media: string) => ({ state: 'joined', media: { state: media } }) as unknown as SessionFacts;
const facts = (lessons: LessonCard[] | null, session: SessionFacts = none, link: LinkState = up) =>
  ({ agenda: lessons === null ? null : { lessons }, session, link }) as unknown as ScreenFacts;

describe('a screen is idle', () => {
  test.each([
    ['without any lesson', facts([]), true],
    ['before it knows its lessons', facts(null), true],
    ['31 minutes before the next', facts([lesson(31 * MINUTE)]), true],
    ['after a cancelled one', facts([lesson(-MINUTE, 'cancelled')]), true],
    ['30 minutes before the next: no', facts([lesson(30 * MINUTE)]), false],
    ['while one should run: no', facts([lesson(-MINUTE)]), false],
    ['while one runs beyond its time: no', facts([], joined('connected')), false],
    ['while joining: no', facts([], { state: 'joining' } as SessionFacts), false],
  ])('%s', (_when, given, idle) => {
    expect(isIdle(given, nowMs)).toBe(idle);
  });
});

describe('shouldReload', () => {
  const outdated: LinkState = { state: 'outdated' };
  const away: LinkState = { state: 'reconnecting', sinceMs: 0, attempt: 1 };
  test.each([
    ['a new build, idle', facts([]), true, true],
    ['nothing new', facts([]), false, false],
    ['a new build, a lesson soon', facts([lesson(10 * MINUTE)]), true, false],
    ['a new build, in a lesson', facts([], joined('connected')), true, false],
    ['a new build, but the server is away', facts([], none, away), true, false],
    ['outdated, idle', facts([], none, outdated), false, true],
    ['outdated, a lesson soon', facts([lesson(MINUTE)], none, outdated), false, true],
    ['outdated, pictures still flow', facts([], joined('connected'), outdated), false, false],
    ['outdated, nothing flows any more', facts([], joined('lost'), outdated), false, true],
  ])('%s', (_when, given, due, reload) => {
    expect(shouldReload(given, nowMs, due)).toBe(reload);
  });
});

describe('isNightlyDue', () => {
  const aheadMs = 8 * HOUR;
  /** By the clock on the wall in China. */
  const at = (day: number, hours: number, minutes = 0) => ({
    nowMs: Date.UTC(2026, 10, day, hours, minutes) - aheadMs,
    aheadMs,
  });
  test.each([
    ['02:59', at(23, 2, 59), at(22, 7), 0, false],
    ['03:00', at(23, 3), at(22, 7), 0, true],
    ['03:59', at(23, 3, 59), at(22, 7), 0, true],
    ['04:00', at(23, 4), at(22, 7), 0, false],
    ['before its own minute', at(23, 3, 20), at(22, 7), 21 * MINUTE, false],
    ['in its own minute', at(23, 3, 21), at(22, 7), 21 * MINUTE, true],
    ['once it was loaded after three', at(23, 3, 40), at(23, 3, 20), 0, false],
    ['when it was loaded just before', at(23, 3), at(23, 2, 59), 0, true],
  ])('at %s', (_when, now, loaded, lagMs, due) => {
    expect(isNightlyDue(now, loaded, lagMs)).toBe(due);
  });

  it('comes exactly once in a night that nothing disturbs', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: NIGHT_SPREAD_MS }), fc.nat(59), (lagMs, second) => {
        let loaded = at(22, 7);
        let count = 0;
        for (let minute = 0; minute < 24 * 60; minute += 1) {
          const now = { nowMs: at(22, 12, minute).nowMs + second * 1000, aheadMs };
          if (!isNightlyDue(now, loaded, lagMs)) continue;
          count += 1;
          loaded = now;
        }
        expect(count).toBe(1);
      }),
      { numRuns: 30 },
    );
  });
});

describe('isOtherBuild', () => {
  const page = (hash: string) =>
    `<script type="module" crossorigin src="/assets/screen-${hash}.js"></script><link rel="stylesheet" href="/assets/screen-1.css">`;
  const own = ['/assets/screen-a.js', '/assets/screen-1.css', '/assets/loaded-later.js'];
  test.each([
    ['the same', page('a'), own, false],
    ['another script', page('b'), own, true],
    ['another style only', page('a').replace('-1.css', '-2.css'), own, true],
    ['a page from somewhere on the way', '<h1>Sign in to the Wi-Fi</h1>', own, false],
    ['in development', '<script type="module" src="/screen.tsx"></script>', [], false],
  ])('%s', (_what, html, assets, other) => {
    expect(isOtherBuild(html, assets)).toBe(other);
  });
});
