import { z } from 'zod';
import { classId, schoolId, termId } from './kernel/ids.ts';

/** Stored states only; linked and served are derived. */
export const needState = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('inForce') }),
  z.strictObject({ state: z.literal('withdrawn'), reason: z.string().trim().min(1).max(200) }),
]);

/** A need 需求: periods a week of a subject that a point cannot staff. The denominator of coverage. */
export const needFields = z.strictObject({
  schoolId,
  subject: z.string().trim().min(1).max(40),
  grade: z.string().trim().max(20),
  periodsPerWeek: z.int().min(1).max(20),
  reason: z.string().trim().max(200),
  /** Null is every class of the grade. */
  classId: classId.nullable().default(null),
  /** Null is until withdrawn; else the need counts from the term's first day to its last. */
  termId: termId.nullable().default(null),
  status: needState,
});
export type NeedFields = z.infer<typeof needFields>;
/** With what has a default left out. */
export type NeedInput = z.input<typeof needFields>;
