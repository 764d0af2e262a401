import type { Database, Migration } from './ports.ts';

type Tables = { migration: { name: string; applied_at_ms: number } };

/** The database was written by a newer version of the program: going on could spoil it. */
export class NewerDatabaseError extends Error {
  override readonly name = 'NewerDatabaseError';
}

/**
 * Brings the schema up to date, forwards only, in the order given. Each step runs in one transaction together with its mark, so that a
 * process killed at any moment leaves a step done or not begun. Two processes may do this at once.
 * @returns the names of the steps that this call has done
 */
export async function migrate(
  database: Database,
  migrations: readonly Migration[],
  nowMs: number = Date.now(),
): Promise<string[]> {
  refuseDoubles(migrations);
  const own = database.withTables<Tables>();
  await makeMarks(database);
  const rows = await own.selectFrom('migration').select('name').execute();
  const applied = new Set(rows.map((row) => row.name));
  refuseNewer(applied, migrations);
  const done: string[] = [];
  for (const migration of migrations) {
    if (!applied.has(migration.name) && (await apply(database, migration, nowMs))) done.push(migration.name);
  }
  return done;
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
