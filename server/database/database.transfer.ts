import { sql } from 'kysely';
import { openDatabase } from '../platform/database.ts';
import { appliedSteps, applySteps, UNFINISHED_TABLE } from '../platform/migrate.ts';
import type { Database, Migration } from '../platform/ports.ts';
import { DatabaseProblem } from './database.problem.ts';
import {
  allTables,
  type Count,
  countTable,
  createCounter,
  type Row,
  recordTables,
  rowsOf,
  type Side,
} from './database.tables.ts';

export type Transferred = { readonly table: string } & Count;

export type TransferWish = {
  /** Read in one transaction, so that nothing of it is of another moment. */
  readonly source: Side;
  readonly target: Side;
  readonly migrations: readonly Migration[];
  readonly nowMs: number;
  /** Told after every table. */
  readonly told?: (done: Transferred) => void;
};

/** Below what either database takes as parameters of one statement. */
const PARAMETERS_MAX = 30_000;
const ROWS_MAX = 500;

/**
 * Fills an empty database with the records of another and looks afterwards whether every table holds just that. Until the end the target
 * carries a mark by which every server refuses it; a target with that mark is begun anew.
 */
export async function transfer(wish: TransferWish): Promise<readonly Transferred[]> {
  const { source, target, migrations, nowMs } = wish;
  await empty(target, migrations);
  const note = sql.table(UNFINISHED_TABLE);
  await sql`create table ${note} (begun_at_ms bigint not null)`.execute(target.database);
  await sql`insert into ${note} (begun_at_ms) values (${nowMs})`.execute(target.database);
  const done = await inSnapshot(source, async (read) => {
    const steps = await appliedSteps(read.database);
    const known = migrations.filter((each) => steps.has(each.name));
    await applySteps(target.database, known, nowMs);
    const tables = await recordTables(target);
    // What a step of the schema put there comes with the records.
    for (const table of [...tables].reverse())
      await sql`delete from ${sql.table(table)}`.execute(target.database);
    const copied: Transferred[] = [];
    for (const table of tables) {
      const one = { table, ...(await copyTable(read, target, table)) };
      wish.told?.(one);
      copied.push(one);
    }
    return copied;
  });
  await compare(target, done);
  await applySteps(target.database, migrations, nowMs);
  await sql`drop table ${note}`.execute(target.database);
  return done;
}

/** Reads everything as of one moment, whatever is written meanwhile. */
export function inSnapshot<T>(side: Side, read: (side: Side) => Promise<T>): Promise<T> {
  const transaction = side.database.transaction();
  const isolated =
    side.dialect === 'postgres'
      ? transaction.setIsolationLevel('repeatable read').setAccessMode('read only')
      : transaction;
  return isolated.execute((database) => read({ ...side, database }));
}

async function empty(target: Side, migrations: readonly Migration[]): Promise<void> {
  const tables = await allTables(target);
  if (tables.length === 0) return;
  const unfinished = tables.includes(UNFINISHED_TABLE);
  if (!unfinished && !(await holdsNothing(target, migrations)))
    throw new DatabaseProblem('database.notEmpty');
  // The mark goes last: whoever is interrupted here begins anew too.
  const order = [...tables.filter((name) => name !== UNFINISHED_TABLE)].reverse();
  for (const table of unfinished ? [...order, UNFINISHED_TABLE] : order)
    await sql`drop table ${sql.table(table)}`.execute(target.database);
}

/** Ours and never used: no more rows than the steps of the schema put there by themselves. */
async function holdsNothing(target: Side, migrations: readonly Migration[]): Promise<boolean> {
  if (!(await allTables(target)).includes('migration')) return false;
  const fresh = openDatabase('file::memory:');
  try {
    await applySteps(fresh.database, migrations, 0);
    const known = await recordTables(fresh);
    for (const table of await recordTables(target)) {
      const made = known.includes(table) ? await rowCountOf(fresh, table) : 0;
      if ((await rowCountOf(target, table)) > made) return false;
    }
    return true;
  } finally {
    await fresh.close();
  }
}

async function rowCountOf({ database }: Side, table: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from ${sql.table(table)}`.execute(
    database,
  );
  return rows[0]?.count ?? 0;
}

async function copyTable(source: Side, target: Side, table: string): Promise<Count> {
  const counter = createCounter();
  await target.database.transaction().execute(async (write) => {
    for await (const rows of rowsOf(source, table)) {
      counter.add(rows);
      for (const some of chunks(rows)) await insert(write, table, some);
    }
  });
  return counter.total();
}

async function insert(database: Database, table: string, rows: readonly Row[]): Promise<void> {
  const names = Object.keys(rows[0] ?? {});
  const values = rows.map((row) => sql`(${sql.join(names.map((name) => row[name] ?? null))})`);
  await sql`insert into ${sql.table(table)} (${sql.join(names.map((name) => sql.ref(name)))})
    values ${sql.join(values)}`.execute(database);
}

function chunks(rows: readonly Row[]): (readonly Row[])[] {
  const size = Math.min(
    ROWS_MAX,
    Math.floor(PARAMETERS_MAX / Math.max(1, Object.keys(rows[0] ?? {}).length)),
  );
  const parts: (readonly Row[])[] = [];
  for (let from = 0; from < rows.length; from += size) parts.push(rows.slice(from, from + size));
  return parts;
}

/** Whether every table holds the rows that were counted elsewhere, neither more nor less nor others. */
export async function compare(side: Side, wanted: readonly Transferred[]): Promise<void> {
  await inSnapshot(side, async (read) => {
    for (const { table, rowCount, hash } of wanted) {
      const found = await countTable(read, table);
      if (found.rowCount === rowCount && found.hash === hash) continue;
      throw new DatabaseProblem('database.differs', { table, found: found.rowCount, wanted: rowCount });
    }
  });
}
