import { expect, test } from 'vitest';
import { bellFields } from '../../shared/bell.ts';
import { addDays, localDate } from '../../shared/kernel/time.ts';
import { subjectFields } from '../../shared/subject.ts';
import { bellsOf, demoSubjects, demoTerm, taughtLocally, termAround } from './demo.calendar.rules.ts';

test.each([
  ['2026-01-24', '2025-08-31'],
  ['2026-01-25', '2026-02-23'],
  ['2026-07-12', '2026-02-23'],
  ['2026-07-13', '2026-08-31'],
  ['2026-12-31', '2026-08-31'],
])('on %s the term that counts begins on %s', (today, from) => {
  const term = termAround(localDate.parse(today));
  expect(term.from).toBe(from);
  expect(term.to >= localDate.parse(today)).toBe(true);
  expect(term.holidays.every((each) => term.from <= each.from && each.to <= term.to)).toBe(true);
});

test('what points teach by themselves stands in its subjects, and everything fits the registers', () => {
  const names = demoSubjects.map((each) => subjectFields.parse(each).name);
  expect(taughtLocally.filter((each) => !names.includes(each))).toEqual([]);
  expect(
    bellFields.safeParse({ ...bellsOf(5), schoolId: '018f0000-0000-7000-8000-000000000000' }).success,
  ).toBe(true);
});

test('the demonstration’s term holds today and what lies behind it, in holidays too', () => {
  for (const day of ['2026-01-30', '2026-02-23', '2026-08-01', '2026-09-02', '2026-11-20']) {
    const today = localDate.parse(day);
    const term = demoTerm(today);
    expect([term.from <= addDays(today, -28), today <= term.to]).toEqual([true, true]);
  }
  expect(demoTerm(localDate.parse('2026-11-20'))).toEqual(termAround(localDate.parse('2026-11-20')));
});
