import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Period, periodKind } from '../../shared/coverage/period.ts';
import { addDays, type LocalDate, localDate } from '../../shared/kernel/time.ts';
import { checkDate, periodBefore, periodOf, periodsUpTo } from './report.period.rules.ts';

const day = (text: string): LocalDate => localDate.parse(text);
const today = day('2026-11-22');
const term = (from: string, to: string) => ({ from: day(from), to: day(to) });
const value = (found: ReturnType<typeof periodOf>): Period | string =>
  found.ok ? found.value : found.error.code;

describe('a period that there is none of', () => {
  test('a day to come, one before all records, and a day without a term', () => {
    expect(value(periodOf('day', day('2026-11-23'), { today, terms: [] }))).toBe('PERIOD_AHEAD');
    expect(value(periodOf('year', day('0001-01-01'), { today, terms: [] }))).toBe('INVALID_VALUE');
    expect(checkDate(day('1999-12-31'), today).ok).toBe(false);
    const terms = [term('2026-09-01', '2027-01-15')];
    expect(value(periodOf('term', day('2026-08-31'), { today, terms }))).toBe('NO_TERM');
    // A day to come is refused before anybody asks whether a term holds it.
    expect(value(periodOf('term', day('2026-12-01'), { today, terms }))).toBe('PERIOD_AHEAD');
  });

  test('the term of the nearest region counts, else one of a region above', () => {
    const terms = [term('2026-09-07', '2027-01-20'), term('2026-09-01', '2027-01-15')];
    expect(value(periodOf('term', day('2026-09-10'), { today, terms }))).toMatchObject({
      from: '2026-09-07',
    });
    expect(value(periodOf('term', day('2026-09-03'), { today, terms }))).toMatchObject({
      from: '2026-09-01',
    });
  });
});

describe('the periods before one', () => {
  test('of terms the one that ended last, of those at the same time the nearest', () => {
    const terms = [
      term('2026-09-07', '2027-01-20'),
      term('2026-02-20', '2026-07-05'),
      term('2026-02-16', '2026-07-10'),
      term('2025-09-01', '2026-01-15'),
    ];
    const now: Period = { kind: 'term', ...term('2026-09-07', '2027-01-20') };
    const found = periodsUpTo(now, 5, { today, terms });
    expect(found.map((each) => each.from)).toEqual(['2025-09-01', '2026-02-20', '2026-09-07']);
    expect(periodBefore({ kind: 'term', ...term('2025-09-01', '2026-01-15') }, { today, terms })).toBeNull();
  });

  test('of the others: one ends the day before the next begins', () => {
    const kinds = fc.constantFrom(...periodKind.options.filter((kind) => kind !== 'term'));
    fc.assert(
      fc.property(
        kinds,
        fc.integer({ min: 0, max: 5_000 }),
        fc.integer({ min: 2, max: 36 }),
        (kind, back, count) => {
          const found = periodOf(kind, addDays(today, -back), { today, terms: [] });
          if (!found.ok) throw new Error(found.error.code);
          const row = periodsUpTo(found.value, count, { today, terms: [] });
          expect(row.at(-1)).toEqual(found.value);
          for (const [index, each] of row.slice(1).entries())
            expect(row[index]?.to).toBe(addDays(each.from, -1));
        },
      ),
    );
  });
});
