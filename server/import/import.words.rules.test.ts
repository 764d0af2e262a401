import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  clockText,
  dateText,
  gradeText,
  minuteOf,
  plain,
  readerOf,
  weekdaysOf,
} from './import.words.rules.ts';

describe('words of files', () => {
  test.each(['2026-13-01', '2026-02-30', '26-9-1', '12', 'soon', ''])('%j is no day', (text) => {
    expect(dateText(text)).toBeNull();
  });
  test.each(['2026-09-01', '2026/9/1', '2026.9.1', '2026年9月1日', '20260901', '46266', '２０２６-９-１'])(
    '%s is a day',
    (text) => {
      expect(dateText(text)).toBe('2026-09-01');
    },
  );

  test.each(['8', '8:60', '8点61', 'noon', '1.5', ''])('%j is no time', (text) => {
    expect(minuteOf(text)).toBeNull();
  });
  test.each(['8:30', '08:30', '08:30:00', '8点30分', '8：30', '0.354166666666667'])(
    '%s is a time',
    (text) => {
      expect(minuteOf(text)).toBe(510);
    },
  );
  test('every minute of a day is read as it is written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1439 }), (minute) => minuteOf(clockText(minute)) === minute),
    );
  });

  test.each(['周八', '8', '周五至周一', '周一至', '早上', ''])('%j are no weekdays', (text) => {
    expect(weekdaysOf(text)).toBeNull();
  });
  test.each([
    ['周一至周五', [1, 2, 3, 4, 5]],
    ['1-5', [1, 2, 3, 4, 5]],
    ['Mon-Fri', [1, 2, 3, 4, 5]],
    ['一三五', [1, 3, 5]],
    ['星期二、星期日', [2, 7]],
    ['Mon, Wednesday', [1, 3]],
  ])('%s are weekdays', (text, days) => {
    expect(weekdaysOf(text)).toEqual(days);
  });

  test('one grade has one name, whatever it is called; others keep theirs', () => {
    for (const text of ['三年级', '3年级', '三', '3', '03', 'Grade 3', 'G3', '３'])
      expect(gradeText(text)).toBe('三年级');
    expect(gradeText('初一')).toBe('七年级');
    for (const text of ['复式班', '十年级', '']) expect(gradeText(text)).toBe(text);
  });

  test('headings and values are known in both languages', () => {
    const kind = readerOf('kind', ['central', 'teachingPoint'] as const);
    for (const text of ['教学点', 'Teaching point', 'TEACHING-POINT', 'teachingPoint', ' 教 学 点 '])
      expect(kind(text)).toBe('teachingPoint');
    expect(kind('大学')).toBeNull();
    expect(plain('带宽（Mbps）*')).toBe('带宽');
  });
});
