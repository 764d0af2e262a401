import { z } from 'zod';
import { sessionAttendance } from '../attendance.ts';
import { classFields } from '../class.ts';
import { coverageReport } from '../coverage.ts';
import { classId, linkId, needId, personId, regionId, roomId, schoolId, sessionId } from '../kernel/ids.ts';
import { localDate } from '../kernel/time.ts';
import { lessonCard, lessonKind, lessonMode } from '../lesson.ts';
import { linkFields } from '../link.ts';
import { needFields } from '../need.ts';
import { loginName, me, password, personFields } from '../person.ts';
import { pin } from '../phone.ts';
import { regionFields } from '../region.ts';
import { roomFields } from '../room.ts';
import { schoolFields } from '../school.ts';
import { accessRoutes } from './access-routes.ts';
import { deviceRoutes } from './device-routes.ts';
import { phoneRoutes } from './phone-routes.ts';
import { watchRoutes } from './watch-routes.ts';

type Row = {
  readonly method: 'GET' | 'POST';
  /** Express path; parameters stand in `body` beside query or JSON fields and must be named the same. */
  readonly path: string;
  readonly body: z.ZodObject;
  readonly answer: z.ZodType;
  readonly about: string;
};

const empty = z.strictObject({});
const nothing = z.object({});
/** Query parameters are text; a period is at most a school year. */
const period = z.strictObject({ from: localDate, to: localDate });

const entry = <I extends z.ZodType, F extends z.ZodRawShape>(id: I, fields: z.ZodObject<F>) =>
  z.object({ id, version: z.int(), validFrom: localDate, fields: z.object(fields.shape) });

/** Every HTTP route that answers JSON, once. Refusals are RFC 9457 problem details with our error code. */
export const routes = {
  'setup.state': {
    method: 'GET',
    path: '/api/setup',
    body: empty,
    answer: z.object({ open: z.boolean() }),
    about: 'Whether the first administrator is still to be made.',
  },
  'setup.create': {
    method: 'POST',
    path: '/api/setup',
    body: z.strictObject({
      token: z.string().max(128),
      officeName: z.string().trim().min(1).max(60),
      name: personFields.shape.name,
      loginName,
      password,
    }),
    answer: me,
    about: 'Makes the first administrator with the one-time link printed at start-up, and signs in.',
  },
  'login.create': {
    method: 'POST',
    path: '/api/login',
    body: z.strictObject({ loginName: z.string().max(64), password: z.string().max(200) }),
    answer: me,
    about: 'Signs in; the answer sets an HttpOnly cookie.',
  },
  'login.end': {
    method: 'POST',
    path: '/api/logout',
    body: empty,
    answer: nothing,
    about: 'Signs out and closes the sockets of this login.',
  },
  'login.read': { method: 'GET', path: '/api/me', body: empty, answer: me, about: 'Who is signed in.' },

  ...accessRoutes,

  'region.list': {
    method: 'GET',
    path: '/api/regions',
    body: empty,
    answer: z.array(entry(regionId, regionFields)),
    about: 'The tree, as far as the asker may see.',
  },
  'school.list': {
    method: 'GET',
    path: '/api/schools',
    body: empty,
    answer: z.array(entry(schoolId, schoolFields)),
    about: 'Schools and teaching points.',
  },
  'school.add': {
    method: 'POST',
    path: '/api/schools',
    body: schoolFields,
    answer: z.object({ id: schoolId }),
    about: 'Adds a school or teaching point.',
  },
  'room.list': {
    method: 'GET',
    path: '/api/rooms',
    body: empty,
    answer: z.array(entry(roomId, roomFields)),
    about: 'Classrooms.',
  },
  'room.add': {
    method: 'POST',
    path: '/api/rooms',
    body: roomFields,
    answer: z.object({ id: roomId }),
    about: 'Adds a classroom.',
  },
  'class.list': {
    method: 'GET',
    path: '/api/classes',
    body: empty,
    answer: z.array(entry(classId, classFields)),
    about: 'Classes with their enrolled count.',
  },
  'class.add': {
    method: 'POST',
    path: '/api/classes',
    body: classFields,
    answer: z.object({ id: classId }),
    about: 'Adds a class.',
  },
  'person.list': {
    method: 'GET',
    path: '/api/people',
    body: empty,
    answer: z.array(entry(personId, personFields)),
    about: 'Staff.',
  },
  'person.add': {
    method: 'POST',
    path: '/api/people',
    body: z.strictObject({
      ...personFields.shape,
      login: z.strictObject({ loginName, password }).optional(),
    }),
    answer: z.object({ id: personId }),
    about: 'Adds a member of staff, with a sign-in if given.',
  },
  'person.setPin': {
    method: 'POST',
    path: '/api/people/:personId/pin',
    body: z.strictObject({ personId, pin }),
    answer: nothing,
    about: "Sets or changes a member of staff's PIN for phones: their administrator, or they themselves.",
  },
  'person.listPins': {
    method: 'GET',
    path: '/api/people/pins',
    body: empty,
    answer: z.object({ personIds: z.array(personId) }),
    about: 'Who has a PIN, of those whose PIN the asker may set.',
  },
  'need.list': {
    method: 'GET',
    path: '/api/needs',
    body: empty,
    answer: z.array(entry(needId, needFields)),
    about: 'Needs of teaching points.',
  },
  'need.add': {
    method: 'POST',
    path: '/api/needs',
    body: needFields,
    answer: z.object({ id: needId }),
    about: 'Registers a need.',
  },
  'link.list': {
    method: 'GET',
    path: '/api/links',
    body: empty,
    answer: z.array(entry(linkId, linkFields)),
    about: 'Links from leading schools to points.',
  },
  'link.add': {
    method: 'POST',
    path: '/api/links',
    body: linkFields,
    answer: z.object({ id: linkId }),
    about: 'Links a leading school with a point.',
  },

  'lesson.list': {
    method: 'GET',
    path: '/api/lessons',
    body: period,
    answer: z.array(lessonCard),
    about: 'Lessons of a period that the asker is party to or may see.',
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
      lecturerId: personId,
      lectureRoomId: roomId.nullable(),
      linkId: linkId.nullable(),
      roomIds: z.array(roomId).max(300),
      /** The class that sits in the lecture room itself. */
      leadingClassId: classId.nullable().optional(),
      memberIds: z.array(personId).max(200).optional(),
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

  ...deviceRoutes,
  ...phoneRoutes,
  ...watchRoutes,

  'attendance.read': {
    method: 'GET',
    path: '/api/sessions/:sessionId/attendance',
    body: z.strictObject({ sessionId }),
    answer: sessionAttendance,
    about: 'Who was there, folded from the log.',
  },
  'coverage.read': {
    method: 'GET',
    path: '/api/coverage',
    body: period,
    answer: coverageReport,
    about: 'Coverage of a period within the asker’s part of the tree.',
  },
} as const satisfies Record<string, Row>;

export type RouteName = keyof typeof routes;
export type RouteBody<N extends RouteName> = z.infer<(typeof routes)[N]['body']>;
export type RouteAnswer<N extends RouteName> = z.infer<(typeof routes)[N]['answer']>;
