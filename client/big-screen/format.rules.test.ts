import { expect, it, test } from 'vitest';
import { bigScreenEn } from '../../shared/text/big-screen.en.ts';
import { amountOf, dateOf, percentOf, timeOf, unitKeyOf } from './format.rules.ts';

test.each([
  [0, 0, null],
  [0, 7, '0'],
  [7, 7, '100'],
  [1, 3, '33.3'],
  [9999, 10_000, '99.9'],
  [1, 10_000, '0.1'],
  [8, 7, '114.3'],
])('%d of %d is %s', (numerator, denominator, expected) => {
  expect(percentOf({ numerator, denominator })).toBe(expected);
});

it('writes amounts and the time of the office, wherever the machine stands', () => {
  expect(amountOf(12_345.67, 'zh-CN')).toBe('12,345.7');
  const atMs = Date.parse('2026-09-16T17:05:00Z');
  expect(timeOf(atMs, 'Asia/Shanghai')).toBe('01:05');
  expect(dateOf(atMs, 'Asia/Shanghai', 'zh-CN')).toBe('9月17日星期四');
  expect(dateOf(atMs, 'Asia/Shanghai', 'en')).toBe('Thursday, September 17');
});

it('names one of a thing otherwise than several, where the language does', () => {
  const units = [0, 1, 2, 1_001].map((value) => bigScreenEn[unitKeyOf('lessons', value, 'en')]);
  expect(units).toEqual(['lessons', 'lesson', 'lessons', 'lessons']);
  expect(unitKeyOf('rooms', 1, 'zh-CN')).toBe('bigScreen.unit.rooms');
});
