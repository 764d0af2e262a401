import { PostgresAdapter, sql } from 'kysely';
import type { Database, Migration } from './ports.ts';

type Tables = { migration: { name: string; applied_at_ms: number } };

/** Stands in a database while records are being brought into it, and stays when that was cut short. */
export const UNFINISHED_TABLE = 'unfinished_transfer';
/** Any number, the same in every version for ever: by it those who migrate one PostgreSQL wait for each other. */
const LOCK = 7_305_441_001;

/** Records were being brought into the database and not all of them arrived. */
export class UnfinishedTransferError extends Error {
  override readonly name = 'UnfinishedTransferError';
}

/** The database was written by a newer version of the program: going on could spoil it. */
export class NewerDatabaseError extends Error {
  override readonly name = 'NewerDatabaseError';
}

/**
 * Brings the schema up to date, forwards only, in the order given. Each step runs in one transaction together with its mark, so that a
 * process killed at any moment leaves a step done or not begun. Two processes may do this at once: one does it, the other waits.
 * Throws `NewerDatabaseError` and `UnfinishedTransferError`, and has then changed nothing.
 * @returns the names of the steps that this call has done
 */
export async function migrate(
  database: Database,
  migrations: readonly Migration[],
  nowMs: number = Date.now(),
): Promise<string[]> {
  refuseDoubles(migrations);
  const tables = await database.introspection.getTables();
  if (tables.some((table) => table.name === UNFINISHED_TABLE))
    throw new UnfinishedTransferError('records were brought into this database and did not all arrive');
  return applySteps(database, migrations, nowMs);
}

/** The same without asking whether the database is being filled just now. */
export function applySteps(
  database: Database,
  migrations: readonly Migration[],
  nowMs: number,
): Promise<string[]> {
  return inTurn(database, async (own) => {
    await makeMarks(own);
    const applied = await appliedSteps(own);
    refuseNewer(applied, migrations);
    const done: string[] = [];
    for (const migration of migrations) {
      if (!applied.has(migration.name) && (await apply(own, migration, nowMs))) done.push(migration.name);
    }
    return done;
  });
}

/** The steps that a database has seen; none when nobody has ever migrated it. */
export async function appliedSteps(database: Database): Promise<ReadonlySet<string>> {
  const rows = await database.withTables<Tables>().selectFrom('migration').select('name').execute();
  return new Set(rows.map((row) => row.name));
}

/** On PostgreSQL one connection does it all and holds a lock meanwhile, which goes with the connection; SQLite has one writer anyway. */
function inTurn<T>(database: Database, work: (database: Database) => Promise<T>): Promise<T> {
  if (!(database.getExecutor().adapter instanceof PostgresAdapter)) return work(database);
  return database.connection().execute(async (own) => {
    await sql`select pg_advisory_lock(${sql.lit(LOCK)})`.execute(own);
    try {
      return await work(own);
    } finally {
      await sql`select pg_advisory_unlock(${sql.lit(LOCK)})`.execute(own);
    }
  });
}

/** PostgreSQL lets two who both find no table begin to make it, and fails the slower one: it finds the table at its second try. */
async function makeMarks(database: Database, triesLeft = 3): Promise<void> {
  try {
    await database.schema
      .createTable('migration')
      .ifNotExists()
      .addColumn('name', 'text', (column) => column.primaryKey())
      .addColumn('applied_at_ms', 'bigint', (column) => column.notNull())
      .execute();
  } catch (cause) {
    const wasThere =
      cause instanceof Error && 'code' in cause && /^(23505|42P07|42710)$/.test(String(cause.code));
    if (!wasThere || triesLeft === 0) throw cause;
    await makeMarks(database, triesLeft - 1);
  }
}

/** The mark comes first: it takes the write lock, so that another process waits and then finds the step done. */
async function apply(database: Database, migration: Migration, nowMs: number): Promise<boolean> {
  return database.transaction().execute(async (transaction) => {
    const marked = await transaction
      .withTables<Tables>()
      .insertInto('migration')
      .values({ name: migration.name, applied_at_ms: nowMs })
      .onConflict((conflict) => conflict.column('name').doNothing())
      .executeTakeFirst();
    if (Number(marked.numInsertedOrUpdatedRows ?? 0) === 0) return false;
    await migration.up(transaction);
    return true;
  });
}

function refuseDoubles(migrations: readonly Migration[]): void {
  const names = migrations.map((migration) => migration.name);
  const double = names.find((name, index) => names.indexOf(name) !== index);
  if (double !== undefined) throw new Error(`two migrations are called ${double}`);
}

function refuseNewer(applied: ReadonlySet<string>, migrations: readonly Migration[]): void {
  const known = new Set(migrations.map((migration) => migration.name));
  const unknown = [...applied].filter((name) => !known.has(name));
  if (unknown.length > 0)
    throw new NewerDatabaseError(
      `the database knows steps that this version does not: ${unknown.join(', ')}`,
    );
}
