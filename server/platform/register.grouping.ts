import type { RegisterMirror } from './register.mirror.ts';
import { versionInForce } from './register.rules.ts';
import type { RegisterEntry } from './register.types.ts';

type Source<Id extends string, Fields> = Pick<RegisterMirror<Id, Fields>, 'ids' | 'versions' | 'generation'>;

/**
 * Entries of a register by what they belong to, for those who ask about few of them on many days: picking a whole register's day costs as
 * much for one school as for all.
 * @param keysOf what any version of an entry belongs to; an entry is found under each
 */
export function createGrouping<Id extends string, Fields, Key extends string>(
  mirror: Source<Id, Fields>,
  keysOf: (fields: Fields) => readonly Key[],
) {
  let groups = new Map<Key, Id[]>();
  let generation = -1;
  const fresh = () => {
    if (generation === mirror.generation()) return groups;
    groups = new Map();
    generation = mirror.generation();
    for (const id of mirror.ids()) {
      const keys = new Set(mirror.versions(id).flatMap(({ fields }) => keysOf(fields)));
      for (const key of keys) {
        const group = groups.get(key);
        if (group === undefined) groups.set(key, [id]);
        else group.push(id);
      }
    }
    return groups;
  };
  return {
    ids: (key: Key): readonly Id[] => fresh().get(key) ?? [],
    /** Those in force on a day that belong to it then. */
    inForce: (key: Key, date: RegisterEntry<Id, Fields>['validFrom']): readonly RegisterEntry<Id, Fields>[] =>
      (fresh().get(key) ?? []).flatMap((id) => {
        const found = versionInForce(mirror.versions(id), { date });
        return found !== null && keysOf(found.fields).includes(key) ? [found] : [];
      }),
  };
}
