import { setImmediate as breath } from 'node:timers/promises';
import type { LocalDate } from '../../shared/kernel/time.ts';
import { type AsOf, versionInForce } from './register.rules.ts';
import { createSharing } from './register.sharing.ts';
import type { Register, RegisterEntry } from './register.types.ts';

/** Every version of a register in memory: what is read all the time, and for any date. */
export type RegisterMirror<Id extends string, Fields> = {
  /** Takes in what was recorded since the last time; `overlapMs` looks that much further back, for writers elsewhere. */
  refresh(overlapMs?: number): Promise<void>;
  /** Entries that exist on a day, in order of id. */
  inForce(asOf: AsOf): ReadonlyMap<Id, RegisterEntry<Id, Fields>>;
  /** Entries that were closed by that day, in their closing version. */
  closed(date: LocalDate): readonly RegisterEntry<Id, Fields>[];
  /** Every version of one entry, oldest first. */
  versions(id: Id): readonly RegisterEntry<Id, Fields>[];
  /** Ids of everything that there ever was. */
  ids(): Iterable<Id>;
  /** Grows whenever something new was taken in. */
  generation(): number;
};

/** The versions of whichever entry has this id, in whichever register; oldest first, empty when none has. */
export function versionsIn(mirrors: readonly { versions(id: never): Versions }[], id: string): Versions {
  for (const mirror of mirrors) {
    // Ids of all registers are alike: who has none of this id says so.
    const found = mirror.versions(id as never);
    if (found.length > 0) return found;
  }
  return [];
}

type Versions = readonly { readonly version: number; readonly fields: object }[];

type Source<Id extends string, Fields> = Pick<
  Register<Id, Fields, never, never>,
  'versionsAfter' | 'recordedSince'
>;

/** The versions of an entry that was changed, oldest first. */
class Several<Entry> {
  readonly versions: readonly Entry[];
  constructor(versions: readonly Entry[]) {
    this.versions = versions;
  }
}

/** So many rows are read at once: the process does other things in between, a query of SQLite by itself leaves no room for them. */
const PAGE = 500;
const KEPT_DATES = 3;

export function createRegisterMirror<Id extends string, Fields>(
  source: Source<Id, Fields>,
): RegisterMirror<Id, Fields> {
  type Entry = RegisterEntry<Id, Fields>;
  /** Almost every entry has one version, and an array around each of them is as large as a third of it. */
  const kept = new Map<Id, Entry | Several<Entry>>();
  const byDate = new Map<LocalDate, ReadonlyMap<Id, Entry>>();
  let newestMs = 0;
  let loaded = false;
  let generation = 0;

  const versionsOf = (id: Id): readonly Entry[] => {
    const found = kept.get(id);
    if (found === undefined) return [];
    return found instanceof Several ? found.versions : [found];
  };
  const take = (entry: Entry): boolean => {
    const versions = versionsOf(entry.id);
    if (versions.some((each) => each.version === entry.version)) return false;
    const all = [...versions, entry].sort((a, b) => a.version - b.version);
    kept.set(entry.id, versions.length === 0 ? entry : new Several(all));
    newestMs = Math.max(newestMs, entry.recordedAtMs);
    generation += 1;
    return true;
  };
  const load = async () => {
    const share = createSharing();
    let after = { id: '', version: 0 };
    for (;;) {
      const page = await source.versionsAfter(after, PAGE);
      await breath();
      for (const entry of page) take(share(entry));
      const last = page.at(-1);
      if (last === undefined || page.length < PAGE) break;
      after = last;
    }
    byDate.clear();
    loaded = true;
  };
  const pick = (asOf: AsOf) => {
    const entries = new Map<Id, Entry>();
    const alone: Entry[] = [];
    for (const [id, held] of kept) {
      if (!(held instanceof Several)) alone[0] = held;
      const found = versionInForce(held instanceof Several ? held.versions : alone, asOf);
      if (found !== null) entries.set(id, found);
    }
    return entries;
  };
  /** Those who hold an earlier answer keep it as it was. */
  const renewing = () => {
    const renewed = new Map<LocalDate, Map<Id, Entry>>();
    return {
      take(fresh: readonly Entry[]) {
        for (const [date, before] of byDate) {
          const entries = renewed.get(date) ?? new Map(before);
          renewed.set(date, entries);
          for (const { id } of fresh) {
            const found = versionInForce(versionsOf(id), { date });
            if (found === null) entries.delete(id);
            else entries.set(id, found);
          }
        }
      },
      end() {
        // Asked for on the way, an answer may lack what came before.
        byDate.clear();
        for (const [date, entries] of renewed) byDate.set(date, entries);
      },
    };
  };

  return {
    async refresh(overlapMs = 0) {
      if (!loaded) return load();
      const renewed = renewing();
      const share = createSharing();
      let fresh = 0;
      let after = { recordedAtMs: newestMs - overlapMs, id: '', version: 0 };
      for (;;) {
        const page = await source.recordedSince(after, PAGE);
        if (page.length === PAGE) await breath();
        const taken = page.map(share).filter(take);
        fresh += taken.length;
        if (taken.length > 0) renewed.take(taken);
        const last = page.at(-1);
        if (last === undefined || page.length < PAGE) break;
        after = last;
      }
      if (fresh > 0) renewed.end();
    },
    inForce(asOf) {
      if (asOf.recordedAtMs !== undefined) return pick(asOf);
      const found = byDate.get(asOf.date);
      if (found !== undefined) return found;
      const entries = pick(asOf);
      byDate.set(asOf.date, entries);
      const oldest = byDate.keys().next();
      if (byDate.size > KEPT_DATES && oldest.done === false) byDate.delete(oldest.value);
      return entries;
    },
    closed: (date) =>
      [...kept.keys()].flatMap((id) => {
        const versions = versionsOf(id);
        if (versionInForce(versions, { date }) !== null) return [];
        const newest = versions.findLast((each) => each.validFrom <= date);
        return newest?.closed === true ? [newest] : [];
      }),
    versions: versionsOf,
    ids: () => kept.keys(),
    generation: () => generation,
  };
}

/** Several mirrors that are brought up to date together, when somebody has said that something changed. */
export function createMirrorKeeper(mirrors: readonly { refresh(overlapMs?: number): Promise<void> }[]) {
  let stale = true;
  let overlap = 0;
  let running: Promise<void> | null = null;
  const refresh = async () => {
    while (stale) {
      stale = false;
      const overlapMs = overlap;
      overlap = 0;
      try {
        await Promise.all(mirrors.map((each) => each.refresh(overlapMs)));
      } catch (cause) {
        stale = true;
        throw cause;
      }
    }
  };
  return {
    /** Settles when everything said to have changed before is in. */
    fresh(): Promise<void> {
      if (!stale && running === null) return Promise.resolve();
      const after = (running ?? Promise.resolve()).then(refresh, refresh);
      const mine = after.finally(() => {
        if (running === mine) running = null;
      });
      running = mine;
      return mine;
    },
    /** Something was written; `overlapMs` when it was another process, whose clock and transactions are not ours. */
    forget(overlapMs = 0): void {
      stale = true;
      overlap = Math.max(overlap, overlapMs);
    },
  };
}
