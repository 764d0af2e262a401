import { needState } from '../../../../shared/need.ts';
import type { ConsoleText } from '../../text.ts';
import { OfferCell } from '../AnswerOffer.tsx';
import { FillCurriculum } from '../FillCurriculum.tsx';
import { linkBody, linkWords } from '../link.model.ts';
import { knownFields } from '../list/names.ts';
import type { Field, RegisterSpec } from '../list/register.types.ts';
import { PeriodsInput, periodsWords } from '../PeriodsInput.tsx';
import { LinkActs, NeedActs } from '../StatusActs.tsx';
import { leadKinds, ofSchool, pointKinds } from './options.ts';

const subject: Field = { name: 'subject', label: 'lesson.subject', kind: { type: 'subject' }, columnPx: 110 };
const grade: Field = {
  name: 'grade',
  label: 'lesson.grade',
  kind: { type: 'text' },
  empty: '',
  columnPx: 100,
};
const periods: Field = {
  name: 'periodsPerWeek',
  label: 'need.periods',
  kind: { type: 'number', min: 1, max: 20 },
  columnPx: 130,
  bulk: true,
};

export const subjectSpec: RegisterSpec = {
  register: 'subject',
  tab: 'subjects',
  title: 'name',
  places: [],
  initial: { order: 50 },
  Tools: FillCurriculum,
  fields: [
    { name: 'name', label: 'subject.name', kind: { type: 'text' }, columnPx: 140 },
    {
      name: 'requiredPeriods',
      label: 'subject.required',
      help: 'subject.requiredHelp',
      kind: { type: 'other', words: periodsWords, Input: PeriodsInput },
      empty: [],
      columnPx: 640,
    },
    { name: 'order', label: 'subject.order', kind: { type: 'number', min: 0, max: 999 }, columnPx: 80 },
  ],
};

export const needSpec: RegisterSpec = {
  register: 'need',
  tab: 'needs',
  title: 'subject',
  places: ['region', 'school'],
  filter: {
    path: 'status.state',
    label: 'need.state',
    options: [{ value: 'inForce', label: 'need.inForce' }],
  },
  first: { register: 'school', tab: 'schools' },
  initial: { periodsPerWeek: 2 },
  Acts: NeedActs,
  fields: [
    {
      name: 'schoolId',
      label: 'need.point',
      kind: { type: 'entry', from: 'school', narrowed: () => pointKinds },
      columnPx: 200,
    },
    subject,
    grade,
    { ...periods, help: 'need.periodsHelp' },
    {
      name: 'classId',
      label: 'need.class',
      help: 'need.classHelp',
      kind: { type: 'entry', from: 'class', narrowed: ofSchool },
      empty: null,
      columnPx: 110,
    },
    {
      name: 'termId',
      label: 'need.term',
      help: 'need.termHelp',
      kind: { type: 'entry', from: 'term' },
      empty: null,
      columnPx: 110,
      bulk: true,
    },
    {
      name: 'reason',
      label: 'need.reason',
      help: 'need.reasonHelp',
      kind: { type: 'text' },
      empty: '',
      columnPx: 170,
      bulk: true,
    },
    {
      name: 'status',
      label: 'need.serviceState',
      kind: { type: 'other', words: needWords },
      empty: { state: 'inForce' },
      columnPx: 140,
    },
  ],
};

function needWords(t: ConsoleText, value: unknown): string {
  const status = needState.safeParse(value).data;
  if (status === undefined) return t('list.empty');
  return status.state === 'inForce' ? t('need.inForce') : t('need.withdrawn', { reason: status.reason });
}

export const linkSpec: RegisterSpec = {
  register: 'link',
  tab: 'links',
  title: 'fromSchoolId',
  places: ['region', 'school'],
  filter: {
    path: 'status.state',
    label: 'link.status',
    options: [
      { value: 'accepted', label: 'linkState.accepted' },
      { value: 'offered', label: 'linkState.offered' },
    ],
  },
  first: { register: 'need', tab: 'needs' },
  Acts: LinkActs,
  extra: { label: 'linkGraph.answer', Cell: OfferCell },
  toFields: (values) => linkBody(values, (id) => knownFields('need', id)),
  fields: [
    {
      name: 'needId',
      label: 'link.need',
      help: 'link.needHelp',
      kind: { type: 'entry', from: 'need', narrowed: () => ({ field: 'status.state', value: 'inForce' }) },
      columnPx: 0,
      hiddenIn: 'edit',
    },
    {
      name: 'fromSchoolId',
      label: 'link.from',
      kind: { type: 'entry', from: 'school', narrowed: () => leadKinds },
      columnPx: 200,
    },
    {
      name: 'toSchoolId',
      label: 'link.to',
      kind: { type: 'entry', from: 'school' },
      columnPx: 200,
      hiddenIn: 'both',
    },
    { ...subject, hiddenIn: 'both' },
    { ...grade, hiddenIn: 'both' },
    { ...periods, help: 'link.periodsHelp' },
    {
      name: 'label',
      label: 'link.label',
      help: 'link.labelHelp',
      kind: { type: 'text' },
      empty: '',
      columnPx: 110,
      bulk: true,
    },
    {
      name: 'fromDate',
      label: 'link.fromDate',
      help: 'app.optional',
      kind: { type: 'date' },
      empty: null,
      columnPx: 120,
      bulk: true,
    },
    {
      name: 'toDate',
      label: 'link.toDate',
      help: 'app.optional',
      kind: { type: 'date' },
      empty: null,
      columnPx: 120,
      bulk: true,
    },
    {
      name: 'status',
      label: 'link.status',
      kind: { type: 'other', words: linkWords },
      columnPx: 130,
    },
  ],
};

export const localTeachingSpec: RegisterSpec = {
  register: 'localTeaching',
  tab: 'localTeaching',
  title: 'subject',
  places: ['region', 'school'],
  first: { register: 'school', tab: 'schools' },
  initial: { periodsPerWeek: 2 },
  fields: [
    { name: 'schoolId', label: 'room.school', kind: { type: 'entry', from: 'school' }, columnPx: 240 },
    subject,
    grade,
    periods,
  ],
};
