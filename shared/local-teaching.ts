import { z } from 'zod';
import { schoolId } from './kernel/ids.ts';

/** Periods a week of a subject that a school teaches with its own staff 本校开设, as it states them. */
export const localTeachingFields = z.strictObject({
  schoolId,
  subject: z.string().trim().min(1).max(40),
  grade: z.string().trim().max(20),
  periodsPerWeek: z.int().min(1).max(20),
});
export type LocalTeachingFields = z.infer<typeof localTeachingFields>;
