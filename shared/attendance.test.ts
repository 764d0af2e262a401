import { expect, test } from 'vitest';
import { defaultThresholds, thresholds } from './attendance.ts';

test.each([
  ['heldRatio', 1.01],
  ['connectedRatio', -0.1],
  ['regularWeekRatio', 80],
  ['punctualMs', -1],
  ['serviceableDays', 0],
  ['serviceableDays', 367],
  ['serviceableDays', 1.5],
  ['everydayBase', 'pupils'],
])('a threshold outside of its range is refused: %s %s', (field, value) => {
  expect(thresholds.safeParse({ ...defaultThresholds, [field]: value }).success).toBe(false);
});

test('thresholds that were registered before there were as many mean the defaults for the rest', () => {
  const before = { heldRatio: 0.7, connectedRatio: 0.6, punctualMs: 60_000 };
  expect(thresholds.parse(before)).toEqual({ ...defaultThresholds, ...before });
});
