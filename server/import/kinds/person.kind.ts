import type { PersonId, SchoolId } from '../../../shared/kernel/ids.ts';
import { type PersonFields, personFields, type RoleGrant, staffRole } from '../../../shared/person.ts';
import { type CellFault, type Cells, faulty, isFault, listOf } from '../import.cells.ts';
import { type Finder, indexOf, joined } from '../import.finder.ts';
import { column, type Draft, type Ground, type Held, type Kind } from '../import.kind.types.ts';
import { readerOf, wordOf } from '../import.words.rules.ts';

type Person = Held<PersonId, PersonFields>;
const roleOf = readerOf('role', staffRole.options);

/** 教职工. Known by staff code, else by school, name and telephone. */
export const personKind: Kind<PersonId, PersonFields> = {
  kind: 'people',
  register: 'person',
  schema: personFields,
  columns: [
    column('name', 'personName', true),
    column('staffCode'),
    column('school', 'school', true),
    column('phone'),
    column('roles'),
  ],
  columnOf: { schoolId: 'school' },
  async begin(ground, inForce) {
    const { finder } = ground;
    const byCode = await indexOf<Person>(inForce.values(), ({ fields }) =>
      fields.staffCode === '' ? [] : [fields.staffCode],
    );
    const byName = await indexOf<Person>(inForce.values(), ({ fields }) => [
      joined(fields.schoolId, fields.name, fields.phone),
    ]);
    return {
      row(cells: Cells): Draft<PersonId, PersonFields> | null {
        const [name, code, phone] = [cells.required('name'), cells.text('staffCode'), cells.text('phone')];
        // Staff of an office belong to no school.
        const school = cells.text('school') === '' ? null : cells.read('school', finder.school);
        if (!cells.sound || name === null) return null;
        const schoolId = school?.id ?? null;
        const natural = joined(schoolId, name, phone);
        const named = byName.all(natural);
        const coded = code === '' ? [] : byCode.all(code);
        const nameless = named.filter(({ fields }) => fields.staffCode === '');
        const candidates = coded.length > 0 ? coded : code !== '' || nameless.length > 0 ? nameless : named;
        if (candidates.length > 1) return cells.fault('name', 'ambiguous');
        const before = candidates[0] ?? null;
        const roles = rolesOf(cells, ground, { before, schoolId });
        if (roles === null) return null;
        const staffCode = code === '' ? (before?.fields.staffCode ?? '') : code;
        const kept = cells.has('phone') ? phone : (before?.fields.phone ?? '');
        return {
          ...{
            cells,
            key: code === '' ? natural : code,
            keyField: code === '' ? 'name' : 'staffCode',
            before,
          },
          fields: { name, schoolId, phone: kept, staffCode, roles },
          others: coded,
        };
      },
    };
  },
  rows: ({ fields }, ground) => [
    [
      fields.name,
      fields.staffCode,
      fields.schoolId === null ? '' : ground.finder.nameOfSchool(fields.schoolId),
      fields.phone,
      rolesText(fields, ground),
    ],
  ],
};

type Whose = { readonly before: Person | null; readonly schoolId: SchoolId | null };

function rolesOf(cells: Cells, { finder }: Ground, { before, schoolId }: Whose): readonly RoleGrant[] | null {
  if (!cells.has('roles')) return before?.fields.roles ?? [];
  return cells.read('roles', (text) => {
    const grants: RoleGrant[] = [];
    for (const part of listOf(text)) {
      const grant = grantOf(part, finder, schoolId);
      if (isFault(grant)) return grant;
      grants.push(grant);
    }
    // In another order they are the same roles: nothing has changed.
    const known = before?.fields.roles ?? [];
    return sorted(grants) === sorted(known) ? known : grants;
  });
}

const sorted = (grants: readonly RoleGrant[]) =>
  grants
    .map((each) => JSON.stringify(each))
    .sort()
    .join();

/** `主讲教师` is in the own school, `管理员@东乡` in a region or another school. */
function grantOf(part: string, finder: Finder, schoolId: SchoolId | null): RoleGrant | CellFault {
  const [word = '', place] = part.split(/[@＠]/).map((each) => each.trim());
  const role = roleOf(word);
  if (role === null) return faulty('word');
  if (place === undefined)
    return schoolId === null ? faulty('rolePlace') : { role, scope: { kind: 'school', schoolId } };
  const region = finder.region(place);
  if (!isFault(region)) return { role, scope: { kind: 'region', regionId: region.id } };
  const school = finder.school(place);
  return isFault(school) ? faulty('unknownPlace') : { role, scope: { kind: 'school', schoolId: school.id } };
}

function rolesText({ schoolId, roles }: PersonFields, { finder, locale }: Ground): string {
  return roles
    .map(({ role, scope }) => {
      const word = wordOf(`role.${role}`, locale);
      if (scope.kind === 'region') return `${word}@${finder.nameOfRegion(scope.regionId)}`;
      return scope.schoolId === schoolId ? word : `${word}@${finder.nameOfSchool(scope.schoolId)}`;
    })
    .join(locale === 'en' ? ', ' : '、');
}
