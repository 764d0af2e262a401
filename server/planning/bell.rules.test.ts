import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type BellFields, bellOn, overlapRatio } from '../../shared/bell.ts';
import { bellId, schoolId } from '../../shared/kernel/ids.ts';
import { localDate } from '../../shared/kernel/time.ts';
import { teachingDays } from '../../shared/term.ts';
import { autumn, nthId, periods } from '../../test/support/timetable.ts';
import { checkBell, liesInPeriod, ringingsOf, sharedPeriod } from './bell.rules.ts';

const school = schoolId.parse(nthId(3, 1));
const day = (text: string) => localDate.parse(text);
const bell: BellFields = {
  schoolId: school,
  name: '冬季作息',
  fromDate: null,
  toDate: null,
  weekdays: [1, 2, 3, 4, 5],
  periods: periods(500),
};
const refused = (field: string, reason: string) => ({
  ok: false,
  error: { code: 'INVALID_VALUE', params: { field, reason } },
});
const period = (name: string, startMinute: number, durationMinutes = 40) => {
  return { name, startMinute, durationMinutes };
};
const entries = (...all: BellFields[]) =>
  all.map((fields, index) => ({ id: bellId.parse(nthId(7, index)), fields }));

describe("a school's bells", () => {
  test.each([
    ['toDate', 'range', { fromDate: day('2026-05-01'), toDate: day('2026-04-30') }],
    ['weekdays', 'duplicate', { weekdays: [1, 1] }],
    ['periods.1', 'mismatch', { periods: [period('1', 500), period('2', 539)] }],
    ['periods.1', 'mismatch', { periods: [period('1', 500), period('2', 490)] }],
    ['periods.1', 'duplicate', { periods: [period('1', 500), period('1', 600)] }],
    ['periods.0', 'range', { periods: [period('1', 1_401)] }],
  ] as const)('are refused by their field: %s %s', (field, reason, more) => {
    expect(checkBell([], { ...bell, ...more } as BellFields)).toMatchObject(refused(field, reason));
  });

  test('may end where the next period begins; two may not begin on one day for one weekday', () => {
    expect(checkBell([], { ...bell, periods: [period('1', 500), period('2', 540)] }).ok).toBe(true);
    expect(checkBell(entries(bell), bell)).toMatchObject(refused('fromDate', 'taken'));
    expect(checkBell(entries({ ...bell, weekdays: [6] }), bell).ok).toBe(true);
    expect(checkBell(entries({ ...bell, fromDate: day('2026-05-01') }), bell).ok).toBe(true);
  });

  test('of two that hold, the one that began later is rung', () => {
    const summer = { ...bell, name: '夏季作息', fromDate: day('2026-10-08'), periods: periods(500, 870) };
    const on = (date: string, weekday = 1) =>
      bellOn([summer, bell], { date: day(date), weekday })?.name ?? null;
    expect([on('2026-10-07'), on('2026-10-08'), on('2026-10-08', 6)]).toEqual(['冬季作息', '夏季作息', null]);
  });

  test('that change within the term leave only what both ring at the same minute', () => {
    const summer = { ...bell, fromDate: day('2026-10-08'), periods: periods(500, 870) };
    const ringing = ringingsOf(entries(bell, summer), teachingDays(autumn)).of(school, 1);
    if (ringing === null) throw new Error('nothing is rung');
    expect(liesInPeriod(ringing, period('', 500))).toBe(true);
    expect(liesInPeriod(ringing, period('', 840))).toBe(false);
    expect(sharedPeriod(ringing, period('', 840))).toMatchObject({ ratio: 0.25 });
  });

  test('that nobody entered are unknown, those of other days silent', () => {
    const ringings = ringingsOf(entries(bell), teachingDays(autumn));
    expect(ringings.of(schoolId.parse(nthId(3, 2)), 1)).toBeNull();
    expect(ringings.of(school, 6)).toMatchObject({ silent: true });
    const saturday = { ...autumn, makeUpDays: [{ date: day('2026-09-05'), asWeekday: 1 }] };
    expect(ringingsOf(entries(bell), teachingDays(saturday)).of(school, 1)).toMatchObject({ silent: false });
  });
});

const seed = Number(process.env['FC_SEED'] ?? Date.now() % 2 ** 31);
const anyPart = fc.record({
  startMinute: fc.integer({ min: 0, max: 1_200 }),
  durationMinutes: fc.integer({ min: 5, max: 240 }),
});

test(`the overlap is the same number of minutes from both sides, and all of it within oneself (seed ${seed})`, () => {
  fc.assert(
    fc.property(anyPart, anyPart, (a, b) => {
      const minutes = (of: typeof a, within: typeof a) => overlapRatio(of, within) * of.durationMinutes;
      expect(minutes(a, b)).toBeCloseTo(minutes(b, a), 6);
      expect(overlapRatio(a, a)).toBe(1);
      let counted = 0;
      for (let minute = a.startMinute; minute < a.startMinute + a.durationMinutes; minute++)
        if (b.startMinute <= minute && minute < b.startMinute + b.durationMinutes) counted += 1;
      expect(minutes(a, b)).toBeCloseTo(counted, 6);
    }),
    { seed, numRuns: 300 },
  );
});

test(`bells that pass the check never ring two periods in one minute (seed ${seed})`, () => {
  const anyPeriods = fc.array(anyPart, { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(anyPeriods, (parts) => {
      const of = parts.map((part, index) => ({ ...part, name: `${index}` }));
      const clear = of.every((a, index) =>
        of.slice(0, index).every((b) => overlapRatio(a, b) === 0 && overlapRatio(b, a) === 0),
      );
      expect(checkBell([], { ...bell, periods: of }).ok).toBe(clear);
    }),
    { seed, numRuns: 300 },
  );
});
