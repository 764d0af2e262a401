import { expect, test } from 'vitest';
import { daysBetween, type LocalDate } from '../../shared/kernel/time.ts';
import { type TermFields, termFields } from '../../shared/term.ts';
import { onDay } from '../../test/support/coverage-facts.ts';
import { nthId } from '../../test/support/session-log.ts';
import { isTaught, taughtBetween } from './calendar.rules.ts';

const term = (region: number, from: string, to: string, more: Partial<TermFields> = {}): TermFields => ({
  ...termFields.parse({ regionId: nthId(region), name: '学期', from, to, holidays: [], makeUpDays: [] }),
  ...more,
});
const dates = (terms: readonly TermFields[], from: string, to: string): LocalDate[] =>
  daysBetween(onDay(from), onDay(to)).filter((date) => isTaught(terms, date));

test('without a term it is Monday to Friday', () => {
  expect(dates([], '2026-03-06', '2026-03-10')).toEqual(['2026-03-06', '2026-03-09', '2026-03-10']);
});

test('a term has its holidays and make-up days, and none teaches outside of it', () => {
  const spring = term(1, '2026-03-04', '2026-03-17', {
    holidays: [{ name: '假', from: onDay('2026-03-09'), to: onDay('2026-03-10') }],
    makeUpDays: [{ date: onDay('2026-03-14'), asWeekday: 1 }],
  });
  expect(dates([spring], '2026-03-01', '2026-03-20')).toEqual([
    ...['2026-03-04', '2026-03-05', '2026-03-06', '2026-03-11', '2026-03-12', '2026-03-13', '2026-03-14'],
    ...['2026-03-16', '2026-03-17'],
  ]);
});

test('a term of another school year says nothing about this one', () => {
  const autumn = term(1, '2025-02-24', '2025-07-04');
  expect(isTaught([autumn], onDay('2026-03-02'))).toBe(true);
  expect(isTaught([autumn], onDay('2025-08-31'))).toBe(false);
  expect(isTaught([autumn], onDay('2025-09-01'))).toBe(true);
});

test('a county’s own term takes the place of its province’s, which still holds for the other half of the year', () => {
  const county = term(1, '2025-09-08', '2026-01-09');
  const province = term(2, '2025-09-01', '2026-01-16');
  const spring = term(2, '2026-03-02', '2026-07-03');
  const terms = [county, province, spring];
  expect([onDay('2025-09-01'), onDay('2026-01-12')].map((date) => isTaught(terms, date))).toEqual([
    false,
    false,
  ]);
  expect(isTaught(terms, onDay('2026-03-02'))).toBe(true);
  expect(isTaught([province, spring], onDay('2025-09-01'))).toBe(true);
});

test.each([
  ['a partial week counts for the period in which its Monday lies', '2026-03-04', '2026-03-13', 8, 1],
  ['two whole weeks', '2026-03-02', '2026-03-15', 10, 2],
  ['a weekend', '2026-03-07', '2026-03-08', 0, 0],
  ['a period turned round', '2026-03-08', '2026-03-02', 0, 0],
] as const)('%s', (_, from, to, dayCount, weekCount) => {
  expect(taughtBetween([], onDay(from), onDay(to))).toEqual({ dayCount, weekCount });
});
