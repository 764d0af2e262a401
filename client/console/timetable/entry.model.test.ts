import { expect, it } from 'vitest';
import { bellFields } from '../../../shared/bell.ts';
import { termFields } from '../../../shared/term.ts';
import { idOf } from '../lesson-card.fixture.ts';
import { bellBody, bellValues, termBody, termValues, usualPeriods } from './entry.model.ts';

const term = termFields.parse({
  regionId: idOf(1),
  name: '秋季学期',
  from: '2026-09-01',
  to: '2027-01-20',
  holidays: [{ name: '国庆节', from: '2026-10-01', to: '2026-10-07' }],
  makeUpDays: [{ date: '2026-10-10', asWeekday: 3 }],
});
const bell = bellFields.parse({
  schoolId: idOf(2),
  name: '夏季作息',
  fromDate: null,
  toDate: '2026-09-30',
  weekdays: [1, 2, 3, 4, 5],
  periods: [{ name: '第1节', startMinute: 510, durationMinutes: 40 }],
});

it('shows an entry as it is and sends it back unchanged', () => {
  expect(termFields.parse(termBody(termValues(term)))).toEqual(term);
  expect(bellFields.parse(bellBody(bellValues(bell)))).toEqual(bell);
});

it('leaves out rows in which nothing was typed, and takes a holiday of one day', () => {
  const typed = {
    ...termValues(term),
    holidays: [undefined, {}, { name: '中秋节', from: '2026-09-25' }],
    makeUpDays: [{}],
  };
  expect(termFields.parse(termBody(typed))).toMatchObject({
    holidays: [{ name: '中秋节', from: '2026-09-25', to: '2026-09-25' }],
    makeUpDays: [],
  });
});

it('does not guess what is wrong', () => {
  expect(
    termFields.safeParse(termBody({ ...termValues(term), makeUpDays: [{ date: '2026-10-10' }] })).success,
  ).toBe(false);
  const periods = [{ name: '第1节', start: '25:00', durationMinutes: 40 }];
  expect(bellFields.safeParse(bellBody({ ...bellValues(bell), periods })).success).toBe(false);
  expect(bellFields.safeParse(bellBody({ ...bellValues(bell), periods: [] })).success).toBe(false);
});

it('begins with a usual day', () => {
  const usual = bellBody({ ...bellValues(bell), periods: usualPeriods((number) => `第${number}节`) });
  expect(bellFields.parse(usual).periods.map((each) => each.startMinute)).toEqual([
    510, 560, 620, 670, 840, 890,
  ]);
});
