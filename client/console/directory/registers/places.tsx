import type { Field, RegisterSpec } from '../list/register.types.ts';
import { MergeButton } from '../MergeButton.tsx';
import { SourcesButton } from '../SourcesButton.tsx';
import { ends, kinds, levels, ofSchool, recordings } from './options.ts';

export const regionSpec: RegisterSpec = {
  register: 'region',
  tab: 'regions',
  title: 'name',
  places: ['region'],
  filter: { path: 'level', label: 'region.level', options: levels },
  initial: { level: 'township' },
  fields: [
    { name: 'name', label: 'region.name', kind: { type: 'text' }, columnPx: 220 },
    {
      name: 'level',
      label: 'region.level',
      kind: { type: 'choice', options: levels },
      columnPx: 100,
    },
    {
      name: 'parentId',
      label: 'region.parent',
      kind: { type: 'entry', from: 'region' },
      empty: null,
      columnPx: 200,
    },
    { name: 'officialCode', label: 'region.code', kind: { type: 'text' }, empty: '', columnPx: 160 },
    {
      name: 'zone',
      label: 'region.zone',
      help: 'region.zoneHelp',
      kind: { type: 'text' },
      empty: null,
      columnPx: 0,
    },
  ],
};

export const schoolSpec: RegisterSpec = {
  register: 'school',
  tab: 'schools',
  title: 'name',
  places: ['region'],
  filter: { path: 'kind', label: 'school.kind', options: kinds },
  Acts: MergeButton,
  fields: [
    { name: 'name', label: 'school.name', kind: { type: 'text' }, columnPx: 240 },
    {
      name: 'kind',
      label: 'school.kind',
      kind: { type: 'choice', options: kinds },
      columnPx: 150,
      bulk: true,
    },
    {
      name: 'regionId',
      label: 'school.region',
      kind: { type: 'entry', from: 'region' },
      columnPx: 160,
      bulk: true,
    },
    {
      name: 'officialCode',
      label: 'school.code',
      help: 'app.optional',
      kind: { type: 'text' },
      empty: '',
      columnPx: 140,
    },
    {
      name: 'phone',
      label: 'person.phone',
      help: 'app.optional',
      kind: { type: 'text' },
      empty: '',
      columnPx: 140,
      bulk: true,
    },
    {
      name: 'responsibleId',
      label: 'school.responsible',
      help: 'school.responsibleHelp',
      kind: { type: 'entry', from: 'person' },
      empty: null,
      columnPx: 110,
      hiddenIn: 'add',
    },
  ],
};

/** Of interest to whoever sets a room up, and to nobody who looks through the list. */
const audioFlags: readonly Pick<Field, 'name' | 'label' | 'help' | 'empty'>[] = [
  { name: 'echoCancelling', label: 'room.echoCancelling', help: 'room.echoCancellingHelp', empty: true },
  { name: 'noiseSuppression', label: 'room.noiseSuppression', empty: true },
  { name: 'autoGain', label: 'room.autoGain', empty: true },
  { name: 'pushToTalk', label: 'room.pushToTalk', help: 'room.pushToTalkHelp', empty: false },
  { name: 'captions', label: 'room.captions', help: 'room.captionsHelp', empty: false },
];
const audioFields: readonly Field[] = [
  ...audioFlags.map((flag) => ({ ...flag, kind: { type: 'flag' }, columnPx: 0, bulk: true }) as const),
  {
    name: 'gainDb',
    label: 'room.gainDb',
    help: 'room.gainDbHelp',
    kind: { type: 'number', min: -20, max: 20 },
    empty: 0,
    columnPx: 0,
    bulk: true,
  },
];

export const roomSpec: RegisterSpec = {
  register: 'room',
  tab: 'rooms',
  title: 'name',
  places: ['region', 'school'],
  Acts: SourcesButton,
  filter: { path: 'ends', label: 'room.ends', options: ends },
  first: { register: 'school', tab: 'schools' },
  initial: {
    ...{ ends: ['listening'], recording: 'none' },
    ...{ echoCancelling: true, noiseSuppression: true, autoGain: true, gainDb: 0 },
  },
  fields: [
    {
      name: 'schoolId',
      label: 'room.school',
      kind: { type: 'entry', from: 'school' },
      columnPx: 220,
    },
    { name: 'name', label: 'room.name', help: 'room.nameHelp', kind: { type: 'text' }, columnPx: 150 },
    {
      name: 'ends',
      label: 'room.ends',
      help: 'room.endsHelp',
      kind: { type: 'choice', options: ends, several: true },
      columnPx: 150,
      bulk: true,
    },
    {
      name: 'recording',
      label: 'room.recording',
      kind: { type: 'choice', options: recordings },
      empty: 'none',
      columnPx: 140,
      bulk: true,
    },
    {
      name: 'lineMbps',
      label: 'room.lineMbps',
      help: 'room.lineMbpsHelp',
      kind: { type: 'number', min: 0.1, max: 100_000, precision: 1 },
      empty: null,
      columnPx: 130,
      bulk: true,
    },
    { name: 'ipv6', label: 'room.ipv6', kind: { type: 'flag' }, empty: false, columnPx: 110, bulk: true },
    {
      name: 'phone',
      label: 'room.phone',
      help: 'room.phoneHelp',
      kind: { type: 'text' },
      empty: '',
      columnPx: 130,
      bulk: true,
    },
    ...audioFields,
  ],
};

export const classSpec: RegisterSpec = {
  register: 'class',
  tab: 'classes',
  title: 'name',
  places: ['region', 'school'],
  first: { register: 'school', tab: 'schools' },
  fields: [
    {
      name: 'schoolId',
      label: 'room.school',
      kind: { type: 'entry', from: 'school' },
      columnPx: 220,
    },
    { name: 'name', label: 'class.name', kind: { type: 'text' }, columnPx: 140 },
    {
      name: 'grade',
      label: 'lesson.grade',
      help: 'class.gradeHelp',
      kind: { type: 'text' },
      empty: '',
      columnPx: 110,
      bulk: true,
    },
    {
      name: 'enrolledCount',
      label: 'class.enrolled',
      help: 'class.enrolledHelp',
      kind: { type: 'number', min: 0, max: 500 },
      columnPx: 110,
      bulk: true,
    },
    {
      name: 'homeRoomId',
      label: 'class.homeRoom',
      help: 'class.homeRoomHelp',
      kind: { type: 'entry', from: 'room', narrowed: ofSchool },
      empty: null,
      columnPx: 220,
    },
  ],
};
