import { z } from 'zod';
import { thresholds } from './attendance.ts';
import { lessonId, needId, schoolId } from './kernel/ids.ts';
import { localDate } from './kernel/time.ts';

/** Why a need went unserved, the first that fits. */
export const unservedCause = z.enum([
  'no-link',
  'no-lesson-planned',
  'not-held',
  'room-offline',
  'connected-too-short',
  'no-head-count',
]);
export type UnservedCause = z.infer<typeof unservedCause>;

const fraction = z.object({ numerator: z.number(), denominator: z.number() });

/** One need over the period. Periods are teaching periods; `neededCount` is pro rata to the need's days in force. */
export const needCoverage = z.object({
  needId,
  schoolId,
  schoolName: z.string(),
  subject: z.string(),
  grade: z.string(),
  neededCount: z.number(),
  plannedCount: z.int(),
  deliveredCount: z.int(),
  leadingSchools: z.array(z.string()),
  cause: unservedCause.nullable(),
});

/** One lesson at one receiving room. */
export const lessonOutcome = z.object({
  lessonId,
  localDate,
  subject: z.string(),
  grade: z.string(),
  leadingSchoolName: z.string(),
  schoolId,
  schoolName: z.string(),
  unplanned: z.boolean(),
  held: z.boolean(),
  valid: z.boolean(),
  connectedMs: z.int(),
  lessonMs: z.int(),
  presentCount: z.int().nullable(),
  expectedCount: z.int(),
});
export type LessonOutcome = z.infer<typeof lessonOutcome>;

/** The coverage page. Every figure with numerator, denominator and the list behind it; definitions are text keys `coverage.definition.*`. */
export const coverageReport = z.object({
  from: localDate,
  to: localDate,
  computedAtMs: z.int(),
  thresholds,
  /** Indicator 1b: Σ min(delivered, needed) ÷ Σ needed, in periods. */
  needWeighted: fraction,
  /** Indicator 1: points with ≥1 valid live lesson for a need ÷ points with ≥1 need in force. */
  pointsWithNeed: fraction,
  /** Lesson counts: planned (cancelled left out), held, and valid, at lesson × room. */
  lessons: z.object({
    plannedCount: z.int(),
    heldCount: z.int(),
    validCount: z.int(),
    unplannedCount: z.int(),
  }),
  needs: z.array(needCoverage),
  outcomes: z.array(lessonOutcome),
  /** Indicator 15, by leading school: points served by at least one valid lesson, and linked points. */
  leads: z.array(
    z.object({
      schoolId,
      schoolName: z.string(),
      servedPointCount: z.int(),
      linkedPointCount: z.int(),
      lessonCount: z.int(),
    }),
  ),
  withdrawnUnserved: z.array(
    z.object({ needId, schoolName: z.string(), subject: z.string(), reason: z.string() }),
  ),
  pointsWithoutRegister: z.array(z.object({ schoolId, schoolName: z.string() })),
});
export type CoverageReport = z.infer<typeof coverageReport>;
