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

const NUMERALS = '一二三四五六七八九';

/** The grade that words mean: 三年级, 3年级, 初一, Grade 3, Year 3, 3. Null when they name none of 1..9. */
export function gradeNumberOf(words: string): number | null {
  const text = words.trim();
  const junior = /^初([一二三])/.exec(text)?.[1];
  if (junior !== undefined) return NUMERALS.indexOf(junior) + 7;
  const numeral = /^([一二三四五六七八九])(年级|$)/.exec(text)?.[1];
  if (numeral !== undefined) return NUMERALS.indexOf(numeral) + 1;
  const digit = /^(?:grade|year|g)?\s*([1-9])\s*(年级)?$/i.exec(text)?.[1];
  return digit === undefined ? null : Number(digit);
}

/** How a grade is written in the registers: 三年级. Words that name none stay as they are. */
export function gradeName(words: string): string {
  const grade = gradeNumberOf(words);
  return grade === null ? words.trim() : `${NUMERALS[grade - 1] ?? ''}年级`;
}
