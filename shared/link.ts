import { z } from 'zod';
import { needId, schoolId } from './kernel/ids.ts';
import { type LocalDate, localDate } from './kernel/time.ts';

const reason = z.string().trim().min(1).max(200);

/** Either side may offer and the other accepts; an office above both may do both at once. */
export const linkState = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('offered'), by: z.enum(['leading', 'receiving']) }),
  z.strictObject({ state: z.literal('accepted') }),
  z.strictObject({ state: z.literal('declined'), reason }),
  z.strictObject({ state: z.literal('ended'), reason }),
]);

/** A link 一校带多点、一校带多校: a leading school accepts a point's need. */
export const linkFields = z.strictObject({
  fromSchoolId: schoolId,
  toSchoolId: schoolId,
  needId: needId.nullable(),
  subject: z.string().trim().min(1).max(40),
  grade: z.string().trim().max(20),
  periodsPerWeek: z.int().min(1).max(20),
  /** 定点支教 and the like. */
  label: z.string().trim().max(40),
  status: linkState.default({ state: 'accepted' }),
  /** First and last day on which it holds; null is open. */
  fromDate: localDate.nullable().default(null),
  toDate: localDate.nullable().default(null),
});
export type LinkFields = z.infer<typeof linkFields>;
/** With what has a default left out. */
export type LinkInput = z.input<typeof linkFields>;

/** Whether a link binds its two schools on a day: accepted, and within its dates. */
export function linkHolds(
  { status, fromDate, toDate }: Pick<LinkFields, 'status' | 'fromDate' | 'toDate'>,
  date: LocalDate,
): boolean {
  if (status.state !== 'accepted') return false;
  return (fromDate === null || fromDate <= date) && (toDate === null || date <= toDate);
}
