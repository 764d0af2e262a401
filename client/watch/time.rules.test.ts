import { expect, it } from 'vitest';
import { localDate } from '../../shared/kernel/time.ts';
import { durationWords, wallStart } from './time.rules.ts';

it.each([
  [-5, 'seconds', { seconds: 0 }],
  [1, 'seconds', { seconds: 1 }],
  [60_000, 'seconds', { seconds: 60 }],
  [60_001, 'minutes', { minutes: 2 }],
  [3_600_001, 'hours', { hours: 1, minutes: 1 }],
  [48 * 3_600_000 + 1, 'days', { days: 3 }],
] as const)('%d ms are said as %s', (ms, unit, params) => {
  expect(durationWords(ms)).toEqual({ key: `watch.duration.${unit}`, params });
});

it("says the start by the school's own wall", () => {
  expect(wallStart({ localDate: localDate.parse('2026-11-02'), startMinute: 485 })).toBe('11-02 08:05');
});
