import { describe, expect, it } from 'vitest';
import { durationWords, isSameWallDay, wallAheadMs, wallTime } from './time.rules.ts';

const say = (ms: number) => {
  const { key, params } = durationWords(ms);
  return [key.replace('screen.duration.', ''), ...Object.values(params)];
};

describe('durationWords', () => {
  it.each([
    [-5, ['seconds', 0]],
    [1, ['seconds', 1]],
    [60_000, ['seconds', 60]],
    [60_001, ['minutes', 2]],
    [3_600_000, ['minutes', 60]],
    [3_600_001, ['hours', 1, 1]],
    [7_200_000, ['hours', 2, 0]],
    [86_400_000 * 2, ['hours', 48, 0]],
    [86_400_000 * 2 + 1, ['days', 3]],
  ])('%i ms', (ms, words) => {
    expect(say(ms)).toEqual(words);
  });
});

describe('the school’s wall clock', () => {
  const card = {
    localDate: '2026-11-22',
    startMinute: 9 * 60,
    plannedStartAtMs: Date.UTC(2026, 10, 22, 1),
  } as never;
  it('is read off a lesson, so that a panel’s own zone does not matter', () => {
    const aheadMs = wallAheadMs(card);
    expect(aheadMs).toBe(8 * 3_600_000);
    expect(wallTime(Date.UTC(2026, 10, 22, 16, 5), aheadMs)).toBe('00:05');
    expect(isSameWallDay(Date.UTC(2026, 10, 22, 16, 5), aheadMs, '2026-11-23')).toBe(true);
    expect(isSameWallDay(Date.UTC(2026, 10, 22, 15, 59), aheadMs, '2026-11-22')).toBe(true);
  });
});
