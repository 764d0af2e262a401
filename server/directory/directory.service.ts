import type { ClassFields } from '../../shared/class.ts';
import type { ClassId, PersonId, RegionId, RoomId, SchoolId } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import type { PersonFields } from '../../shared/person.ts';
import type { RegionFields } from '../../shared/region.ts';
import type { RoomFields } from '../../shared/room.ts';
import type { SchoolFields } from '../../shared/school.ts';
import type { Actor } from '../identity/identity.types.ts';
import type { Snapshots } from './directory.snapshot.ts';
import type { Entry } from './directory.types.ts';
import type { DirectoryView } from './directory.view.ts';

/** Makes a sign-in for a member of staff; INVALID_VALUE {field: 'loginName'} when the name is taken. */
export type CreateLogin = (
  personId: PersonId,
  loginName: string,
  password: string,
) => Promise<Result<unknown>>;

export type Look = (actor: Actor) => Promise<Result<DirectoryView>>;

/** What an asker may read. */
export type DirectoryLists = {
  regions(actor: Actor): Promise<Result<Entry<RegionId, RegionFields>[]>>;
  schools(actor: Actor): Promise<Result<Entry<SchoolId, SchoolFields>[]>>;
  rooms(actor: Actor): Promise<Result<Entry<RoomId, RoomFields>[]>>;
  classes(actor: Actor): Promise<Result<Entry<ClassId, ClassFields>[]>>;
  people(actor: Actor): Promise<Result<Entry<PersonId, PersonFields>[]>>;
};

export function createDirectoryLists(look: Look): DirectoryLists {
  const listed =
    <T>(pick: (view: DirectoryView) => readonly T[]) =>
    async (actor: Actor): Promise<Result<T[]>> => {
      const view = await look(actor);
      return view.ok ? ok([...pick(view.value)]) : view;
    };
  return {
    regions: listed(({ snapshot, seesRegion }) =>
      [...snapshot.regions.values()].filter((each) => seesRegion(each.id)),
    ),
    schools: listed(({ snapshot, seesSchool }) =>
      [...snapshot.schools.values()].filter((each) => seesSchool(each.id)),
    ),
    rooms: listed(({ snapshot, may, scopeOfSchool }) =>
      [...snapshot.rooms.values()].filter((each) => may('room.list', scopeOfSchool(each.fields.schoolId))),
    ),
    classes: listed(({ snapshot, may, scopeOfSchool }) =>
      [...snapshot.classes.values()].filter((each) => may('class.list', scopeOfSchool(each.fields.schoolId))),
    ),
    people: listed(({ snapshot, may, scopeOfPerson }) =>
      [...snapshot.people.values()].filter((each) => may('person.list', scopeOfPerson(each))),
    ),
  };
}

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
