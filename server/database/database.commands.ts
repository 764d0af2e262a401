import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { DatabaseTextKey } from '../../shared/text/database.en.ts';
import type { TextParams } from '../../shared/text/text.ts';
import { migrations } from '../migrations.ts';
import type { Config } from '../platform/config.ts';
import { openDatabase } from '../platform/database.ts';
import { holdDatabase } from '../platform/hold.ts';
import type { Hold } from '../platform/hold.types.ts';
import { silentLog } from '../platform/log.ts';
import { migrate } from '../platform/migrate.ts';
import type { DatabaseWish } from './database.arguments.ts';
import { backup, refuseUnknown, restore } from './database.backup.ts';
import { DatabaseProblem } from './database.problem.ts';
import type { Side } from './database.tables.ts';
import { type Transferred, transfer } from './database.transfer.ts';

export type Say = (key: DatabaseTextKey, params?: TextParams) => void;

type Records = Pick<Config, 'databaseUrl'>;

/** Throws a `DatabaseProblem` for everything that the operator can mend. */
export async function runDatabaseCommand(wish: DatabaseWish, config: Records, say: Say): Promise<void> {
  const nowMs = Date.now();
  const { databaseUrl: url } = config;
  const told = ({ table, rowCount }: Transferred) => say('database.table', { table, rows: rowCount });
  switch (wish.command) {
    case 'help':
      return say('database.help');
    case 'migrate':
      return opened(url, async ({ database }) => {
        say('database.migrated', { count: (await migrate(database, migrations, nowMs)).length });
      });
    case 'backup': {
      const file = resolve(wish.file);
      refuseMissing(url);
      const done = await opened(url, (source) => backup({ source, file, migrations, nowMs, told }));
      say('database.backedUp', { file, ...sums(done) });
      return say('database.keysApart');
    }
    case 'restore':
      return held(url, 'database.inUse', async () => {
        const file = resolve(wish.file);
        const done = await opened(url, (target) => restore({ target, file, migrations, nowMs, told }));
        say('database.restored', sums(done));
      });
    case 'copy':
      refuseMissing(url);
      if (sameRecords(wish.to, url)) throw new DatabaseProblem('database.toItself');
      return held(url, 'database.inUse', () =>
        held(wish.to, 'database.targetInUse', async () => {
          const done = await opened(url, async (source) => {
            await refuseUnknown(source, migrations);
            return opened(wish.to, (target) => transfer({ source, target, migrations, nowMs, told }));
          });
          say('database.copied', sums(done));
        }),
      );
  }
}

const sums = (done: readonly Transferred[]) => ({
  tables: done.length,
  rows: done.reduce((sum, { rowCount }) => sum + rowCount, 0),
});

async function opened<T>(url: string, work: (side: Side) => Promise<T>): Promise<T> {
  const open = openDatabase(url);
  try {
    return await work(open);
  } finally {
    await open.close();
  }
}

/** Nobody else may write meanwhile. */
async function held(url: string, inUse: DatabaseTextKey, work: () => Promise<void>): Promise<void> {
  const hold: Hold | null = await holdDatabase({ url, kind: 'alone', log: silentLog, waitMs: 0 });
  if (hold === null) throw new DatabaseProblem(inUse);
  try {
    await work();
  } finally {
    await hold.release();
  }
}

/** Opening a file that is not there would make it, and call nothing a copy of everything. */
function refuseMissing(url: string): void {
  const file = fileOf(url);
  if (file !== null && !existsSync(file)) throw new DatabaseProblem('database.empty', { where: file });
}

const fileOf = (url: string): string | null =>
  url.startsWith('file:') ? resolve(url.slice('file:'.length)) : null;

function sameRecords(one: string, other: string): boolean {
  const file = fileOf(one);
  return file === null ? one === other : file === fileOf(other);
}
