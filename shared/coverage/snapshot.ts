import { z } from 'zod';
import { thresholds } from '../attendance.ts';
import { needId, personId, schoolId } from '../kernel/ids.ts';
import { schoolKind } from '../school.ts';
import { sha256 } from '../seal.ts';
import { unservedCause } from './cause.ts';
import { period } from './period.ts';
import { besides, figure, indicatorKey, reportScope } from './report.ts';

const count = z.int().min(0);
const words = z.object({
  name: z.string(),
  definition: z.string(),
  numerator: z.string(),
  denominator: z.string(),
});

/** What figures were computed from, shortly: the same inputs give the same hashes. */
const inputs = z.object({
  /** Of the period's lessons: how many versions, logs and events, and a hash over the ends of the logs. */
  lessonVersionCount: count,
  lessonVersionHash: sha256,
  sessionCount: count,
  eventCount: count,
  sessionHash: sha256,
  /** Versions of each register but that of lessons. */
  registers: z.array(z.object({ table: z.string(), versionCount: count, hash: sha256 })),
  correctionCount: count,
});

/** 月报冻结, a frozen report. The first line of its file. */
export const snapshotHead = z.object({
  line: z.literal('head'),
  format: z.literal('sanketang-snapshot-1'),
  id: z.uuid(),
  scope: reportScope,
  name: z.string(),
  period,
  /** 暂定: the period was not over, or not all of it was counted. Its figures may change without a correction. */
  provisional: z.boolean(),
  freshAtMs: z.int(),
  madeAtMs: z.int(),
  /** Null when it was made by the calendar. */
  madeBy: personId.nullable(),
  thresholds,
  definitions: z.array(
    z.object({
      key: indicatorKey,
      number: z.string(),
      target: z.number().nullable(),
      zh: words,
      en: words,
    }),
  ),
  inputs,
});

/** A part of the tree: the scope itself first, then all that lies in it. */
export const snapshotPlace = z.object({
  line: z.literal('place'),
  scope: reportScope,
  name: z.string(),
  schoolKind: schoolKind.nullable(),
  figures: z.array(figure),
  besides,
  causes: z.array(z.object({ cause: unservedCause, needCount: count })),
});

/** A need without a valid lesson. */
export const snapshotNeed = z.object({
  line: z.literal('need'),
  needId,
  schoolId,
  schoolName: z.string(),
  subject: z.string(),
  grade: z.string(),
  neededFifths: count,
  plannedCount: count,
  cause: unservedCause.nullable(),
});

/** One JSON in each line of a file, all of them canonical; SHA-256 is of these lines with their ends. */
export const snapshotLine = z.discriminatedUnion('line', [snapshotHead, snapshotPlace, snapshotNeed]);
export type SnapshotHead = z.infer<typeof snapshotHead>;
export type SnapshotPlace = z.infer<typeof snapshotPlace>;
export type SnapshotNeed = z.infer<typeof snapshotNeed>;
export type SnapshotLine = z.infer<typeof snapshotLine>;

/** A line of the list of snapshots. */
export const snapshotEntry = z.object({
  id: z.uuid(),
  scope: reportScope,
  name: z.string(),
  period,
  provisional: z.boolean(),
  madeAtMs: z.int(),
  madeByName: z.string().nullable(),
  state: z.discriminatedUnion('state', [
    z.object({ state: z.literal('making'), doneCount: count, totalCount: count }),
    z.object({ state: z.literal('failed') }),
    z.object({ state: z.literal('frozen'), sha256, lineCount: count }),
  ]),
});
export type SnapshotEntry = z.infer<typeof snapshotEntry>;

/** A figure that is not what was frozen any more. Null: there was or is none. */
const share = z.object({ numerator: z.number(), denominator: z.number() }).nullable();
export const snapshotDifference = z.object({
  scope: reportScope,
  name: z.string(),
  key: indicatorKey,
  was: share,
  is: share,
});
export type SnapshotDifference = z.infer<typeof snapshotDifference>;

/** What was recorded after a report was frozen and bears on it. */
export const laterChange = z.object({
  atMs: z.int(),
  /** A register's table, `cause`, or `log`. */
  kind: z.string(),
  byName: z.string(),
  reason: z.string(),
  schoolName: z.string(),
});
export type LaterChange = z.infer<typeof laterChange>;

export const snapshotDifferences = z.object({
  differences: z.array(snapshotDifference),
  /** Of so many; more than there are when some were left out. */
  differenceCount: count,
  changes: z.array(laterChange),
  changeCount: count,
});
export type SnapshotDifferences = z.infer<typeof snapshotDifferences>;
