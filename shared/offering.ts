import { z } from 'zod';
import { linkId, needId, schoolId } from './kernel/ids.ts';
import { localDate } from './kernel/time.ts';

/** One subject in one grade of a school: required by the curriculum, and by whom it is taught. Periods a week. */
export const offeringRow = z.object({
  subject: z.string(),
  grade: z.string(),
  requiredPeriods: z.int(),
  localPeriods: z.int(),
  /** Of needs in force. */
  neededPeriods: z.int(),
  /** Of links that hold. */
  linkedPeriods: z.int(),
  /** Of weekly slots of the running term. */
  scheduledPeriods: z.int(),
  needs: z.array(z.object({ needId, periodsPerWeek: z.int(), reason: z.string() })),
  links: z.array(z.object({ linkId, fromSchoolId: schoolId, fromSchoolName: z.string(), state: z.string() })),
  /** 缺: what neither own staff nor a link covers. */
  lackingPeriods: z.int(),
});
export type OfferingRow = z.infer<typeof offeringRow>;

/** 开齐 offered: every required subject is taught. 开足 sufficient: with all its periods. */
export const schoolOffering = z.object({
  schoolId,
  schoolName: z.string(),
  date: localDate,
  grades: z.array(z.string()),
  rows: z.array(offeringRow),
  offeredSubjects: z.int(),
  requiredSubjects: z.int(),
  sufficientSubjects: z.int(),
});
export type SchoolOffering = z.infer<typeof schoolOffering>;
