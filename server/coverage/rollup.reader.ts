import { noMeasures } from '../../shared/coverage/measures.ts';
import type { Period } from '../../shared/coverage/period.ts';
import type { PersonId, RegionId, SchoolId } from '../../shared/kernel/ids.ts';
import type { SchoolKind } from '../../shared/school.ts';
import type { Clock, Database } from '../platform/ports.ts';
import type { DirtyStore } from './dirty.store.ts';
import { readRoomFacts } from './fact.list.ts';
import type { FactStore } from './fact.store.ts';
import { addTally, readCounts } from './rollup.counts.rules.ts';
import { fromCounts, type RollupTables } from './rollup.tables.ts';
import type { RollupReader, RollupStanding, ScopeTally } from './rollup.types.ts';
import { isOneOf } from './rows.ts';
import { readTallies, type SchoolTallies } from './tallies.rules.ts';

type RollupReaderDeps = {
  readonly database: Database;
  readonly facts: FactStore;
  readonly dirty: DirtyStore;
  readonly clock: Clock;
};

/** SQLite takes 32,766 parameters in one statement; fewer let others have their turn in between. */
const IDS_AT_ONCE = 500;

export function createRollupReader(deps: RollupReaderDeps): RollupReader {
  const { facts } = deps;
  const own = deps.database.withTables<RollupTables>();

  const scopesIn = async (period: Period, ids: readonly RegionId[]) =>
    inParts(ids, (some) =>
      own
        .selectFrom('rollup_scope')
        .selectAll()
        .where(isOneOf(deps.database, 'region_id', some))
        .where('period_kind', '=', period.kind)
        .where('period_from', '=', period.from)
        .where('period_to', '=', period.to)
        .execute(),
    );
  const tallies = async <T>(
    period: Period,
    ids: readonly SchoolId[],
    pick: (tallies: SchoolTallies) => Iterable<T>,
  ): Promise<readonly T[]> => {
    const rows = await inParts(ids, (some) =>
      own
        .selectFrom('rollup_school')
        .select(['school_id', 'tallies'])
        .where(isOneOf(deps.database, 'school_id', some))
        .where('period_kind', '=', period.kind)
        .where('period_from', '=', period.from)
        .where('period_to', '=', period.to)
        .execute(),
    );
    return rows.flatMap((row) => [...pick(readTallies(row.tallies, row.school_id as SchoolId, noMeasures))]);
  };
  /** Schools where somebody has ever worked, or that have ever led one. */
  const tied = async (ids: readonly string[]): Promise<readonly SchoolId[]> => {
    const rows = await inParts(ids, (some) =>
      own
        .selectFrom('rollup_tie')
        .select('school_id')
        .distinct()
        .where(isOneOf(deps.database, 'tied_id', some))
        .execute(),
    );
    return [...new Set(rows.map((row) => row.school_id as SchoolId))];
  };

  return {
    standing: (period) => standingOf(deps, period),
    async regions(period, ids) {
      const found = new Map<RegionId, ScopeTally>();
      for (const row of await scopesIn(period, ids)) {
        const id = row.region_id as RegionId;
        const before = found.get(id);
        const tally = fromCounts(row);
        found.set(id, before === undefined ? tally : addTally(before, tally));
      }
      return found;
    },
    async kinds(period, id) {
      const rows = await scopesIn(period, [id]);
      return new Map(rows.map((row) => [row.school_kind as SchoolKind, fromCounts(row)]));
    },
    async schools(period, ids) {
      const rows = await inParts(ids, (some) =>
        own
          .selectFrom('rollup_school')
          .select(['school_id', 'counts'])
          .where(isOneOf(deps.database, 'school_id', some))
          .where('period_kind', '=', period.kind)
          .where('period_from', '=', period.from)
          .where('period_to', '=', period.to)
          .execute(),
      );
      return new Map(rows.map((row) => [row.school_id as SchoolId, readCounts(row.counts)]));
    },
    needs: (period, ids) => tallies(period, ids, ({ needs }) => needs.values()),
    rooms: (period, ids) => tallies(period, ids, ({ rooms }) => rooms.values()),
    people: (period, ids) => tallies(period, ids, ({ people }) => people.values()),
    pairs: (period, ids) => tallies(period, ids, ({ pairs }) => pairs.values()),
    async pairsTo(period, ids) {
      const wanted = new Set(ids);
      const pairs = await tallies(period, await tied(ids), ({ pairs }) => pairs.values());
      return pairs.filter((each) => wanted.has(each.toSchoolId));
    },
    async person(period, id: PersonId) {
      const people = await tallies(period, await tied([id]), ({ people }) => people.values());
      return people.filter((each) => each.personId === id);
    },
    roomFacts: (query) => readRoomFacts(deps.database, query),
    roomFact: facts.roomFact,
    leadFacts: facts.leadFacts,
    personFacts: facts.personFacts,
  };
}

async function standingOf({ dirty, clock }: RollupReaderDeps, { from, to }: Period): Promise<RollupStanding> {
  const followedMs = Number((await dirty.readMark('followed')) ?? 0);
  const oldestMs = await dirty.oldestMarkMs();
  return {
    freshAtMs: Math.min(clock.nowMs(), followedMs, oldestMs ?? Number.POSITIVE_INFINITY),
    waitingDayCount: await dirty.waiting(from, to),
  };
}

async function inParts<Id, Row>(
  ids: readonly Id[],
  read: (some: readonly Id[]) => Promise<readonly Row[]>,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (let from = 0; from < ids.length; from += IDS_AT_ONCE) {
    if (from > 0) await new Promise((resolve) => setImmediate(resolve));
    for (const row of await read(ids.slice(from, from + IDS_AT_ONCE))) rows.push(row);
  }
  return rows;
}
