import { z } from 'zod';
import { personId, regionId, schoolId } from './kernel/ids.ts';

/** What somebody may do within a part of the tree. 主讲教师 lecturer, 助教 localTeacher, 管理员 admin, 督导 inspector, 教研员 researcher. */
export const staffRole = z.enum(['admin', 'lecturer', 'localTeacher', 'inspector', 'researcher', 'viewer']);
export type StaffRole = z.infer<typeof staffRole>;

/** A role holds in a region and everything below it, or in one school. */
export const roleScope = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('region'), regionId }),
  z.strictObject({ kind: z.literal('school'), schoolId }),
]);
export const roleGrant = z.strictObject({ role: staffRole, scope: roleScope });
export type RoleGrant = z.infer<typeof roleGrant>;

/** A member of staff 教职工, by real name 实名. */
export const personFields = z.strictObject({
  name: z.string().trim().min(1).max(40),
  schoolId: schoolId.nullable(),
  phone: z.string().trim().max(30),
  /** 工号, the office's own number for a person: an attribute by which imports find them, never a key. */
  staffCode: z.string().trim().max(20).default(''),
  roles: z.array(roleGrant).max(20),
});
export type PersonFields = z.infer<typeof personFields>;
/** With what has a default left out. */
export type PersonInput = z.input<typeof personFields>;

/** Sign-in name: letters, digits and `._-`, compared without case. */
export const loginName = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._-]{1,31}$/);
export const password = z.string().min(10).max(200);

/** Why the office's own sign-in did not let somebody in, as the sign-in page is told: `/login?office=unknown`. */
export const officeProblem = z.enum([
  'state',
  'refused',
  'used',
  'answer',
  'clock',
  'claim',
  'away',
  /** Nobody here has that staff code or sign-in name: it makes no people. */
  'unknown',
  /** More than one has. */
  'several',
  /** Come by an address that is not this server's. */
  'address',
  'tries',
]);
export type OfficeProblem = z.infer<typeof officeProblem>;

/** Where the office's own sign-in begins, and where it comes back to. */
export const OFFICE_PATH = '/auth/office';

/** Somebody signed in, as their own pages need it. */
export const me = z.object({
  personId,
  name: z.string(),
  school: z.object({ schoolId, name: z.string() }).nullable(),
  roles: z.array(roleGrant),
});
export type Me = z.infer<typeof me>;
