import { describe, expect, it } from 'vitest';
import { bellFields } from '../../../shared/bell.ts';
import { termFields } from '../../../shared/term.ts';
import { fieldsOf } from '../directory/list/entry.model.ts';
import type { Field, Fields, RegisterSpec, RowColumn } from '../directory/list/register.types.ts';
import { idOf } from '../lesson-card.fixture.ts';
import {
  bellBody,
  daysIn,
  holidayColumns,
  makeUpColumns,
  periodColumns,
  termBody,
  usualPeriods,
} from './entry.model.ts';

const term = {
  regionId: idOf(1),
  name: '秋季学期',
  from: '2026-09-01',
  to: '2027-01-20',
  holidays: [{ name: '国庆节', from: '2026-10-01', to: '2026-10-07' }],
  makeUpDays: [{ date: '2026-10-10', asWeekday: 3 }],
};
const bell = {
  schoolId: idOf(2),
  name: '夏季作息',
  fromDate: null,
  toDate: '2026-09-30',
  weekdays: [1, 2, 3, 4, 5],
  periods: [{ name: '第1节', startMinute: 510, durationMinutes: 40 }],
};
const field = (name: string, more: Partial<Field> = {}): Field => ({
  ...{ name, label: 'timetable.bellName', kind: { type: 'text' }, columnPx: 0 },
  ...more,
});
const rows = (name: string, columns: readonly RowColumn[]): Field =>
  field(name, {
    kind: { type: 'rows', label: 'timetable.bells', addLabel: 'app.close', columns, words: () => '' },
    empty: [],
  });
const termSpec: RegisterSpec = {
  ...{ register: 'term', tab: 'terms', title: 'name', places: [], toFields: termBody },
  fields: [
    ...['regionId', 'name', 'from', 'to'].map((name) => field(name)),
    rows('holidays', holidayColumns),
    rows('makeUpDays', makeUpColumns),
  ],
};
const bellSpec: RegisterSpec = {
  ...{ register: 'bell', tab: 'bells', title: 'name', places: [], toFields: bellBody },
  fields: [
    ...['schoolId', 'name'].map((name) => field(name)),
    ...['fromDate', 'toDate'].map((name) => field(name, { empty: null })),
    field('weekdays', { empty: [] }),
    rows('periods', periodColumns),
  ],
};
const typed = (spec: RegisterSpec, values: Fields) =>
  fieldsOf(spec, values, { before: {}, context: { rootId: null } });

describe('what an office types', () => {
  it('is not guessed at where it is wrong', () => {
    const reads = (values: Fields) => bellFields.safeParse(typed(bellSpec, { ...bell, ...values })).success;
    expect(reads({ periods: [] })).toBe(false);
    expect(reads({ periods: [{ name: '第1节', startMinute: undefined, durationMinutes: 40 }] })).toBe(false);
    expect(reads({ weekdays: undefined })).toBe(false);
    expect(reads({})).toBe(true);
    const days = typed(termSpec, { ...term, makeUpDays: [{ date: '2026-10-10' }] });
    expect(termFields.safeParse(days).success).toBe(false);
  });
  it('is sent as it stands, without what belongs to the form alone', () => {
    const more = { validFrom: '2026-10-01', other: 1 };
    expect(termFields.parse(typed(termSpec, { ...term, ...more }))).toEqual(term);
    expect(bellFields.parse(typed(bellSpec, { ...bell, ...more }))).toEqual(bell);
  });
  it('loses rows in which nothing was typed, and takes a holiday of one day', () => {
    const values = {
      ...term,
      holidays: [{}, { name: '中秋节', from: '2026-09-25', to: '' }, { name: '' }],
      makeUpDays: [{}],
    };
    expect(termFields.parse(typed(termSpec, values))).toMatchObject({
      holidays: [{ name: '中秋节', from: '2026-09-25', to: '2026-09-25' }],
      makeUpDays: [],
    });
  });
  it('leaves dates open that were emptied', () => {
    expect(typed(bellSpec, { ...bell, toDate: '' })).toEqual({ ...bell, toDate: null });
  });
});

it('reads weekdays in their order, and nothing from what holds none', () => {
  expect(daysIn(undefined)).toEqual([]);
  expect(daysIn(['1', 3, 2])).toEqual([2, 3]);
});

it('begins with a usual day', () => {
  const periods = usualPeriods((number) => `第${number}节`);
  expect(bellFields.parse({ ...bell, periods }).periods.map((each) => each.startMinute)).toEqual([
    510, 560, 620, 670, 840, 890,
  ]);
});
