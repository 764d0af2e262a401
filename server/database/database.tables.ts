import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { UNFINISHED_TABLE } from '../platform/migrate.ts';
import type { Database } from '../platform/ports.ts';

export type Value = string | number | null;
export type Row = Readonly<Record<string, Value>>;

/** How much a table holds and what: the same rows in any order, on either database, give the same. */
export type Count = { readonly rowCount: number; readonly hash: string };

export const MANIFEST_TABLE = 'backup_manifest';

type Dialect = 'sqlite' | 'postgres';
export type Side = { readonly database: Database; readonly dialect: Dialect };

/** Rows read at once: a page of the widest table stays below a few megabytes. */
const PAGE = 1_000;

const tableNames = {
  sqlite: sql<{ name: string }>`select name from sqlite_master
    where type = 'table' and name not like 'sqlite_%' order by rowid`,
  postgres: sql<{ name: string }>`select relname as name from pg_class
    where relkind = 'r' and relnamespace = current_schema()::regnamespace order by oid`,
} as const satisfies Record<Dialect, unknown>;

/** Every table in the order in which it was made, so that a table comes after those that it refers to. */
export async function allTables({ database, dialect }: Side): Promise<readonly string[]> {
  const { rows } = await tableNames[dialect].execute(database);
  return rows.map((row) => row.name);
}

/** Those that hold records, not notes about the database itself. */
export async function recordTables(side: Side): Promise<readonly string[]> {
  const notes: readonly string[] = ['migration', MANIFEST_TABLE, UNFINISHED_TABLE];
  return (await allTables(side)).filter((name) => !notes.includes(name));
}

/** All rows of a table, page by page. PostgreSQL wants to be in a transaction. */
export async function* rowsOf({ database, dialect }: Side, table: string): AsyncGenerator<readonly Row[]> {
  if (dialect === 'sqlite') {
    for (let after = -1; ; ) {
      const { rows } = await sql<Row & { place: number }>`select rowid as place, * from ${sql.table(table)}
        where rowid > ${after} order by rowid limit ${PAGE}`.execute(database);
      const last = rows.at(-1);
      if (last === undefined) return;
      after = last.place;
      yield rows.map(({ place: _, ...row }) => row as Row);
    }
  }
  const cursor = sql.ref(`read_${table}`);
  await sql`declare ${cursor} no scroll cursor for select * from ${sql.table(table)}`.execute(database);
  for (;;) {
    const { rows } = await sql<Row>`fetch ${sql.lit(PAGE)} from ${cursor}`.execute(database);
    if (rows.length === 0) break;
    yield rows;
  }
  await sql`close ${cursor}`.execute(database);
}

/** Adds up what goes past. */
export function createCounter() {
  let rowCount = 0;
  let sum = 0n;
  return {
    add(rows: readonly Row[]): void {
      rowCount += rows.length;
      for (const row of rows) sum += BigInt(`0x${hashOf(row)}`);
    },
    // A sum of hashes, since the two databases give rows in different orders.
    total: (): Count => ({ rowCount, hash: BigInt.asUintN(256, sum).toString(16).padStart(64, '0') }),
  };
}

function hashOf(row: Row): string {
  const named = Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [name, value] of named)
    if (value !== null && typeof value !== 'string' && typeof value !== 'number')
      throw new Error(`the column ${name} holds what no copy can carry`);
  return createHash('sha256').update(JSON.stringify(named)).digest('hex');
}

export async function countTable(side: Side, table: string): Promise<Count> {
  const counter = createCounter();
  for await (const rows of rowsOf(side, table)) counter.add(rows);
  return counter.total();
}
