import { z } from 'zod';
import { thresholds } from '../attendance.ts';
import { lessonId, needId, personId, regionId, roomId, schoolId, sessionId } from '../kernel/ids.ts';
import { localDate } from '../kernel/time.ts';
import { schoolKind } from '../school.ts';
import { unservedCause } from './cause.ts';
import { period, periodKind } from './period.ts';

/** A part of the tree that a report is about. */
export const reportScope = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('region'), id: regionId }),
  z.object({ kind: z.literal('school'), id: schoolId }),
]);
export type ReportScope = z.infer<typeof reportScope>;

/** All 21 rows of the table of indicators, by its keys. */
export const indicatorKey = z.enum([
  'needWeighted',
  'pointsWithNeed',
  'validLessons',
  'delivery',
  'offering',
  'sufficiency',
  'regularUse',
  'lectureEnds',
  'dedicatedRooms',
  'listeningEnds',
  'everydayKit',
  'serviceable',
  'pupilAttendance',
  'punctuality',
  'remoteTurns',
  'turnBalance',
  'leadRatio',
  'activeGroups',
  'activePairs',
  'workload',
  'availability',
]);

/** What a list can be asked for by: an indicator, or what stands beside every coverage figure. */
export const listedKey = z.enum([
  ...indicatorKey.options,
  'withdrawnUnserved',
  'silentPoints',
  'cancelled',
  'unplanned',
  'recorded',
  'elsewhere',
  'uncounted',
]);
export type ListedKey = z.infer<typeof listedKey>;

/** In whole units (periods, minutes, lessons …); a denominator of 0 is no figure. */
export const figure = z.object({ key: indicatorKey, numerator: z.number(), denominator: z.number() });

/** What stands beside every coverage figure, and counts that are no shares. */
export const besides = z.object({
  withdrawnUnservedCount: z.int(),
  silentPointCount: z.int(),
  cancelledCount: z.int(),
  unplannedCount: z.int(),
  recordedCount: z.int(),
  elsewhereCount: z.int(),
  /** Held lessons at rooms without a head-count. */
  uncountedCount: z.int(),
});

const nameOf = { name: z.string() };
const named = z.object({ scope: reportScope, ...nameOf });

/** One page of the report: a part of the tree over a period. */
export const reportPage = z.object({
  scope: reportScope,
  ...nameOf,
  /** From the top of what the asker may see down to the parent. */
  above: z.array(named),
  /** Whoever has roles in several parts of the tree: all of them, the one that `scope` left empty stands for first. */
  tops: z.array(named),
  period,
  /** Days are still to come or not all settled: figures may change without a correction. */
  provisional: z.boolean(),
  /** Until when everything that happened is in it. */
  freshAtMs: z.int(),
  thresholds,
  figures: z.array(figure),
  besides,
  /** Indicator 19: the same by kind of school. */
  byKind: z.array(z.object({ kind: schoolKind, figures: z.array(figure) })),
  causes: z.array(z.object({ cause: unservedCause, needCount: z.int() })),
  /** The parts of the tree right below, for drill-down and ranking. Empty for a school. */
  below: z.array(
    z.object({
      scope: reportScope,
      ...nameOf,
      /** 行政区划代码 or the school's own; empty when there is none. A map finds places by it, else by name. */
      officialCode: z.string(),
      schoolKind: schoolKind.nullable(),
      /** Closed or merged before the period's end; what it did until then counts. */
      closed: z.boolean(),
      figures: z.array(figure),
      besides,
    }),
  ),
});
export type ReportPage = z.infer<typeof reportPage>;

/** One indicator over consecutive periods. */
export const reportTrend = z.object({
  kind: periodKind,
  points: z.array(
    z.object({
      from: localDate,
      to: localDate,
      provisional: z.boolean(),
      figures: z.array(figure),
    }),
  ),
});
export type ReportTrend = z.infer<typeof reportTrend>;

/** A cause 原因 that somebody set right, and who it was. */
export const causeCorrection = z.object({
  byName: z.string(),
  reason: z.string(),
  correctedAtMs: z.int(),
});

/** Rows behind a figure. Which of them make the numerator says `counts`. */
const counts = z.boolean();
export const needLine = z.object({
  needId,
  schoolId,
  schoolName: z.string(),
  subject: z.string(),
  grade: z.string(),
  neededCount: z.number(),
  plannedCount: z.int(),
  deliveredCount: z.int(),
  cause: unservedCause.nullable(),
  /** What the log and quality facts said, where somebody corrected it. */
  foundCause: unservedCause.nullable(),
  counts,
});
export const lessonLine = z.object({
  lessonId,
  sessionId: sessionId.nullable(),
  localDate,
  startsAtMs: z.int(),
  subject: z.string(),
  grade: z.string(),
  leadingSchoolName: z.string(),
  roomId,
  roomName: z.string(),
  schoolId,
  schoolName: z.string(),
  way: z.enum(['live', 'recorded', 'elsewhere']),
  unplanned: z.boolean(),
  verdict: z.string(),
  plannedMs: z.int(),
  lessonMs: z.int(),
  connectedMs: z.int(),
  disturbedMs: z.int(),
  /** Turns on air 发言 of this room. */
  turnCount: z.int(),
  presentCount: z.int().nullable(),
  expectedCount: z.int(),
  cause: unservedCause.nullable(),
  foundCause: unservedCause.nullable(),
  correction: causeCorrection.nullable(),
  /** Whether the asker may set the cause right. */
  correctable: z.boolean(),
  counts,
});
const share = { numerator: z.number(), denominator: z.number() };
export const schoolLine = z.object({
  schoolId,
  schoolName: z.string(),
  schoolKind,
  ...share,
  counts,
});
export const roomLine = z.object({
  roomId,
  roomName: z.string(),
  schoolId,
  schoolName: z.string(),
  ...share,
  counts,
});
export const pairLine = z.object({
  fromSchoolId: schoolId,
  fromSchoolName: z.string(),
  toSchoolId: schoolId,
  toSchoolName: z.string(),
  plannedCount: z.int(),
  validCount: z.int(),
  linked: z.boolean(),
  counts,
});
export const personLine = z.object({
  personId,
  name: z.string(),
  schoolName: z.string(),
  lecturedMinutes: z.number(),
  assistedMinutes: z.number(),
  researchedMinutes: z.number(),
  lessonCount: z.int(),
  counts,
});

export const reportList = z.object({
  /** Null where counting would take longer than reading: a search among lessons. */
  total: z.int().nullable(),
  /** To be asked for next; null at the end. A page may be shorter than asked for, and empty, while there is more. */
  next: z.string().nullable(),
  rows: z.discriminatedUnion('list', [
    z.object({ list: z.literal('needs'), lines: z.array(needLine) }),
    z.object({ list: z.literal('lessons'), lines: z.array(lessonLine) }),
    z.object({ list: z.literal('schools'), lines: z.array(schoolLine) }),
    z.object({ list: z.literal('rooms'), lines: z.array(roomLine) }),
    z.object({ list: z.literal('pairs'), lines: z.array(pairLine) }),
    z.object({ list: z.literal('people'), lines: z.array(personLine) }),
  ]),
});
export type ReportList = z.infer<typeof reportList>;

/** 一校带多点: who leads whom in the period, as far as one end lies in the scope; the strongest pairs when there are too many to draw. */
export const reportGraph = z.object({
  period,
  provisional: z.boolean(),
  nodes: z.array(
    z.object({
      schoolId,
      schoolName: z.string(),
      schoolKind: schoolKind.nullable(),
      leadsCount: z.int(),
      ledCount: z.int(),
    }),
  ),
  edges: z.array(
    z.object({
      fromSchoolId: schoolId,
      toSchoolId: schoolId,
      plannedCount: z.int(),
      validCount: z.int(),
      linked: z.boolean(),
    }),
  ),
  /** Of so many pairs; more than there are edges when some were left out. */
  pairCount: z.int(),
});
export type ReportGraph = z.infer<typeof reportGraph>;
