import { z } from 'zod';
import { elsewhereTool } from '../../../../shared/elsewhere.ts';
import { groupKind } from '../../../../shared/group.ts';
import { type ConsoleText, useText } from '../../text.ts';
import { EntryName } from '../list/EntryName.tsx';
import { EntriesPicker } from '../list/EntryPicker.tsx';
import type { Field, OtherInputProps, RegisterSpec } from '../list/register.types.ts';
import { ofSchool } from './options.ts';

const ids = z.array(z.string());

/** Lessons held in other tools 其他平台授课: every row says that nobody has verified it. */
export const elsewhereSpec: RegisterSpec = {
  register: 'elsewhere',
  tab: 'elsewhere',
  title: 'subject',
  places: ['region', 'school'],
  first: { register: 'school', tab: 'schools' },
  initial: { minutes: 40 },
  extra: { label: 'elsewhere.unverified', Cell: Unverified },
  fields: [
    { name: 'localDate', label: 'elsewhere.date', kind: { type: 'date' }, columnPx: 120 },
    {
      name: 'tool',
      label: 'elsewhere.tool',
      kind: {
        type: 'choice',
        options: elsewhereTool.options.map((value) => ({ value, label: `elsewhere.tool.${value}` as const })),
      },
      columnPx: 130,
    },
    { name: 'schoolId', label: 'elsewhere.school', kind: { type: 'entry', from: 'school' }, columnPx: 200 },
    {
      name: 'roomId',
      label: 'elsewhere.room',
      help: 'app.optional',
      kind: { type: 'entry', from: 'room', narrowed: ofSchool },
      empty: null,
      columnPx: 0,
    },
    {
      name: 'leadingSchoolId',
      label: 'elsewhere.leadingSchool',
      kind: { type: 'entry', from: 'school' },
      columnPx: 200,
    },
    { name: 'subject', label: 'lesson.subject', kind: { type: 'subject' }, columnPx: 100 },
    { name: 'grade', label: 'lesson.grade', kind: { type: 'text' }, empty: '', columnPx: 100 },
    {
      name: 'minutes',
      label: 'elsewhere.minutes',
      kind: { type: 'number', min: 5, max: 240 },
      columnPx: 80,
    },
    {
      name: 'presentCount',
      label: 'elsewhere.presentCount',
      help: 'app.optional',
      kind: { type: 'number', min: 0, max: 500 },
      empty: null,
      columnPx: 110,
    },
    {
      name: 'note',
      label: 'elsewhere.note',
      help: 'app.optional',
      kind: { type: 'text' },
      empty: '',
      columnPx: 160,
    },
  ],
};

function Unverified() {
  const t = useText();
  return (
    <span className="tag" title={t('elsewhere.unverifiedHelp')}>
      {t('elsewhere.unverified')}
    </span>
  );
}

const day = (name: 'fromDate' | 'toDate', label: Field['label']): Field => ({
  ...{ name, label, help: 'app.optional', kind: { type: 'date' } },
  ...{ empty: null, columnPx: 120, bulk: true },
});

/** Groups and pairs of teachers 研修共同体与结对. */
export const groupSpec: RegisterSpec = {
  register: 'group',
  tab: 'groups',
  title: 'name',
  places: ['region', 'school'],
  first: { register: 'school', tab: 'schools' },
  initial: { kind: 'group' },
  filter: {
    path: 'kind',
    label: 'group.kind',
    options: groupKind.options.map((value) => ({ value, label: `group.kind.${value}` as const })),
  },
  fields: [
    { name: 'name', label: 'group.name', kind: { type: 'text' }, columnPx: 200 },
    {
      name: 'kind',
      label: 'group.kind',
      kind: {
        type: 'choice',
        options: groupKind.options.map((value) => ({ value, label: `group.kind.${value}` as const })),
      },
      columnPx: 90,
    },
    { name: 'schoolId', label: 'group.school', kind: { type: 'entry', from: 'school' }, columnPx: 200 },
    {
      name: 'memberSchoolIds',
      label: 'group.members',
      help: 'group.membersHelp',
      kind: { type: 'other', words: schoolNames, Input: SchoolsInput },
      empty: [],
      columnPx: 360,
    },
    day('fromDate', 'group.from'),
    day('toDate', 'group.to'),
  ],
};

function schoolNames(t: ConsoleText, value: unknown) {
  const schools = ids.safeParse(value).data ?? [];
  if (schools.length === 0) return t('list.empty');
  return schools.map((id, index) => (
    <span key={id}>
      {index > 0 && t('app.listComma')}
      <EntryName from="school" id={id} />
    </span>
  ));
}

function SchoolsInput({ id, value, onChange }: OtherInputProps) {
  return (
    <EntriesPicker
      {...(id === undefined ? {} : { id })}
      from="school"
      value={ids.safeParse(value).data ?? []}
      onChange={(chosen) => onChange?.(chosen)}
    />
  );
}
