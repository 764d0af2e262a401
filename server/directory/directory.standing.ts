import type { PersonId } from '../../shared/kernel/ids.ts';
import type { Me, RoleGrant } from '../../shared/person.ts';
import type { Standing } from '../identity/identity.reach.ts';
import { pathOfGrant } from './directory.rules.ts';
import type { DirectoryReader, DirectorySnapshot } from './directory.types.ts';

/** Every place that a person in force has; places that are closed today give no right, so they count for nothing. */
export async function standingOf(
  directory: { readonly reader: DirectoryReader; personOf(personId: PersonId): Promise<Me | null> },
  personId: PersonId,
): Promise<Standing | null> {
  const [snapshot, me] = await Promise.all([directory.reader.snapshot(), directory.personOf(personId)]);
  if (me === null) return null;
  const own = [
    ...(me.school === null ? [] : [snapshot.pathOf(me.school.schoolId)]),
    ...me.roles.filter((grant) => isThere(snapshot, grant)).map((grant) => pathOfGrant(snapshot, grant)),
  ];
  const root = [...snapshot.regions.values()].find((each) => each.fields.parentId === null);
  const top = { regionIds: root === undefined ? [] : [root.id], schoolIds: [] };
  const staffCode = snapshot.people.get(personId)?.fields.staffCode ?? '';
  return { me, paths: own.length > 0 ? own : [top], staffCode };
}

/** Whoever has this number of the office's; more than one only where the registers are wrong. */
export async function peopleByStaffCode(reader: DirectoryReader, staffCode: string): Promise<PersonId[]> {
  if (staffCode === '') return [];
  const { people } = await reader.snapshot();
  return [...people.values()].filter(({ fields }) => fields.staffCode === staffCode).map(({ id }) => id);
}

const isThere = (snapshot: DirectorySnapshot, { scope }: RoleGrant): boolean =>
  scope.kind === 'school' ? snapshot.schools.has(scope.schoolId) : snapshot.regions.has(scope.regionId);
