import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { regionId, termId } from '../../shared/kernel/ids.ts';
import { addDays, daysBetween, localDate } from '../../shared/kernel/time.ts';
import { datesOfSlot } from '../../shared/slot.ts';
import { type TermFields, teachingDays, type Weekday, weekdayOf } from '../../shared/term.ts';
import { autumn, nthId } from '../../test/support/timetable.ts';
import { checkTerm } from './term.rules.ts';

const day = (text: string) => localDate.parse(text);
const refused = (field: string, reason: string) => ({
  ok: false,
  error: { code: 'INVALID_VALUE', params: { field, reason } },
});

describe('a term', () => {
  test.each([
    ['to', 'range', { to: day('2026-08-30') }],
    ['to', 'range', { to: day('2028-08-30') }],
    ['holidays.0', 'range', { holidays: [{ name: '', from: day('2026-08-30'), to: day('2026-09-02') }] }],
    ['holidays.0', 'range', { holidays: [{ name: '', from: day('2026-09-02'), to: day('2026-09-01') }] }],
    ['makeUpDays.0', 'range', { makeUpDays: [{ date: day('2027-01-18'), asWeekday: 1 }] }],
    [
      'makeUpDays.1',
      'duplicate',
      {
        makeUpDays: [
          { date: day('2026-09-05'), asWeekday: 1 },
          { date: day('2026-09-05'), asWeekday: 2 },
        ],
      },
    ],
  ] as const)('is refused by its field: %s %s', (field, reason, more) => {
    expect(checkTerm([], { ...autumn, ...more } as TermFields)).toMatchObject(refused(field, reason));
  });

  test('of one region lies beside its other terms; another region has its own', () => {
    const other = (fields: Partial<TermFields>) => [
      { id: termId.parse(nthId(1, 5)), fields: { ...autumn, ...fields } },
    ];
    expect(checkTerm(other({ from: autumn.to, to: addDays(autumn.to, 9) }), autumn)).toMatchObject(
      refused('from', 'taken'),
    );
    expect(checkTerm(other({ from: addDays(autumn.to, 1), to: addDays(autumn.to, 9) }), autumn).ok).toBe(
      true,
    );
    expect(checkTerm(other({ regionId: regionId.parse(nthId(2, 9)) }), autumn).ok).toBe(true);
  });

  test('teaches a make-up day by the weekday that it stands for, and no holiday', () => {
    const days = teachingDays(autumn);
    expect(days.filter((each) => each.date >= '2026-10-01' && each.date <= '2026-10-07')).toEqual([]);
    expect(days.find((each) => each.date === '2026-10-10')).toEqual({
      date: '2026-10-10',
      weekday: 4,
      week: 6,
    });
    const thursdays = datesOfSlot(days, { weekday: 4, weeks: 'every' });
    expect(thursdays).toContain('2026-10-10');
    expect(thursdays).not.toContain('2026-10-01');
    expect(thursdays).toHaveLength(20);
    expect(datesOfSlot(days, { weekday: 4, weeks: 'even' })).toContain('2026-10-10');
  });
});

const seed = Number(process.env['FC_SEED'] ?? Date.now() % 2 ** 31);
const runs = { seed, numRuns: 200 };

const anyTerm = fc
  .record({
    start: fc.nat(400),
    length: fc.nat(200),
    holidays: fc.array(fc.record({ after: fc.nat(200), length: fc.nat(8) }), { maxLength: 4 }),
    makeUps: fc.array(fc.record({ after: fc.nat(200), asWeekday: fc.integer({ min: 1, max: 7 }) }), {
      maxLength: 4,
    }),
  })
  .map(({ start, length, holidays, makeUps }): TermFields => {
    const from = addDays(autumn.from, start);
    return {
      ...{ regionId: autumn.regionId, name: '学期', from, to: addDays(from, length) },
      holidays: holidays.map((each) => {
        return { name: '', from: addDays(from, each.after), to: addDays(from, each.after + each.length) };
      }),
      makeUpDays: [...new Map(makeUps.map((each) => [each.after, each])).values()].map((each) => {
        return { date: addDays(from, each.after), asWeekday: each.asWeekday };
      }),
    };
  });

test(`every teaching day belongs to exactly one weekday's slots, in odd or in even weeks (seed ${seed})`, () => {
  fc.assert(
    fc.property(anyTerm, (term) => {
      const days = teachingDays(term);
      const taught = [1, 2, 3, 4, 5, 6, 7].flatMap((weekday) =>
        (['odd', 'even'] as const).flatMap((weeks) => datesOfSlot(days, { weekday, weeks })),
      );
      expect(taught.toSorted()).toEqual(days.map((each) => each.date));
      for (const weekday of [1, 2, 3, 4, 5, 6, 7])
        expect(datesOfSlot(days, { weekday, weeks: 'every' })).toEqual(
          (['odd', 'even'] as const).flatMap((weeks) => datesOfSlot(days, { weekday, weeks })).toSorted(),
        );
    }),
    runs,
  );
});

test(`a day is taught unless it is a holiday, and a make-up day always is (seed ${seed})`, () => {
  fc.assert(
    fc.property(anyTerm, (term) => {
      const taught = new Map<string, Weekday>(teachingDays(term).map((each) => [each.date, each.weekday]));
      for (const date of daysBetween(term.from, term.to)) {
        const makeUp = term.makeUpDays.find((each) => each.date === date);
        const free = term.holidays.some((each) => each.from <= date && date <= each.to);
        expect(taught.get(date)).toBe(makeUp?.asWeekday ?? (free ? undefined : weekdayOf(date)));
      }
    }),
    runs,
  );
});

test(`weeks are counted from the Monday of the first day, one more each Monday (seed ${seed})`, () => {
  fc.assert(
    fc.property(anyTerm, (term) => {
      const days = teachingDays({ ...term, holidays: [], makeUpDays: [] });
      expect(days[0]?.week).toBe(1);
      for (const [index, each] of days.slice(1).entries())
        expect(each.week - (days[index]?.week ?? 0)).toBe(each.weekday === 1 ? 1 : 0);
    }),
    runs,
  );
});
