import type { PersonId } from '../../shared/kernel/ids.ts';
import type { PersonFields } from '../../shared/person.ts';
import { DEFAULT_ZONE } from './directory.rules.ts';
import type { Snapshots } from './directory.snapshot.ts';
import type { DirectoryStore } from './directory.store.ts';

/** Entries that the server itself makes, without an asker: the first administrator, and the county of the demonstration. */
export type DirectoryEntering = {
  readonly [Name in keyof DirectoryStore]: DirectoryStore[Name]['add'];
};

export function createDirectoryEntering(store: DirectoryStore, snapshots: Snapshots): DirectoryEntering {
  const entering = <A extends readonly unknown[], T>(add: (...given: A) => Promise<T>) => {
    return async (...given: A): Promise<T> => {
      try {
        return await add(...given);
      } finally {
        snapshots.forget();
      }
    };
  };
  return {
    regions: entering(store.regions.add),
    schools: entering(store.schools.add),
    rooms: entering(store.rooms.add),
    classes: entering(store.classes.add),
    people: entering(store.people.add),
    subjects: entering(store.subjects.add),
  };
}

const BY_SETUP = 'setup';

/**
 * Makes the root of the tree, a county in the default zone, and a person who administers it. A root that is there already is kept:
 * a server that died between the two goes on where it was.
 */
export async function registerFirstAdmin(
  { entering, snapshots }: { readonly entering: DirectoryEntering; readonly snapshots: Snapshots },
  { officeName, name }: { readonly officeName: string; readonly name: string },
): Promise<PersonId> {
  const note = { by: BY_SETUP, validFrom: await snapshots.today() };
  const { regions } = await snapshots.snapshot();
  const root =
    [...regions.values()].find((each) => each.fields.parentId === null) ??
    (await entering.regions(
      { parentId: null, level: 'county', name: officeName, officialCode: '', zone: DEFAULT_ZONE },
      note,
    ));
  const person: PersonFields = {
    name,
    schoolId: null,
    phone: '',
    staffCode: '',
    roles: [{ role: 'admin', scope: { kind: 'region', regionId: root.id } }],
  };
  return (await entering.people(person, note)).id;
}
