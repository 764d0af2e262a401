import { open } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { sql } from 'kysely';
import type { OpenDatabase } from './database.ts';
import type { Database } from './ports.ts';

/** What SQLite does by itself: after so many pages its log is copied into the database. */
const PAGES_BEFORE_COPY = 1_000;

/**
 * A transaction of many megabytes. SQLite would write them to the disk, and then copy them into the database, within one commit, while the
 * process stands still; here both happen beside it. Others who want the database wait until `work` has ended.
 */
export async function inLargeTransaction<T>(
  { database, dialect }: Pick<OpenDatabase, 'database' | 'dialect'>,
  work: (transaction: Database) => Promise<T>,
): Promise<T> {
  const file = dialect === 'sqlite' ? await fileOf(database) : '';
  if (file === '') return database.transaction().execute(work);
  await copyAfter(database, 0);
  try {
    return await database.transaction().execute(async (transaction) => {
      const result = await work(transaction);
      await flush(`${file}-wal`);
      return result;
    });
  } finally {
    await copyAside(file);
    await copyAfter(database, PAGES_BEFORE_COPY);
  }
}

/** Empty for a database in memory. */
async function fileOf(database: Database): Promise<string> {
  const { rows } = await sql<{ name: string; file: string }>`pragma database_list`.execute(database);
  return rows.find((each) => each.name === 'main')?.file ?? '';
}

/** 0 is never. */
const copyAfter = (database: Database, pages: number) =>
  sql`pragma wal_autocheckpoint = ${sql.lit(pages)}`.execute(database);

/** The commit's own flush then finds next to nothing to do. */
async function flush(path: string): Promise<void> {
  const log = await open(path, 'r+');
  try {
    await log.datasync();
  } finally {
    await log.close();
  }
}

/** Writers and readers go on meanwhile. */
function copyAside(file: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./large-write.worker.ts', import.meta.url), { workerData: file });
    worker.once('error', reject);
    worker.once('exit', () => resolve());
  });
}
