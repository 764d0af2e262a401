import { z } from 'zod';
import { personId, regionId, schoolId } from './kernel/ids.ts';

/** What somebody may do within a part of the tree. 主讲教师 lecturer, 助教 localTeacher, 管理员 admin, 督导 inspector. */
export const staffRole = z.enum(['admin', 'lecturer', 'localTeacher', 'inspector', 'viewer']);
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
  roles: z.array(roleGrant).max(20),
});
export type PersonFields = z.infer<typeof personFields>;

/** Sign-in name: letters, digits and `._-`, compared without case. */
export const loginName = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._-]{1,31}$/);
export const password = z.string().min(10).max(200);

/** Somebody signed in, as their own pages need it. */
export const me = z.object({
  personId,
  name: z.string(),
  school: z.object({ schoolId, name: z.string() }).nullable(),
  roles: z.array(roleGrant),
});
export type Me = z.infer<typeof me>;
