import { z } from 'zod';
import { schoolId } from './kernel/ids.ts';
import { type LocalDate, localDate } from './kernel/time.ts';

/** group 研修共同体 of several schools, pair 结对 of two. */
export const groupKind = z.enum(['group', 'pair']);

/** Teachers of several schools who research together 教师研修共同体. Active in a period in which one of its meetings was held. */
export const groupFields = z.strictObject({
  name: z.string().trim().min(1).max(60),
  kind: groupKind,
  /** Whose it is 牵头学校, and where it counts. */
  schoolId,
  memberSchoolIds: z.array(schoolId).min(1).max(100),
  /** First and last day; null where there is none. */
  fromDate: localDate.nullable().default(null),
  toDate: localDate.nullable().default(null),
});
export type GroupFields = z.infer<typeof groupFields>;
export type GroupInput = z.input<typeof groupFields>;

/** Whether it is there on a day. */
export const groupHolds = (
  { fromDate, toDate }: Pick<GroupFields, 'fromDate' | 'toDate'>,
  date: LocalDate,
): boolean => (fromDate === null || fromDate <= date) && (toDate === null || date <= toDate);
