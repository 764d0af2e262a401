import { type LocalDate, wallClock, type Zone } from '../../shared/kernel/time.ts';
import type { Clock } from '../platform/ports.ts';
import { pathOfSchool, zoneOfRegion } from './directory.rules.ts';
import type { DirectoryStore } from './directory.store.ts';
import type { DirectoryReader, DirectorySnapshot, Entry } from './directory.types.ts';

/** The dates of all registers are days in the zone of the tree's root, so that one tree has one today. */
export type Calendar = { today(): Promise<LocalDate> };

const KEPT_SNAPSHOTS = 8;

export type Snapshots = DirectoryReader & Calendar & { forget(): void };

/** Reads the registers whole and keeps the last few answers until `forget`. */
export function createSnapshots(store: DirectoryStore, clock: Clock): Snapshots {
  const kept = new Map<string, Promise<DirectorySnapshot>>();
  let rootZone: Promise<Zone> | null = null;

  const keep = (key: string, load: () => Promise<DirectorySnapshot>): Promise<DirectorySnapshot> => {
    const found = kept.get(key);
    if (found !== undefined) return found;
    const loading = load();
    kept.set(key, loading);
    loading.catch(() => kept.get(key) === loading && kept.delete(key));
    const oldest = kept.keys().next();
    if (kept.size > KEPT_SNAPSHOTS && oldest.done === false) kept.delete(oldest.value);
    return loading;
  };

  async function today(): Promise<LocalDate> {
    rootZone ??= readRootZone(store).catch((cause: unknown) => {
      rootZone = null;
      throw cause;
    });
    return wallClock(clock.nowMs(), await rootZone).date;
  }

  return {
    today,
    async snapshot(asOf) {
      if (asOf === undefined) {
        const date = await today();
        return keep(date, () => load(store, { date }));
      }
      return keep(`${asOf.date} ${asOf.recordedAtMs}`, () => load(store, asOf));
    },
    forget() {
      kept.clear();
      rootZone = null;
    },
  };
}

async function readRootZone(store: DirectoryStore): Promise<Zone> {
  const regions = byId(await store.regions.list());
  const root = [...regions.values()].find((each) => each.fields.parentId === null);
  return zoneOfRegion(regions, root?.id ?? null);
}

async function load(
  store: DirectoryStore,
  asOf: { readonly date: LocalDate; readonly recordedAtMs?: number },
): Promise<DirectorySnapshot> {
  const [regions, schools, rooms, classes, people] = await Promise.all([
    store.regions.list(asOf).then(byId),
    store.schools.list(asOf).then(byId),
    store.rooms.list(asOf).then(byId),
    store.classes.list(asOf).then(byId),
    store.people.list(asOf).then(byId),
  ]);
  return {
    regions,
    schools,
    rooms,
    classes,
    people,
    pathOf: (id) => pathOfSchool(regions, { id, fields: schools.get(id)?.fields }),
    zoneOf: (id) => zoneOfRegion(regions, schools.get(id)?.fields.regionId ?? null),
  };
}

function byId<Id extends string, Fields>(
  entries: readonly Entry<Id, Fields>[],
): ReadonlyMap<Id, Entry<Id, Fields>> {
  return new Map(entries.map((each) => [each.id, each]));
}
