import type { Period } from '../../shared/coverage/period.ts';
import type { SchoolId } from '../../shared/kernel/ids.ts';
import type { LocalDate } from '../../shared/kernel/time.ts';
import { createPace, type Pace } from '../platform/pace.ts';
import type { Clock, Database } from '../platform/ports.ts';
import { unservedBy } from './cause.rules.ts';
import { schoolDay } from './day.rules.ts';
import type { Chunk, DirtyStore } from './dirty.store.ts';
import type { FactStore } from './fact.store.ts';
import { schoolPeriod } from './period.rules.ts';
import { foldDay, keyOf, type SchoolRollup } from './rollup.fold.rules.ts';
import { createGround, type Ground, type GroundDeps } from './rollup.ground.ts';
import { createDifferences } from './rollup.scopes.rules.ts';
import type { KeptRollup, RollupStore } from './rollup.store.ts';
import type { Difference } from './rollup.types.ts';
import { type Cell, readAll } from './rows.ts';
import { addTallies, noTallies, type SchoolTallies, talliesOf, weeksOnly } from './tallies.rules.ts';

type RollupServiceDeps = GroundDeps & {
  readonly database: Database;
  readonly facts: FactStore;
  readonly store: RollupStore;
  readonly dirty: DirtyStore;
  readonly clock: Clock;
  /** Names this server among those that could do the work. */
  readonly holder: string;
};

/** Schools in one transaction: others who want to write wait for it, so it is over within some hundredths of a second. */
const SCHOOLS_AT_ONCE = 160;
export const LEASE_MS = 60_000;

/** Works off days that wait, each difference added to whatever holds the day. Killed anywhere, it goes on; done twice, it changes nothing. */
export function createRollupService(deps: RollupServiceDeps) {
  const { database, dirty, store, clock } = deps;

  /** Null when nothing waits any more, or nothing more of the day of a chunk that is on its way. */
  async function read(before: Chunk | null): Promise<Read | null> {
    const chunk = await dirty.next(SCHOOLS_AT_ONCE, before);
    if (chunk === null) return null;
    const today = await deps.schools.today();
    const ground = await createGround(deps, {
      schoolIds: [...chunk.schools.keys()],
      date: chunk.date,
      today,
    });
    return { chunk, ground, found: chunk.date <= today ? await readChunk(deps, chunk, ground) : null };
  }

  const count = async ({ chunk, ground, found }: Read): Promise<Ready> => ({
    chunk,
    counted: found === null ? nothing : await countChunk(deps, { chunk, ground, found }),
  });

  /** False when another server has the work. */
  const write = ({ chunk, counted }: Ready): Promise<boolean> =>
    database.transaction().execute(async (via) => {
      if (!(await dirty.holds(deps.holder, clock.nowMs() + LEASE_MS, via))) return false;
      await store.writeSchools(counted.rows, via);
      for (const { schoolId, period } of counted.gone) await store.removeSchools([schoolId], period, via);
      await store.addToScopes(counted.differences, via);
      await store.tie(counted.ties, via);
      await dirty.done(chunk, via);
      return true;
    });

  return {
    /** @returns how many schools' days were counted; 0 when nothing waits any more, or another server has the work */
    async step(): Promise<number> {
      const found = await read(null);
      const ready = found === null ? null : await count(found);
      return ready !== null && (await write(ready)) ? ready.chunk.schools.size : 0;
    },
    /**
     * Until nothing waits any more, it is over, or another server has the work. While one chunk is written the next is counted and the
     * one after it is read: with a database of its own process neither waits for the other.
     */
    async work(isOver: () => boolean): Promise<void> {
      let found = await read(null);
      let ready: Ready | null = null;
      while ((found !== null || ready !== null) && !isOver()) {
        const [isWritten, counted, next]: [boolean, Ready | null, Read | null] = await Promise.all([
          ready === null || write(ready),
          found === null ? null : count(found),
          found === null ? null : read(found.chunk),
        ]);
        if (!isWritten) return;
        await new Promise((resolve) => setImmediate(resolve));
        ready = counted;
        found = next ?? (ready === null ? await read(null) : null);
      }
    },
  };
}

/** What a chunk's days change. */
type Counted = {
  readonly rows: readonly (readonly Cell[])[];
  readonly gone: readonly { readonly schoolId: SchoolId; readonly period: Period }[];
  readonly differences: readonly Difference[];
  readonly ties: readonly { readonly tiedId: string; readonly schoolId: SchoolId }[];
};
type Found = Awaited<ReturnType<typeof readChunk>>;
/** Nothing is counted of a day that is yet to come. */
type Read = { readonly chunk: Chunk; readonly ground: Ground; readonly found: Found | null };
type Ready = { readonly chunk: Chunk; readonly counted: Counted };

const nothing: Counted = { rows: [], gone: [], differences: [], ties: [] };

/**
 * Read and counted before the transaction that writes it. What is kept of schools only the holder of the lease changes, and a fact that
 * changes meanwhile marks its day once more, so that it goes on waiting.
 */
async function readChunk({ store, facts, database: via }: RollupServiceDeps, chunk: Chunk, ground: Ground) {
  const { date } = chunk;
  const pace = createPace();
  const schoolIds = [...chunk.schools.keys()];
  const [ofDay, kept] = await Promise.all([
    facts.ofDay(date, schoolIds, pace),
    keptOf(store, { schoolIds, ground, date, via, pace }),
  ]);
  return { facts: ofDay, kept };
}

async function countChunk(
  { store, database: via }: RollupServiceDeps,
  { chunk, ground, found }: { readonly chunk: Chunk; readonly ground: Ground; readonly found: Found },
): Promise<Counted> {
  const { date } = chunk;
  const pace = createPace();
  const differences = createDifferences();
  const rows: (readonly Cell[])[] = [];
  const gone: { readonly schoolId: SchoolId; readonly period: Period }[] = [];
  const ties: { readonly tiedId: string; readonly schoolId: SchoolId }[] = [];
  for (const schoolId of chunk.schools.keys()) {
    await pace();
    const day = talliesOf(
      schoolDay({
        schoolId,
        date,
        taught: ground.taught(schoolId, date),
        needs: ground.needs(schoolId),
        links: ground.links(schoolId),
        received: found.facts.received.get(schoolId) ?? [],
        led: found.facts.led.get(schoolId) ?? [],
        leads: found.facts.leads.get(schoolId) ?? [],
        people: found.facts.people.get(schoolId) ?? [],
      }),
    );
    for (const tiedId of [...day.people.keys(), ...day.pairs.keys()]) ties.push({ tiedId, schoolId });
    const folded = foldDay({
      schoolId,
      date,
      day,
      ...periodsOf(ground, schoolId, date),
      before: (period) => found.kept.tallies(schoolId, period),
    });
    for (const [period, tallies] of folded) {
      const before = found.kept.row(schoolId, period);
      const after = rollupOf(ground, { schoolId, period, tallies });
      const kept = after === null ? null : await store.keeping(schoolId, period, { rollup: after, via });
      if (kept !== null && before !== undefined && isSame(before.cells, kept.cells)) continue;
      if (kept !== null) rows.push(kept.cells);
      else if (before !== undefined) gone.push({ schoolId, period });
      differences.add(period, before?.counted ?? null, kept?.counted ?? null);
    }
  }
  return { rows, gone, differences: differences.all(), ties };
}

function periodsOf(ground: Ground, schoolId: SchoolId, date: LocalDate) {
  const periods = ground.periodsOf(schoolId, date);
  const known = new Set(periods.map(keyOf));
  const mondays = ground
    .periodsOf(schoolId, ground.monday)
    .filter((each) => each.kind !== 'day' && each.kind !== 'week' && !known.has(keyOf(each)));
  return { periods, mondays };
}

const isSame = (a: readonly Cell[], b: readonly Cell[]): boolean =>
  a.every((cell, index) => cell === b[index]);

/** Null where there is nothing to say: a school that was not there, and of which nothing was counted. */
function rollupOf(
  ground: Ground,
  { schoolId, period, tallies }: { schoolId: SchoolId; period: Period; tallies: SchoolTallies },
): SchoolRollup | null {
  const asOf = ground.asOf(period);
  const placed = ground.placed(schoolId, asOf);
  if (placed === null) return null;
  const school = ground.factsIn(schoolId, period);
  const needs = [...tallies.needs.values()];
  const measures = schoolPeriod({
    kind: period.kind,
    taught: ground.taughtIn(schoolId, period),
    thresholds: ground.thresholdsOn(asOf),
    days: tallies.days,
    needs,
    rooms: [...tallies.rooms.values()],
    people: [...tallies.people.values()],
    pairs: [...tallies.pairs.values()],
    kindOf: (id) => ground.kindOf(id, asOf),
    school,
  });
  if (school === null && Object.values(measures).every((each) => each === 0)) return null;
  return {
    tallies,
    measures,
    causes: unservedBy(needs),
    schoolKind: placed.fields.kind,
    place: placed.regionIds.join(' '),
  };
}

type Asked = {
  readonly schoolIds: readonly SchoolId[];
  readonly ground: Ground;
  readonly date: LocalDate;
  readonly via: Database;
  readonly pace: Pace;
};

/** What is kept of everything that the day may change; a period of which nothing is kept is what its days add up to. */
async function keptOf(store: RollupStore, { schoolIds, ground, date, via, pace }: Asked) {
  const wanted = new Map<string, { readonly period: Period; readonly ids: SchoolId[] }>();
  for (const id of schoolIds) {
    const all = [...ground.periodsOf(id, date), ...ground.periodsOf(id, ground.monday)];
    for (const [key, period] of new Map(all.map((each) => [keyOf(each), each]))) {
      const found = wanted.get(key) ?? { period, ids: [] };
      wanted.set(key, found);
      found.ids.push(id);
    }
  }
  const rows = new Map<string, ReadonlyMap<SchoolId, KeptRollup>>();
  const sums = new Map<string, SchoolTallies>();
  const asked = [...wanted];
  const found = await readAll(
    via,
    asked.map(
      ([, { period, ids }]) =>
        () =>
          store.schools(ids, period, via),
    ),
    pace,
  );
  for (const [at, [key, { period, ids }]] of asked.entries()) {
    const kept = found[at] ?? new Map<SchoolId, KeptRollup>();
    rows.set(key, kept);
    const lacking = ids.filter((id) => !kept.has(id));
    if (period.kind === 'day' || lacking.length === 0) continue;
    for (const each of await store.parts(lacking, { ...period, kind: 'day' }, via))
      add(sums, `${each.schoolId} ${key}`, each.rollup.tallies);
    if (period.kind === 'week') continue;
    for (const each of await store.parts(lacking, { ...period, kind: 'week' }, via))
      add(sums, `${each.schoolId} ${key}`, weeksOnly(each.rollup.tallies));
  }
  return {
    row: (id: SchoolId, period: Period) => rows.get(keyOf(period))?.get(id),
    tallies: (id: SchoolId, period: Period): SchoolTallies =>
      rows.get(keyOf(period))?.get(id)?.rollup.tallies ?? sums.get(`${id} ${keyOf(period)}`) ?? noTallies,
  };
}

function add(sums: Map<string, SchoolTallies>, key: string, tallies: SchoolTallies): void {
  sums.set(key, addTallies(sums.get(key) ?? noTallies, tallies));
}
