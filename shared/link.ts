import { z } from 'zod';
import { needId, schoolId } from './kernel/ids.ts';

/** A link 一校带多点: a leading school accepts a point's need. */
export const linkFields = z.strictObject({
  fromSchoolId: schoolId,
  toSchoolId: schoolId,
  needId: needId.nullable(),
  subject: z.string().trim().min(1).max(40),
  grade: z.string().trim().max(20),
  periodsPerWeek: z.int().min(1).max(20),
  /** 定点支教 and the like. */
  label: z.string().trim().max(40),
});
export type LinkFields = z.infer<typeof linkFields>;
