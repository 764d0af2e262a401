import { weekParity } from '../../../shared/term.ts';
import { knownFields } from '../directory/list/names.ts';
import type { Field, Fields, RegisterSpec } from '../directory/list/register.types.ts';
import { minuteText } from '../shell/clock.model.ts';
import { LeadingClassInput, LectureRoomInput, LecturerInput, named } from './LeadInputs.tsx';
import {
  LanguageInput,
  languageWords,
  MinuteInput,
  PlayedInput,
  PlayedWords,
  RecordingInput,
  recordingSetting,
  WeekdayInput,
  WeekdayWords,
} from './SlotInputs.tsx';
import { SlotPoints, SlotRoomsInput } from './SlotRoomsInput.tsx';
import { firstLinkOf, isPlayed, slotBody } from './slot.model.ts';

/** The school that leads, by the first room's link; what stood there before while that is not known. */
const leadOf = (values: Fields): unknown => {
  const linkId = firstLinkOf(values);
  const link = linkId === null ? null : knownFields('link', linkId);
  return link?.['fromSchoolId'] ?? values['leadingSchoolId'];
};
const isLed = (values: Fields): boolean => !isPlayed(values);

const who: readonly Field[] = [
  {
    name: 'lecturerId',
    label: 'lesson.lecturer',
    kind: { type: 'other', words: named('person'), Input: LecturerInput },
    columnPx: 100,
    when: isLed,
  },
  {
    name: 'lectureRoomId',
    label: 'lesson.lectureRoom',
    help: 'app.optional',
    kind: { type: 'other', words: named('room'), Input: LectureRoomInput },
    empty: null,
    columnPx: 0,
    when: isLed,
  },
  {
    name: 'leadingClassId',
    label: 'plan.leadingClass',
    help: 'app.optional',
    kind: { type: 'other', words: named('class'), Input: LeadingClassInput },
    empty: null,
    columnPx: 0,
    when: isLed,
  },
];

const carried: readonly Field[] = [
  {
    name: 'language',
    label: 'language.teaching',
    kind: { type: 'other', words: languageWords, Input: LanguageInput },
    columnPx: 110,
    bulk: true,
  },
  {
    name: 'recording',
    label: 'recording.plan',
    help: 'recording.plan.help',
    kind: { type: 'other', words: recordingSetting, Input: RecordingInput },
    columnPx: 190,
    bulk: true,
    when: isLed,
  },
];

/** Weekly slots 课位 of the timetable: each one's lessons follow it. */
export const slotSpec: RegisterSpec = {
  register: 'slot',
  tab: 'slots',
  title: 'subject',
  places: ['region', 'school'],
  formPx: 600,
  initial: { weeks: 'every', durationMinutes: 40, rooms: [{}] },
  toFields: (values) => slotBody(values, leadOf(values)),
  fields: [
    { name: 'termId', label: 'slot.term', kind: { type: 'entry', from: 'term' }, columnPx: 0 },
    {
      name: 'rooms',
      label: 'slot.rooms',
      help: 'slot.roomsHelp',
      kind: { type: 'other', words: (_, value) => <SlotPoints value={value} />, Input: SlotRoomsInput },
      empty: [],
      columnPx: 240,
    },
    { name: 'subject', label: 'lesson.subject', kind: { type: 'subject' }, columnPx: 90 },
    { name: 'grade', label: 'lesson.grade', kind: { type: 'text' }, empty: '', columnPx: 90 },
    {
      name: 'weekday',
      label: 'slot.weekday',
      kind: { type: 'other', words: (_, value) => <WeekdayWords value={value} />, Input: WeekdayInput },
      columnPx: 70,
    },
    {
      name: 'startMinute',
      label: 'slot.start',
      kind: { type: 'other', words: (_, value) => minuteText(Number(value)), Input: MinuteInput },
      columnPx: 90,
    },
    {
      name: 'durationMinutes',
      label: 'lesson.durationMinutes',
      kind: { type: 'number', min: 5, max: 240 },
      columnPx: 0,
    },
    {
      name: 'weeks',
      label: 'slot.weeks',
      kind: {
        type: 'choice',
        options: weekParity.options.map((value) => ({ value, label: `timetable.weeks.${value}` as const })),
      },
      columnPx: 110,
    },
    {
      name: 'plays',
      label: 'slot.plays',
      help: 'slot.playsHelp',
      kind: { type: 'other', words: (_, value) => <PlayedWords value={value} />, Input: PlayedInput },
      columnPx: 260,
    },
    {
      name: 'leadingSchoolId',
      label: 'slot.leading',
      kind: { type: 'entry', from: 'school' },
      columnPx: 170,
      hiddenIn: 'both',
    },
    ...who,
    ...carried,
  ],
};
