import { z } from 'zod';
import { thresholds } from '../attendance.ts';
import { unservedCause } from '../coverage/cause.ts';
import { mapGround } from '../coverage/map.ts';
import { ownService, ownWork } from '../coverage/own.ts';
import { periodKind } from '../coverage/period.ts';
import { listedKey, reportGraph, reportList, reportPage, reportTrend } from '../coverage/report.ts';
import { lessonId, needId, roomId, schoolId } from '../kernel/ids.ts';
import { localDate } from '../kernel/time.ts';

/** `scope` is empty for the top of what the asker may see; a period is named by its kind and any day in it. */
const about = {
  scopeKind: z.enum(['region', 'school']).optional(),
  scopeId: z.uuid().optional(),
  kind: periodKind,
  date: localDate,
};

/** Coverage reports. An id outside of the asker's part of the tree is answered like one that is unknown. */
export const reportRoutes = {
  'report.read': {
    method: 'GET',
    path: '/api/report',
    body: z.strictObject(about),
    answer: reportPage,
    about: 'Every indicator of a part of the tree over a period, and of the parts right below.',
  },
  'report.trend': {
    method: 'GET',
    path: '/api/report/trend',
    body: z.strictObject({ ...about, periods: z.coerce.number().int().min(2).max(36).default(12) }),
    answer: reportTrend,
    about: 'The same figures over the last periods of the kind, the named one last.',
  },
  'report.map': {
    method: 'GET',
    path: '/api/report/map',
    body: z.strictObject({}),
    answer: z.object({ map: mapGround.nullable() }),
    about:
      "The operator's map as GeoJSON, on which parts of the tree are found by official code or name; null where there is none.",
  },
  'report.list': {
    method: 'GET',
    path: '/api/report/list',
    body: z.strictObject({
      ...about,
      /** `withdrawnUnserved` lists needs, `silentPoints` schools. */
      indicator: listedKey,
      /** `lacking` is in the denominator only. */
      part: z.enum(['all', 'counting', 'lacking']).default('all'),
      /** Narrower, of lists whose lines have it: needs or lessons by cause, lessons of one need, lessons of one room. */
      cause: unservedCause.optional(),
      needId: needId.optional(),
      roomId: roomId.optional(),
      /** In names of schools, rooms and people, and in subjects. */
      search: z.string().trim().max(60).default(''),
      /** `lowest` and `highest` by what the line shows as its share or amount; lessons are always newest first. */
      order: z.enum(['name', 'lowest', 'highest']).default('name'),
      from: z.string().max(400).optional(),
      limit: z.coerce.number().int().min(1).max(500).default(100),
    }),
    answer: reportList,
    about: 'The rows behind an indicator, a page at a time.',
  },
  'report.graph': {
    method: 'GET',
    path: '/api/report/graph',
    body: z.strictObject(about),
    answer: reportGraph,
    about: 'Which school leads which in a period, with planned and valid lessons; the 300 strongest pairs.',
  },
  'report.mine': {
    method: 'GET',
    path: '/api/report/mine',
    body: z.strictObject({ kind: periodKind, date: localDate }),
    answer: ownWork,
    about: 'What the asker taught, helped with and researched in a period, and what their points said of it.',
  },
  'report.service': {
    method: 'GET',
    path: '/api/report/service',
    body: z.strictObject({ schoolId: schoolId.optional(), kind: periodKind, date: localDate }),
    answer: ownService,
    about:
      'What a school is served in a period: its needs, and its last lessons. Without an id the asker’s own.',
  },
  'threshold.list': {
    method: 'GET',
    path: '/api/thresholds',
    body: z.strictObject({}),
    answer: z.object({
      /** In force where no version is. */
      defaults: thresholds,
      versions: z.array(
        z.object({
          version: z.int(),
          validFrom: localDate,
          recordedAtMs: z.int(),
          /** Empty for the server's own act. */
          byName: z.string(),
          reason: z.string(),
          thresholds,
        }),
      ),
    }),
    about: 'What lessons and periods are judged by, every version with who changed it and why.',
  },
  'threshold.set': {
    method: 'POST',
    path: '/api/thresholds',
    body: z.strictObject({
      heldRatio: z.number(),
      connectedRatio: z.number(),
      punctualMs: z.number(),
      regularWeekRatio: z.number(),
      serviceableDays: z.number(),
      everydayBase: z.enum(['schools', 'rooms']),
      /** 0 while there is none. */
      expectedVersion: z.int().min(0),
      /** A day to come: what was judged stays as it was. */
      validFrom: localDate,
      reason: z.string().trim().min(1).max(200),
    }),
    answer: z.object({}),
    about:
      'Judges lessons and periods from a day on by other thresholds. For administrators of the whole tree.',
  },
  'report.correctCause': {
    method: 'POST',
    path: '/api/report/lessons/:lessonId/rooms/:roomId/cause',
    body: z.strictObject({
      lessonId,
      roomId,
      /** Null takes a correction back. */
      cause: unservedCause.nullable(),
      reason: z.string().trim().min(1).max(200),
    }),
    answer: z.object({}),
    about: 'Says better than the log why a lesson did not count at a room; author and reason are kept.',
  },
} as const;
