import { type RoleGrant, roleGrant } from '../../../shared/person.ts';
import type { Fields, FormContext } from './list/register.types.ts';

/** A role as the form asks for it: in the own school (the whole office for who has none), or at a place of its own. */
export type AskedRole = { readonly role?: string; readonly place?: string };

const isAsked = (value: unknown): value is AskedRole =>
  typeof value === 'object' && value !== null && ('place' in value || 'role' in value);

export const askedRoles = (value: unknown): AskedRole[] =>
  Array.isArray(value) ? value.filter(isAsked) : [];

/** The fields of a person out of the form's; a sign-in only where a name for it was typed. */
export function personBody(values: Fields, { rootId }: FormContext): Fields {
  const { loginName: typedName, password, roles, ...fields } = values;
  const loginName = typeof typedName === 'string' ? typedName.trim() : '';
  const schoolId = fields['schoolId'] ?? null;
  const own = schoolId === null ? { kind: 'region', regionId: rootId } : { kind: 'school', schoolId };
  return {
    name: fields['name'],
    schoolId,
    phone: fields['phone'],
    staffCode: fields['staffCode'],
    roles: askedRoles(roles).map((asked) => grantOf(asked, own)),
    ...(loginName === '' ? {} : { login: { loginName, password: password ?? '' } }),
  };
}

function grantOf({ role, place = 'own', ...given }: AskedRole, own: object): object {
  // What comes from the register and not from the form is a grant already.
  const known = roleGrant.safeParse({ role, ...given });
  if (known.success) return known.data;
  const [kind, id] = place.split(' ');
  if (kind === 'region') return { role, scope: { kind, regionId: id } };
  if (kind === 'school') return { role, scope: { kind, schoolId: id } };
  return { role, scope: own };
}

/** What the form shows of a person. */
export function personValues(fields: Fields): Fields {
  const grants: readonly RoleGrant[] = Array.isArray(fields['roles'])
    ? fields['roles'].flatMap((each) => roleGrant.safeParse(each).data ?? [])
    : [];
  const roles = grants.map(({ role, scope }): AskedRole => {
    if (scope.kind === 'region') return { role, place: `region ${scope.regionId}` };
    return { role, place: scope.schoolId === fields['schoolId'] ? 'own' : `school ${scope.schoolId}` };
  });
  return { ...fields, roles };
}
