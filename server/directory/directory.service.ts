import type { PersonId, SchoolId } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import type { LocalDate } from '../../shared/kernel/time.ts';
import type { PersonFields } from '../../shared/person.ts';
import type { Actor } from '../identity/identity.types.ts';
import type { Snapshots } from './directory.snapshot.ts';
import type { DirectoryView } from './directory.types.ts';

/** Makes a sign-in for a member of staff; INVALID_VALUE {field: 'loginName'} when the name is taken. */
export type CreateLogin = (
  personId: PersonId,
  loginName: string,
  password: string,
) => Promise<Result<unknown>>;

/** The registers as the asker may see them, today or as of a day. */
export type Look = (actor: Actor, date?: LocalDate) => Promise<Result<DirectoryView>>;

/** A person as their own pages and the sign-in need them. */
export type KnownPerson = {
  readonly personId: PersonId;
  readonly name: string;
  readonly school: { readonly schoolId: SchoolId; readonly name: string } | null;
  readonly roles: PersonFields['roles'];
};

/** Null when the person is not in force today. */
export async function personOf(snapshots: Snapshots, personId: PersonId): Promise<KnownPerson | null> {
  const snapshot = await snapshots.snapshot();
  const person = snapshot.people.get(personId)?.fields;
  if (person === undefined) return null;
  const school = person.schoolId === null ? undefined : snapshot.schools.get(person.schoolId);
  return {
    personId,
    name: person.name,
    school: school === undefined ? null : { schoolId: school.id, name: school.fields.name },
    roles: person.roles,
  };
}

/** FORBIDDEN when what the asker sees may not be changed by them; what they do not see was answered before. */
export const allowed = (yes: boolean): Result<void> => (yes ? ok() : fail('FORBIDDEN'));
