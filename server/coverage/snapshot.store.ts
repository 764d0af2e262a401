import { period } from '../../shared/coverage/period.ts';
import { type ReportScope, reportScope } from '../../shared/coverage/report.ts';
import type { Database, Migration } from '../platform/ports.ts';

/** Never changed. `schedule` names what the calendar makes once, whichever server is first. */
export type SnapshotRow = {
  readonly id: string;
  readonly scope_kind: string;
  readonly scope_id: string;
  readonly name: string;
  readonly period_kind: string;
  readonly period_from: string;
  readonly period_to: string;
  readonly provisional: number;
  readonly made_at_ms: number;
  readonly made_by: string | null;
  readonly schedule: string | null;
  readonly line_count: number;
  readonly sha256: string;
};
type PartRow = { readonly snapshot_id: string; readonly seq: number; readonly lines: string };
type Tables = { coverage_snapshot: SnapshotRow; coverage_snapshot_part: PartRow };

export const snapshotMigrations: readonly Migration[] = [
  {
    name: 'snapshot-0001-snapshot',
    async up({ schema }) {
      let table = schema
        .createTable('coverage_snapshot')
        .addColumn('id', 'text', (column) => column.primaryKey());
      for (const name of [
        'scope_kind',
        'scope_id',
        'name',
        'period_kind',
        'period_from',
        'period_to',
        'sha256',
      ])
        table = table.addColumn(name, 'text', (column) => column.notNull());
      await table
        .addColumn('provisional', 'integer', (column) => column.notNull())
        .addColumn('made_at_ms', 'bigint', (column) => column.notNull())
        .addColumn('made_by', 'text')
        .addColumn('schedule', 'text', (column) => column.unique())
        .addColumn('line_count', 'integer', (column) => column.notNull())
        .execute();
      await schema
        .createIndex('coverage_snapshot_by_made_at_ms')
        .on('coverage_snapshot')
        .column('made_at_ms')
        .execute();
      await schema
        .createTable('coverage_snapshot_part')
        .addColumn('snapshot_id', 'text', (column) => column.notNull())
        .addColumn('seq', 'integer', (column) => column.notNull())
        .addColumn('lines', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('coverage_snapshot_part_key', ['snapshot_id', 'seq'])
        .execute();
    },
  },
];

export const scopeOfRow = (row: SnapshotRow): ReportScope =>
  reportScope.parse({ kind: row.scope_kind, id: row.scope_id });
export const periodOfRow = (row: SnapshotRow) =>
  period.parse({ kind: row.period_kind, from: row.period_from, to: row.period_to });

export function createSnapshotStore(database: Database) {
  const own = database.withTables<Tables>();
  return {
    async addPart(part: PartRow): Promise<void> {
      await own.insertInto('coverage_snapshot_part').values(part).execute();
    },
    /** What its parts were written for. False when another server was first, and then they are gone. */
    async freeze(row: SnapshotRow): Promise<boolean> {
      const done = await own
        .insertInto('coverage_snapshot')
        .values(row)
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      const isFirst = done.numInsertedOrUpdatedRows === 1n;
      if (!isFirst) await this.drop(row.id);
      return isFirst;
    },
    /** Parts of what was not finished. */
    async drop(id: string): Promise<void> {
      await own.deleteFrom('coverage_snapshot_part').where('snapshot_id', '=', id).execute();
    },
    async list(limit: number): Promise<readonly SnapshotRow[]> {
      return own
        .selectFrom('coverage_snapshot')
        .selectAll()
        .orderBy('made_at_ms', 'desc')
        .orderBy('id', 'desc')
        .limit(limit)
        .execute();
    },
    /** Begun at or after a moment, in order, at most `limit`; seen only once they are whole. */
    async frozenSince(atMs: number, limit: number): Promise<readonly { id: string; atMs: number }[]> {
      const rows = await own
        .selectFrom('coverage_snapshot')
        .select(['id', 'made_at_ms'])
        .where('made_at_ms', '>=', atMs)
        .orderBy('made_at_ms')
        .limit(limit)
        .execute();
      return rows.map((row) => ({ id: row.id, atMs: Number(row.made_at_ms) }));
    },
    async byId(id: string): Promise<SnapshotRow | null> {
      const row = await own
        .selectFrom('coverage_snapshot')
        .selectAll()
        .where('id', '=', id)
        .executeTakeFirst();
      return row ?? null;
    },
    async isScheduled(schedule: string): Promise<boolean> {
      const row = await own
        .selectFrom('coverage_snapshot')
        .select('id')
        .where('schedule', '=', schedule)
        .executeTakeFirst();
      return row !== undefined;
    },
    /** Its lines in order, some hundred at a time, each with its end. */
    async *parts(id: string): AsyncGenerator<string> {
      for (let seq = 1; ; seq += 1) {
        const row = await own
          .selectFrom('coverage_snapshot_part')
          .select('lines')
          .where('snapshot_id', '=', id)
          .where('seq', '=', seq)
          .executeTakeFirst();
        if (row === undefined) return;
        yield row.lines;
      }
    },
  };
}

export type SnapshotStore = ReturnType<typeof createSnapshotStore>;
