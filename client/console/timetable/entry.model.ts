import type { BellPeriod } from '../../../shared/bell.ts';
import type { Fields, RowColumn } from '../directory/list/register.types.ts';

/** The register's own fields of a form's values; the table decides whether they are an entry. */
const bodyOf =
  (...names: readonly string[]) =>
  (values: Fields): Fields =>
    Object.fromEntries(names.map((name) => [name, values[name]]));
export const termBody = bodyOf('regionId', 'name', 'from', 'to', 'holidays', 'makeUpDays');
export const bellBody = bodyOf('schoolId', 'name', 'fromDate', 'toDate', 'weekdays', 'periods');

export const holidayColumns: readonly RowColumn[] = [
  { name: 'name', label: 'timetable.holidayName', type: 'text' },
  { name: 'from', label: 'timetable.termFrom', type: 'date' },
  { name: 'to', label: 'timetable.termTo', type: 'date', else: 'from' },
];
export const makeUpColumns: readonly RowColumn[] = [
  { name: 'date', label: 'timetable.makeUpDate', type: 'date' },
  { name: 'asWeekday', label: 'timetable.makeUpAs', type: 'weekday' },
];
export const periodColumns: readonly RowColumn[] = [
  { name: 'name', label: 'timetable.periodName', type: 'text' },
  { name: 'startMinute', label: 'timetable.periodStart', type: 'time' },
  { name: 'durationMinutes', label: 'timetable.periodMinutes', type: 'number', min: 5, max: 240 },
];

/** Weekdays, Monday first, as far as a value holds any. */
export const daysIn = (value: unknown): readonly number[] =>
  Array.isArray(value) ? value.filter((each) => typeof each === 'number').toSorted((a, b) => a - b) : [];

/** A primary school's usual day: three periods before noon, three after. */
export const usualPeriods = (nameOf: (number: number) => string): BellPeriod[] =>
  [510, 560, 620, 670, 840, 890].map((startMinute, index) => ({
    name: nameOf(index + 1),
    startMinute,
    durationMinutes: 40,
  }));
