import { z } from 'zod';

/** Grades 1..9 of compulsory education 义务教育. */
export const gradeNumber = z.int().min(1).max(9);

/** A subject 学科 of the curriculum, and how many periods a week it requires; a grade that is not named requires none. */
export const subjectFields = z.strictObject({
  name: z.string().trim().min(1).max(40),
  /** Where it stands in lists. */
  order: z.int().min(0).max(999),
  requiredPeriods: z
    .array(z.strictObject({ grade: gradeNumber, periodsPerWeek: z.int().min(1).max(20) }))
    .max(9),
});
export type SubjectFields = z.infer<typeof subjectFields>;
