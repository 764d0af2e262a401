import { Checkbox } from 'antd';
import { termFields, weekOfTerm } from '../../../shared/term.ts';
import { rowsIn } from '../directory/list/entry.model.ts';
import type { Field, OtherInputProps, RegisterSpec, Row } from '../directory/list/register.types.ts';
import { minuteText } from '../shell/clock.model.ts';
import { weekdayText } from '../shell/format.ts';
import { type ConsoleText, useLanguage } from '../text.ts';
import { bellBody, daysIn, holidayColumns, makeUpColumns, periodColumns, termBody } from './entry.model.ts';

const day = (name: 'from' | 'to', label: Field['label']): Field => ({
  ...{ name, label, kind: { type: 'date' }, columnPx: 130 },
});

/** Terms 学期 with their holidays and make-up days. */
export const termSpec: RegisterSpec = {
  register: 'term',
  tab: 'terms',
  title: 'name',
  places: ['region'],
  formPx: 600,
  toFields: termBody,
  extra: { label: 'timetable.termWeeks', Cell: Weeks },
  fields: [
    {
      name: 'regionId',
      label: 'timetable.termRegion',
      kind: { type: 'entry', from: 'region' },
      columnPx: 160,
    },
    { name: 'name', label: 'timetable.termName', kind: { type: 'text' }, columnPx: 200 },
    day('from', 'timetable.termFrom'),
    day('to', 'timetable.termTo'),
    {
      name: 'holidays',
      label: 'timetable.holidays',
      kind: {
        type: 'rows',
        label: 'timetable.holidays',
        addLabel: 'timetable.holidayAdd',
        columns: holidayColumns,
        words: (t, value) =>
          rowsIn(value)
            .map(({ name, from, to }) => `${name ?? ''} ${from === to ? from : `${from} – ${to}`}`.trim())
            .join(t('app.listComma')) || t('list.empty'),
      },
      empty: [],
      columnPx: 300,
      bulk: true,
    },
    {
      name: 'makeUpDays',
      label: 'timetable.makeUpDays',
      kind: {
        type: 'rows',
        label: 'timetable.makeUpDays',
        addLabel: 'timetable.makeUpAdd',
        columns: makeUpColumns,
        words: (_, value) => <MakeUpDays value={value} />,
      },
      empty: [],
      columnPx: 200,
      bulk: true,
    },
  ],
};

function Weeks({ row }: { readonly row: Row }) {
  const term = termFields.safeParse(row.fields).data;
  return term === undefined ? null : weekOfTerm(term, term.to);
}

function MakeUpDays({ value }: { readonly value: unknown }) {
  const locale = useLanguage((language) => language.locale);
  return rowsIn(value)
    .map(({ date, asWeekday }) => `${date} → ${weekdayText(Number(asWeekday), locale)}`)
    .join(' · ');
}

/** When the periods of each school begin 作息时间. */
export const bellSpec: RegisterSpec = {
  register: 'bell',
  tab: 'bells',
  title: 'name',
  places: ['region', 'school'],
  formPx: 600,
  first: { register: 'school', tab: 'schools' },
  toFields: bellBody,
  fields: [
    {
      name: 'schoolId',
      label: 'timetable.bellSchool',
      kind: { type: 'entry', from: 'school' },
      columnPx: 220,
    },
    { name: 'name', label: 'timetable.bellName', kind: { type: 'text' }, columnPx: 130, bulk: true },
    {
      name: 'fromDate',
      label: 'timetable.bellFrom',
      help: 'app.optional',
      kind: { type: 'date' },
      empty: null,
      columnPx: 120,
      bulk: true,
    },
    {
      name: 'toDate',
      label: 'timetable.bellTo',
      help: 'app.optional',
      kind: { type: 'date' },
      empty: null,
      columnPx: 120,
      bulk: true,
    },
    {
      name: 'weekdays',
      label: 'timetable.bellWeekdays',
      kind: { type: 'other', words: (_, value) => <Weekdays value={value} />, Input: WeekdaysInput },
      empty: [],
      columnPx: 200,
      bulk: true,
    },
    {
      name: 'periods',
      label: 'timetable.bellPeriods',
      kind: {
        type: 'rows',
        label: 'timetable.bellPeriods',
        addLabel: 'timetable.periodAdd',
        columns: periodColumns,
        words: periodWords,
      },
      empty: [],
      columnPx: 420,
      bulk: true,
    },
  ],
};

function periodWords(t: ConsoleText, value: unknown): string {
  const words = rowsIn(value).flatMap(({ startMinute, durationMinutes }) =>
    typeof startMinute === 'number' && typeof durationMinutes === 'number'
      ? [`${minuteText(startMinute)}–${minuteText((startMinute + durationMinutes) % 1440)}`]
      : [],
  );
  return words.join(t('app.listComma')) || t('list.empty');
}

function Weekdays({ value }: { readonly value: unknown }) {
  const locale = useLanguage((language) => language.locale);
  return daysIn(value)
    .map((each) => weekdayText(each, locale))
    .join(' ');
}

function WeekdaysInput({ id, value, onChange }: OtherInputProps) {
  const locale = useLanguage((language) => language.locale);
  return (
    <div {...(id === undefined ? {} : { id })}>
      <Checkbox.Group
        value={[...daysIn(value)]}
        onChange={(chosen) => onChange?.(daysIn(chosen))}
        options={[1, 2, 3, 4, 5, 6, 7].map((each) => ({ value: each, label: weekdayText(each, locale) }))}
      />
    </div>
  );
}
