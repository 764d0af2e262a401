import { z } from 'zod';
import { bellFields } from '../bell.ts';
import { teachingLanguage } from '../caption/language.ts';
import { elsewhereFields } from '../elsewhere.ts';
import { calendarFeed, feedSubject } from '../feed.ts';
import { groupFields } from '../group.ts';
import {
  bellId,
  classId,
  elsewhereId,
  feedId,
  groupId,
  lessonId,
  linkId,
  localTeachingId,
  needId,
  personId,
  recordingId,
  roomId,
  schoolId,
  slotId,
  termId,
} from '../kernel/ids.ts';
import { localDate, startMinute } from '../kernel/time.ts';
import { lessonCard, lessonKind, lessonMode, unplayableLesson } from '../lesson.ts';
import { linkFields } from '../link.ts';
import { localTeachingFields } from '../local-teaching.ts';
import { needFields } from '../need.ts';
import { schoolOffering } from '../offering.ts';
import { plannerProposal, ROOMS_TOGETHER, slotClash, slotJoin } from '../planner.ts';
import { lessonRecording } from '../recording-kinds.ts';
import { slotFields } from '../slot.ts';
import { termFields } from '../term.ts';
import { registerRoutes } from './register-routes.ts';

/** Query parameters are text; a period is at most a school year. */
const period = z.strictObject({ from: localDate, to: localDate });
const reason = z.string().trim().min(1).max(200);
const seenLesson = { lessonId, expectedVersion: z.int().min(1) };
/** One lesson, or it and every later one of its slot. */
const reach = z.enum(['one', 'rest']);
const lessons = z.object({ lessons: z.array(lessonCard) });

/** The rows about needs, links, the timetable and dated lessons. */
export const planningRoutes = {
  ...registerRoutes('need', '/api/needs', {
    id: needId,
    fields: needFields,
    about: 'Needs of teaching points.',
  }),
  ...registerRoutes('link', '/api/links', {
    id: linkId,
    fields: linkFields,
    about: 'Links from leading schools to points.',
  }),
  'link.answer': {
    method: 'POST',
    path: '/api/links/:id/answer',
    body: z.strictObject({
      id: linkId,
      expectedVersion: z.int().min(1),
      answer: z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('accept') }),
        z.strictObject({ kind: z.literal('decline'), reason }),
        z.strictObject({ kind: z.literal('end'), reason, validFrom: localDate.optional() }),
      ]),
    }),
    answer: z.object({ version: z.int() }),
    about: 'The other side accepts or declines an offered link; either side ends an accepted one.',
  },
  ...registerRoutes('localTeaching', '/api/local-teaching', {
    id: localTeachingId,
    fields: localTeachingFields,
    about: 'Periods that schools teach with their own staff.',
  }),
  'offering.read': {
    method: 'GET',
    path: '/api/schools/:schoolId/offering',
    body: z.strictObject({ schoolId, date: localDate.optional() }),
    answer: schoolOffering,
    about: 'What a school must offer, what it teaches itself, what it is led in, and what it lacks.',
  },
  ...registerRoutes('term', '/api/terms', {
    id: termId,
    fields: termFields,
    about: 'Terms with holidays and make-up days.',
  }),
  ...registerRoutes('bell', '/api/bells', { id: bellId, fields: bellFields, about: 'Bells of schools.' }),
  ...registerRoutes('elsewhere', '/api/elsewhere', {
    id: elsewhereId,
    fields: elsewhereFields,
    about: 'Lessons held in other tools, unverified.',
  }),
  ...registerRoutes('group', '/api/groups', {
    id: groupId,
    fields: groupFields,
    about: 'Groups and pairs of teachers.',
  }),
  ...registerRoutes('slot', '/api/slots', {
    id: slotId,
    fields: slotFields,
    about: 'Weekly slots of the timetable.',
  }),
  'slot.clashes': {
    method: 'POST',
    path: '/api/slots/clashes',
    body: z.strictObject({
      slot: slotFields,
      exceptId: slotId.optional(),
      overlapRatio: z.number().min(0.5).max(1).optional(),
    }),
    answer: z.object({ clashes: z.array(slotClash) }),
    about: 'What stands in the way of a slot, each by name; nothing is stored.',
  },
  'planner.propose': {
    method: 'POST',
    path: '/api/planner',
    body: z.strictObject({
      termId,
      /** Every accepted link without enough slots when not given. */
      linkIds: z.array(linkId).max(1_000).optional(),
      /** How much of a listening school's period must lie within the leading school's, 0..1. */
      overlapRatio: z.number().min(0.5).max(1).optional(),
      /** Points of one leading school, subject and grade are taught together where their bells allow it. */
      together: z.boolean().optional(),
      /** How many listening rooms are taught at once; 3 when not given. */
      roomsMost: z.int().min(1).max(ROOMS_TOGETHER.most).optional(),
    }),
    answer: plannerProposal,
    about: 'Proposes weekly slots for links; nothing is stored.',
  },
  'planner.accept': {
    method: 'POST',
    path: '/api/planner/accept',
    large: true,
    body: z.strictObject({
      slots: z.array(slotFields).max(2_000),
      joins: z.array(slotJoin).max(2_000).optional(),
    }),
    answer: z.object({ slots: z.int(), lessons: z.int() }),
    about:
      'Stores proposed slots with their dated lessons, all or none: INVALID_VALUE {field, reason, row} names the slot; those that are joined count after the new ones.',
  },

  'lesson.list': {
    method: 'GET',
    path: '/api/lessons',
    body: period,
    answer: z.array(lessonCard),
    about: 'Lessons of a period that the asker is party to or may see.',
  },
  'lesson.unplayable': {
    method: 'GET',
    path: '/api/lessons/unplayable',
    body: z.strictObject({}),
    answer: z.object({ lessons: z.array(unplayableLesson) }),
    about:
      'Lessons to come whose recording is gone, or will be by then: those that the asker may change or has planned, at most 200.',
  },
  'lesson.plan': {
    method: 'POST',
    path: '/api/lessons',
    body: z.strictObject({
      kind: lessonKind,
      mode: lessonMode,
      subject: z.string().trim().min(1).max(40),
      grade: z.string().trim().max(20),
      localDate,
      startMinute: z.int().min(0).max(1439),
      durationMinutes: z.int().min(5).max(240),
      /** Null where a recording is played: it says who taught. */
      lecturerId: personId.nullable(),
      lectureRoomId: roomId.nullable(),
      linkId: linkId.nullable(),
      roomIds: z.array(roomId).max(300),
      /** The class that sits in the lecture room itself. */
      leadingClassId: classId.nullable().optional(),
      memberIds: z.array(personId).max(200).optional(),
      /** Whose meeting it is; of kind `master` alone. */
      groupId: groupId.optional(),
      /** Recorded from its start on; left out it is not. Whoever can be heard or seen has to have consented. */
      recording: lessonRecording.optional(),
      /** What its rooms play: of mode `recorded` alone, whole, and kept until that day. */
      plays: recordingId.optional(),
      /** What it is taught in; left out it is Chinese. */
      language: teachingLanguage.optional(),
    }),
    answer: lessonCard,
    about: 'Plans one lesson; class, need and expected count come from the registers.',
  },
  'lesson.improvise': {
    method: 'POST',
    path: '/api/lessons/unplanned',
    body: z.strictObject({
      subject: z.string().trim().min(1).max(40),
      durationMinutes: z.int().min(5).max(240),
      roomIds: z.array(roomId).min(1).max(300),
    }),
    answer: lessonCard,
    about: 'An unplanned lesson, led by the asker, starting now.',
  },
  'lesson.move': {
    method: 'POST',
    path: '/api/lessons/:lessonId/move',
    body: z.strictObject({ ...seenLesson, localDate, startMinute, reason, reach }),
    answer: lessons,
    about:
      'Moves a lesson that has not begun; with `rest`, every later one of its slot by the same weekday and minute.',
  },
  'lesson.substitute': {
    method: 'POST',
    path: '/api/lessons/:lessonId/substitute',
    body: z.strictObject({ ...seenLesson, lecturerId: personId, reason, reach }),
    answer: lessons,
    about: 'Somebody else of the leading school teaches.',
  },
  'lesson.regroup': {
    method: 'POST',
    path: '/api/lessons/:lessonId/regroup',
    body: z.strictObject({
      ...seenLesson,
      /** Null for a meeting of no group. */
      groupId: groupId.nullable(),
      memberIds: z.array(personId).max(200),
      roomIds: z.array(roomId).max(300),
      reason,
    }),
    answer: lessons,
    about:
      'A master lesson that has not begun becomes the meeting of another group, with the people and rooms that take part then.',
  },
  'lesson.cancel': {
    method: 'POST',
    path: '/api/lessons/:lessonId/cancel',
    body: z.strictObject({ ...seenLesson, reason, reach }),
    answer: lessons,
    about: 'A lesson is not held. It stays in the timetable with the reason.',
  },
  'lesson.restore': {
    method: 'POST',
    path: '/api/lessons/:lessonId/restore',
    body: z.strictObject({ ...seenLesson, reach }),
    answer: lessons,
    about: 'A cancelled lesson is held after all, when its rooms, teacher and classes are still free.',
  },

  'feed.list': {
    method: 'GET',
    path: '/api/feeds',
    body: z.strictObject({ kind: feedSubject.shape.kind, id: z.uuid() }),
    answer: z.object({ feeds: z.array(calendarFeed) }),
    about: 'Calendar feeds of a teacher, room or school; their addresses are not told again.',
  },
  'feed.create': {
    method: 'POST',
    path: '/api/feeds',
    body: feedSubject,
    answer: z.object({ feed: calendarFeed, address: z.string() }),
    about:
      'Makes a secret address at which calendars fetch the lessons of a teacher, room or school. Shown this once.',
  },
  'feed.revoke': {
    method: 'POST',
    path: '/api/feeds/:feedId/revoke',
    body: z.strictObject({ feedId }),
    answer: z.object({}),
    about: 'The address answers nothing from now on.',
  },
} as const;
