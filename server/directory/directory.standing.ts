import type { PersonId } from '../../shared/kernel/ids.ts';
import type { Me } from '../../shared/person.ts';
import type { Standing } from '../identity/identity.reach.ts';
import { everyPathOf } from './directory.rules.ts';
import type { DirectoryReader } from './directory.types.ts';

/** Null when the person is not in force today. */
export async function standingOf(
  directory: { readonly reader: DirectoryReader; personOf(personId: PersonId): Promise<Me | null> },
  personId: PersonId,
): Promise<Standing | null> {
  const [snapshot, me] = await Promise.all([directory.reader.snapshot(), directory.personOf(personId)]);
  const person = snapshot.people.get(personId)?.fields;
  if (me === null || person === undefined) return null;
  return { me, paths: everyPathOf(snapshot, person), staffCode: person.staffCode };
}

/** Whoever has this number of the office's; more than one only where the registers are wrong. */
export async function peopleByStaffCode(reader: DirectoryReader, staffCode: string): Promise<PersonId[]> {
  if (staffCode === '') return [];
  const { people } = await reader.snapshot();
  return [...people.values()].filter(({ fields }) => fields.staffCode === staffCode).map(({ id }) => id);
}
