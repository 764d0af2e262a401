import { existsSync, renameSync, rmSync } from 'node:fs';
import { sql } from 'kysely';
import { openDatabase } from '../platform/database.ts';
import { appliedSteps, NewerDatabaseError } from '../platform/migrate.ts';
import type { Migration } from '../platform/ports.ts';
import { DatabaseProblem } from './database.problem.ts';
import { allTables, countTable, MANIFEST_TABLE, recordTables, type Side } from './database.tables.ts';
import { compare, type Transferred, type TransferWish, transfer } from './database.transfer.ts';

/**
 * A copy is an SQLite file, whichever database it was taken from: the tables as they are, and a list of how many rows each holds with a sum
 * over them. It can be looked into with any tool that reads SQLite.
 */
export type BackupWish = Pick<TransferWish, 'source' | 'migrations' | 'nowMs' | 'told'> & {
  readonly file: string;
};

/** Written beside the file and given its name when it is whole: a file with that name is never half a copy. */
export async function backup(wish: BackupWish): Promise<readonly Transferred[]> {
  const { source, file } = wish;
  if (existsSync(file)) throw new DatabaseProblem('database.fileThere', { file });
  const part = `${file}.part`;
  rmSync(part, { force: true });
  await refuseUnknown(source, wish.migrations);
  if (source.dialect === 'sqlite') await sql`vacuum into ${part}`.execute(source.database);
  const made = openDatabase(`file:${part}`);
  let done: readonly Transferred[];
  try {
    if (source.dialect === 'postgres') {
      const steps = await appliedSteps(source.database);
      const known = wish.migrations.filter((each) => steps.has(each.name));
      await transfer({ ...wish, target: made, migrations: known });
    }
    done = await list(made, wish);
    // One file and no companion: it can be carried away at once.
    await sql`pragma journal_mode = delete`.execute(made.database);
  } finally {
    await made.close();
  }
  renameSync(part, file);
  return done;
}

async function list(made: Side, { nowMs, told }: BackupWish): Promise<readonly Transferred[]> {
  const manifest = sql.table(MANIFEST_TABLE);
  await sql`drop table if exists ${manifest}`.execute(made.database);
  await sql`create table ${manifest} (table_name text primary key, row_count bigint not null,
    hash text not null, made_at_ms bigint not null)`.execute(made.database);
  const done: Transferred[] = [];
  for (const table of await recordTables(made)) {
    const count = await countTable(made, table);
    await sql`insert into ${manifest} (table_name, row_count, hash, made_at_ms)
      values (${table}, ${count.rowCount}, ${count.hash}, ${nowMs})`.execute(made.database);
    told?.({ table, ...count });
    done.push({ table, ...count });
  }
  return done;
}

export type RestoreWish = Pick<TransferWish, 'target' | 'migrations' | 'nowMs' | 'told'> & {
  readonly file: string;
};

/** Looks the whole copy over before the first row goes anywhere. */
export async function restore(wish: RestoreWish): Promise<readonly Transferred[]> {
  if (!existsSync(wish.file)) throw new DatabaseProblem('database.fileMissing', { file: wish.file });
  const source = openCopy(wish.file);
  try {
    await compare(source, await manifestOf(source, wish.file));
    await refuseUnknown(source, wish.migrations);
    return await transfer({ ...wish, source });
  } finally {
    await source.close();
  }
}

function openCopy(file: string): ReturnType<typeof openDatabase> {
  try {
    return openDatabase(`file:${file}`, { readOnly: true });
  } catch (cause) {
    const isNone =
      cause instanceof Error && 'code' in cause && /^SQLITE_(NOTADB|CORRUPT)/.test(String(cause.code));
    throw isNone ? new DatabaseProblem('database.noBackup', { file }) : cause;
  }
}

async function manifestOf(source: Side, file: string): Promise<readonly Transferred[]> {
  const tables = await allTables(source);
  if (!tables.includes(MANIFEST_TABLE)) throw new DatabaseProblem('database.noBackup', { file });
  const { rows } = await sql<{ table_name: string; row_count: number; hash: string }>`
    select table_name, row_count, hash from ${sql.table(MANIFEST_TABLE)}`.execute(source.database);
  if (rows.some((row) => !tables.includes(row.table_name)))
    throw new DatabaseProblem('database.noBackup', { file });
  return rows.map(({ table_name, row_count, hash }) => ({ table: table_name, rowCount: row_count, hash }));
}

/** A database that this version does not know whole cannot be carried by it. */
export async function refuseUnknown(source: Side, migrations: readonly Migration[]): Promise<void> {
  const tables = await allTables(source);
  if (!tables.includes('migration')) throw new DatabaseProblem('database.noRecords');
  const known = new Set(migrations.map((each) => each.name));
  const unknown = [...(await appliedSteps(source.database))].filter((name) => !known.has(name));
  if (unknown.length > 0) throw new NewerDatabaseError(unknown.join(', '));
}
