import { sql } from 'kysely';
import {
  dayMeasureNames,
  type MeasureName,
  type Measures,
  noMeasures,
} from '../../shared/coverage/measures.ts';
import type { Period } from '../../shared/coverage/period.ts';
import type { SchoolId } from '../../shared/kernel/ids.ts';
import type { SchoolKind } from '../../shared/school.ts';
import type { Database } from '../platform/ports.ts';
import { readCounts, toCounts, writeCounts } from './rollup.counts.rules.ts';
import { keyOf, type SchoolRollup } from './rollup.fold.rules.ts';
import type { SchoolCounts } from './rollup.scopes.rules.ts';
import { countColumns, type RollupTables } from './rollup.tables.ts';
import type { Difference } from './rollup.types.ts';
import { type Cell, insertRows, isOneOf } from './rows.ts';
import { readTallies, writeTallies } from './tallies.rules.ts';

const SCHOOL_COLUMNS = [
  ...['school_id', 'period_kind', 'period_from', 'period_to'],
  ...['school_kind', 'place_id', 'tallies', 'counts'],
] as const;
const SCOPE_COLUMNS = [
  ...['region_id', 'period_kind', 'period_from', 'period_to', 'school_kind'],
  ...countColumns,
];

const replacing = `("school_id","period_kind","period_from","period_to") do update set ${SCHOOL_COLUMNS.slice(
  4,
)
  .map((name) => `"${name}" = excluded."${name}"`)
  .join(', ')}`;
const adding = `("region_id","period_kind","period_from","period_to","school_kind") do update set ${countColumns
  .map((name) => `"${name}" = rollup_scope."${name}" + excluded."${name}"`)
  .join(', ')}`;

/** A school's row, and how it stood in the database: what is written alike is not written. */
export type KeptRollup = {
  readonly rollup: SchoolRollup;
  readonly cells: readonly Cell[];
  /** What it adds to the regions above. */
  readonly counted: SchoolCounts;
};

/** Rows of schools and of parts of the tree. Writing is a part of the transaction of whoever holds the lease. */
export function createRollupStore() {
  /** A few hundred places of a tree; whoever loses the lease forgets them. */
  const places = new Map<number, string>();
  const numbers = new Map<string, number>();
  const keep = (id: number, place: string) => {
    places.set(id, place);
    numbers.set(place, id);
  };

  async function placeNumber(place: string, via: Database): Promise<number> {
    const known = numbers.get(place);
    if (known !== undefined) return known;
    const tables = via.withTables<RollupTables>();
    const found = await tables
      .selectFrom('rollup_place')
      .selectAll()
      .where('region_ids', '=', place)
      .execute();
    const next = await tables
      .selectFrom('rollup_place')
      .select((each) => each.fn.max('place_id').as('last'))
      .executeTakeFirst();
    const id = found[0]?.place_id ?? Number(next?.last ?? 0) + 1;
    if (found.length === 0)
      await tables.insertInto('rollup_place').values({ place_id: id, region_ids: place }).execute();
    keep(id, place);
    return id;
  }

  async function readPlaces(via: Database): Promise<void> {
    for (const row of await via.withTables<RollupTables>().selectFrom('rollup_place').selectAll().execute())
      keep(row.place_id, row.region_ids);
  }

  const keptFrom = (row: RollupTables['rollup_school']): KeptRollup => {
    const { measures, causes } = readCounts(row.counts);
    const schoolId = row.school_id as SchoolId;
    const place = places.get(row.place_id) ?? '';
    const schoolKind = row.school_kind as SchoolKind;
    const tallies = readTallies(row.tallies, schoolId, dayMeasuresOf(measures));
    return {
      rollup: { tallies, measures, causes, schoolKind, place },
      cells: SCHOOL_COLUMNS.map((name) => row[name]),
      counted: { schoolKind, place, counts: toCounts({ measures, causes }) },
    };
  };

  return {
    forgetPlaces(): void {
      places.clear();
      numbers.clear();
    },

    /** What is kept of these schools over one period. */
    async schools(
      ids: readonly SchoolId[],
      { kind, from, to }: Period,
      via: Database,
    ): Promise<ReadonlyMap<SchoolId, KeptRollup>> {
      if (places.size === 0) await readPlaces(via);
      const rows = await via
        .withTables<RollupTables>()
        .selectFrom('rollup_school')
        .selectAll()
        .where(isOneOf(via, 'school_id', ids))
        .where('period_kind', '=', kind)
        .where('period_from', '=', from)
        .where('period_to', '=', to)
        .execute();
      return new Map(rows.map((row) => [row.school_id as SchoolId, keptFrom(row)]));
    },

    /** Days or weeks of these schools that begin within a period. */
    async parts(
      ids: readonly SchoolId[],
      { kind, from, to }: Period,
      via: Database,
    ): Promise<readonly { readonly schoolId: SchoolId; readonly rollup: SchoolRollup }[]> {
      if (places.size === 0) await readPlaces(via);
      const rows = await via
        .withTables<RollupTables>()
        .selectFrom('rollup_school')
        .selectAll()
        .where(isOneOf(via, 'school_id', ids))
        .where('period_kind', '=', kind)
        .where('period_from', '>=', from)
        .where('period_from', '<=', to)
        .execute();
      return rows.map((row) => ({ schoolId: row.school_id as SchoolId, rollup: keptFrom(row).rollup }));
    },

    /** How a rollup would be kept. */
    async keeping(
      schoolId: SchoolId,
      { kind, from, to }: Period,
      next: { rollup: SchoolRollup; via: Database },
    ): Promise<KeptRollup> {
      const { rollup, via } = next;
      const { schoolKind, place } = rollup;
      const placeId = numbers.get(place) ?? (await placeNumber(place, via));
      const counts = toCounts(rollup);
      const texts = [writeTallies(rollup.tallies), writeCounts(counts)];
      return {
        rollup,
        cells: [schoolId, kind, from, to, schoolKind, placeId, ...texts],
        counted: { schoolKind, place, counts },
      };
    },

    async writeSchools(rows: readonly (readonly Cell[])[], via: Database): Promise<void> {
      await insertRows(via, { table: 'rollup_school', columns: SCHOOL_COLUMNS, rows, onConflict: replacing });
    },

    async removeSchools(ids: readonly SchoolId[], { kind, from, to }: Period, via: Database): Promise<void> {
      await via
        .withTables<RollupTables>()
        .deleteFrom('rollup_school')
        .where(isOneOf(via, 'school_id', ids))
        .where('period_kind', '=', kind)
        .where('period_from', '=', from)
        .where('period_to', '=', to)
        .execute();
    },

    /** Adds to parts of the tree. Of what comes to nothing no row stays, as if it had never been. */
    async addToScopes(differences: readonly Difference[], via: Database): Promise<void> {
      const rows = differences.map(({ regionId, period, schoolKind, counts }) => [
        ...[regionId, period.kind, period.from, period.to, schoolKind],
        ...counts,
      ]);
      await insertRows(via, { table: 'rollup_scope', columns: SCOPE_COLUMNS, rows, onConflict: adding });
      const emptied = differences.filter(({ counts }) => counts.some((each) => each < 0));
      const sum = sql.raw(countColumns.map((name) => `"${name}"`).join(' + '));
      for (const [, some] of Map.groupBy(emptied, ({ period }) => keyOf(period))) {
        const [first] = some;
        if (first === undefined) continue;
        await sql`delete from rollup_scope where region_id in (${sql.join(some.map((each) => each.regionId))})
          and period_kind = ${first.period.kind} and period_from = ${first.period.from}
          and period_to = ${first.period.to} and ${sum} = 0`.execute(via);
      }
    },

    /** Who has ever worked where, and who has ever been led by whom: the way from a person or a point to the schools that know. */
    async tie(ties: readonly { readonly tiedId: string; readonly schoolId: SchoolId }[], via: Database) {
      await insertRows(via, {
        table: 'rollup_tie',
        columns: ['tied_id', 'school_id'],
        rows: ties.map(({ tiedId, schoolId }) => [tiedId, schoolId]),
        onConflict: '("tied_id","school_id") do nothing',
      });
    },

    async clear(via: Database): Promise<void> {
      const tables = via.withTables<RollupTables>();
      for (const table of [
        'rollup_school',
        'rollup_scope',
        'rollup_place',
        'rollup_tie',
        'rollup_dirty',
      ] as const)
        await tables.deleteFrom(table).execute();
      places.clear();
      numbers.clear();
    },
  };
}

/** What is found anew for each period is no part of a sum of days. */
function dayMeasuresOf(measures: Measures): Measures {
  const days: Record<MeasureName, number> = { ...noMeasures };
  for (const name of dayMeasureNames) days[name] = measures[name];
  return days;
}

export type RollupStore = ReturnType<typeof createRollupStore>;
