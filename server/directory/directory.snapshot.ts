import type { RegionId, SchoolId } from '../../shared/kernel/ids.ts';
import { type LocalDate, wallClock } from '../../shared/kernel/time.ts';
import type { ScopePath } from '../identity/identity.types.ts';
import type { Clock } from '../platform/ports.ts';
import {
  createMirrorKeeper,
  createRegisterMirror,
  type RegisterMirror,
} from '../platform/register.mirror.ts';
import { type AsOf, versionInForce } from '../platform/register.rules.ts';
import type { RegisterEntry } from '../platform/register.types.ts';
import { regionLine, rootOf, zoneOfRegion } from './directory.rules.ts';
import type { DirectoryStore } from './directory.store.ts';
import type { DirectoryNames, DirectoryReader, DirectorySnapshot, DirectoryTree } from './directory.types.ts';

/** The dates of all registers are days in the zone of the tree's root, so that one tree has one today. */
export type Calendar = { today(): Promise<LocalDate> };

export type Snapshots = DirectoryReader &
  Calendar & {
    /** Something was written; `overlapMs` when another process wrote it. */
    forget(overlapMs?: number): void;
    fresh(): Promise<void>;
  };

const KEPT_SNAPSHOTS = 8;
const KEPT_TREES = 24;

export type DirectoryMirrors = ReturnType<typeof createDirectoryMirrors>;

export function createDirectoryMirrors(store: DirectoryStore) {
  return {
    regions: createRegisterMirror(store.regions),
    schools: createRegisterMirror(store.schools),
    rooms: createRegisterMirror(store.rooms),
    classes: createRegisterMirror(store.classes),
    people: createRegisterMirror(store.people),
    subjects: createRegisterMirror(store.subjects),
  };
}

/** The registers of a day, out of memory; the last few answers are kept until something changes. */
export function createSnapshots(mirrors: DirectoryMirrors, clock: Clock): Snapshots {
  const keeper = createMirrorKeeper(Object.values(mirrors));
  const kept = new Map<string, DirectorySnapshot>();
  const trees = new Map<LocalDate, DirectoryTree>();

  /** The newest root counts, whatever its day: a tree that begins tomorrow has a zone today. */
  const rootZone = () => {
    const regions = mirrors.regions.inForce({ date: FAR_AHEAD });
    return zoneOfRegion(regions, rootOf(regions)?.id ?? null);
  };
  const today = async () => {
    await keeper.fresh();
    return wallClock(clock.nowMs(), rootZone()).date;
  };

  return {
    today,
    fresh: keeper.fresh,
    async snapshot(asOf) {
      const at: AsOf = asOf ?? { date: await today() };
      await keeper.fresh();
      const key = `${at.date} ${at.recordedAtMs ?? ''}`;
      const found = kept.get(key);
      if (found !== undefined) return found;
      const made = snapshotOf(mirrors, at);
      kept.set(key, made);
      const oldest = kept.keys().next();
      if (kept.size > KEPT_SNAPSHOTS && oldest.done === false) kept.delete(oldest.value);
      return made;
    },
    async tree(date) {
      await keeper.fresh();
      const found = trees.get(date);
      if (found !== undefined) return found;
      const made = treeOf(mirrors, { date });
      trees.set(date, made);
      const oldest = trees.keys().next();
      if (trees.size > KEPT_TREES && oldest.done === false) trees.delete(oldest.value);
      return made;
    },
    async names(date) {
      await keeper.fresh();
      return namesOf(mirrors, date);
    },
    forget(overlapMs) {
      kept.clear();
      trees.clear();
      keeper.forget(overlapMs);
    },
  };
}

const FAR_AHEAD = '9999-12-31' as LocalDate;

function namesOf(mirrors: DirectoryMirrors, date: LocalDate): DirectoryNames {
  const then = <Id extends string, Fields>(mirror: RegisterMirror<Id, Fields>, id: Id): Fields | null => {
    const versions: readonly RegisterEntry<Id, Fields>[] = mirror.versions(id);
    return (versionInForce(versions, { date }) ?? versions.at(-1))?.fields ?? null;
  };
  return {
    room: (id) => then(mirrors.rooms, id),
    person: (id) => then(mirrors.people, id),
    school: (id) => then(mirrors.schools, id),
  };
}

function treeOf(mirrors: DirectoryMirrors, asOf: AsOf): DirectoryTree {
  const regions = mirrors.regions.inForce(asOf);
  const schools = mirrors.schools.inForce(asOf);
  const paths = new Map<SchoolId, ScopePath>();
  /** Of twenty schools in a township the way to it is made once. */
  const ways = new Map<RegionId | null, ScopePath['regionIds']>();
  const pathOf = (id: SchoolId) => {
    const known = paths.get(id);
    if (known !== undefined) return known;
    const regionId = schools.get(id)?.fields.regionId ?? null;
    const regionIds = ways.get(regionId) ?? regionLine(regions, regionId).map((each) => each.id);
    ways.set(regionId, regionIds);
    const path = { regionIds, schoolIds: [id] };
    paths.set(id, path);
    return path;
  };
  return {
    regions,
    schools,
    pathOf,
    zoneOf: (id) => zoneOfRegion(regions, schools.get(id)?.fields.regionId ?? null),
  };
}

function snapshotOf(mirrors: DirectoryMirrors, asOf: AsOf): DirectorySnapshot {
  return {
    ...treeOf(mirrors, asOf),
    rooms: mirrors.rooms.inForce(asOf),
    classes: mirrors.classes.inForce(asOf),
    people: mirrors.people.inForce(asOf),
    subjects: mirrors.subjects.inForce(asOf),
  };
}
