import type { RegionId, RoomId, SchoolId } from '../../shared/kernel/ids.ts';
import type { RegionFields } from '../../shared/region.ts';
import type { RoomFields } from '../../shared/room.ts';
import type { SchoolFields } from '../../shared/school.ts';
import type { ImportProblemKey } from '../../shared/text/import.zh-CN.ts';
import { regionLine } from '../directory/directory.rules.ts';
import type { DirectorySnapshot, DirectoryView, Entry } from '../directory/directory.types.ts';
import { createPace } from '../platform/pace.ts';
import { type CellFault, faulty, isFault } from './import.cells.ts';

/** Entries by every text that means them. Nearly every text means one: a list for each would be most of the memory. */
export class Index<E extends object> {
  readonly #found = new Map<string, E | E[]>();

  add(key: string, entry: E): void {
    const same = this.#found.get(key);
    if (same === undefined) this.#found.set(key, entry);
    else if (!Array.isArray(same)) this.#found.set(key, same === entry ? entry : [same, entry]);
    else if (!same.includes(entry)) same.push(entry);
  }

  all(key: string): readonly E[] {
    const found = this.#found.get(key);
    if (found === undefined) return [];
    return Array.isArray(found) ? found : [found];
  }

  /** The only one, or why there is none. */
  one(key: string, problem: ImportProblemKey): E | CellFault {
    if (key === '') return faulty('required');
    const [first, second] = this.all(key);
    if (first === undefined) return faulty(problem);
    return second === undefined ? first : faulty('ambiguous');
  }
}

export async function indexOf<E extends object>(
  entries: Iterable<E>,
  keysOf: (entry: E) => readonly string[],
): Promise<Index<E>> {
  const index = new Index<E>();
  const pace = createPace();
  for (const entry of entries) {
    for (const key of keysOf(entry)) index.add(key, entry);
    const rest = pace();
    if (rest !== null) await rest;
  }
  return index;
}

/** A key of several texts, none of which can hold what stands between them. */
export const joined = (...parts: readonly (string | null)[]): string =>
  parts.map((each) => each ?? '').join('\u0001');

export type SchoolEntry = Pick<Entry<SchoolId, SchoolFields>, 'id' | 'fields'>;
export type RegionEntry = Pick<Entry<RegionId, RegionFields>, 'id' | 'fields'>;

/** Finds places by how people name them: official code, name, or `Region/School` where names repeat. Only what the asker sees is found. */
export type Finder = {
  school(text: string): SchoolEntry | CellFault;
  region(text: string): RegionEntry | CellFault;
  room(schoolId: SchoolId, name: string): RoomId | CellFault;
  /** The shortest text that means it and nothing else. */
  nameOfSchool(id: SchoolId): string;
  nameOfRegion(id: RegionId): string;
  /** For schools that the same file brings. */
  addSchool(entry: SchoolEntry): void;
};

export async function createFinder(view: DirectoryView): Promise<Finder> {
  const { snapshot } = view;
  const regions = await indexOf(snapshot.regions.values(), (entry) =>
    view.seesRegion(entry.id) ? waysToRegion(snapshot, entry) : [],
  );
  const schools = await indexOf<SchoolEntry>(snapshot.schools.values(), (entry) =>
    view.seesSchool(entry.id) ? waysToSchool(snapshot, entry) : [],
  );
  const rooms = await indexOf<Entry<RoomId, RoomFields>>(snapshot.rooms.values(), ({ fields }) => [
    joined(fields.schoolId, fields.name),
  ]);
  const shortest = (ways: readonly string[], index: { all(key: string): readonly unknown[] }) =>
    ways.find((way) => index.all(way).length === 1) ?? ways.at(-1) ?? '';
  return {
    school: (text) => schools.one(text, 'unknownSchool'),
    region: (text) => regions.one(text, 'unknownRegion'),
    room(schoolId, name) {
      const found = rooms.one(joined(schoolId, name), 'unknownRoom');
      return isFault(found) ? found : found.id;
    },
    nameOfSchool(id) {
      const fields = snapshot.schools.get(id)?.fields;
      if (fields === undefined) return '';
      const [code = '', ...names] = waysToSchool(snapshot, { id, fields });
      return shortest(fields.officialCode === '' ? [code, ...names] : [...names, code], schools);
    },
    nameOfRegion(id) {
      const entry = snapshot.regions.get(id);
      if (entry === undefined) return '';
      const ways = waysToRegion(snapshot, entry);
      return shortest(
        entry.fields.officialCode === '' ? ways : [...ways.slice(1), ...ways.slice(0, 1)],
        regions,
      );
    },
    addSchool(entry) {
      for (const way of waysToSchool(snapshot, entry)) schools.add(way, entry);
    },
  };
}

/** Code, name, then names with what they lie in: `东乡`, `云溪县/东乡`. */
function waysToRegion(snapshot: DirectorySnapshot, { id, fields }: RegionEntry): string[] {
  const names = regionLine(snapshot.regions, id).map((each) => each.fields.name);
  const paths = names.map((_, index) => names.slice(index).join('/')).reverse();
  return fields.officialCode === '' ? paths : [fields.officialCode, ...paths];
}

function waysToSchool(snapshot: DirectorySnapshot, { fields }: SchoolEntry): string[] {
  const region = snapshot.regions.get(fields.regionId);
  const ways = region === undefined ? [] : waysToRegion(snapshot, region);
  const names = [fields.name, ...ways.map((way) => `${way}/${fields.name}`)];
  return fields.officialCode === '' ? names : [fields.officialCode, ...names];
}
