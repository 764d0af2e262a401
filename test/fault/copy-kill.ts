import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { migrations } from '../../server/migrations.ts';
import { openDatabase } from '../../server/platform/database.ts';
import { migrate, UnfinishedTransferError } from '../../server/platform/migrate.ts';
import { databaseCommand, startDatabaseCommand } from '../support/database-command.ts';
import { type Figure, report } from '../support/figures.ts';
import { addDatabase, startPostgres } from '../support/postgres.ts';
import { holdingsOf, lostRows, makeOldDatabase } from './old-database.ts';

const KILLS = 10;

type Strike = {
  readonly tablesDone: number;
  /** What a server says to a target that was left like this. */
  readonly left: 'refused' | 'complete' | 'taken for whole';
  readonly secondTry: number | null;
  readonly lostRows: number;
};

/** SIGKILL in the middle of moving records to another database: nothing starts on the half of it, and the same command mends it. */
export async function copyKill(): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'sanketang-copy-'));
  const started = await startPostgres();
  try {
    const source = `file:${await makeOldDatabase(folder)}`;
    const strikes: Strike[] = [];
    for (let round = 0; round < KILLS; round++) {
      const onPostgres = started.state === 'running' && round % 2 === 0;
      const target = onPostgres
        ? await addDatabase(started.postgres.url, `copy_${round}`)
        : `file:${join(folder, `copy-${round}.db`)}`;
      strikes.push(await strike(source, target, folder));
    }
    return report('copy-kill', figuresOf(strikes), { strikes, postgres: started.state });
  } finally {
    if (started.state === 'running') await started.postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function strike(source: string, target: string, folder: string): Promise<Strike> {
  const args = ['copy', '--to', target];
  const copying = startDatabaseCommand(source, args, folder);
  // A table that is told of has been written: from then on the command is in the middle of it.
  await Promise.race([new Promise((resolve) => copying.child.stdout.once('data', resolve)), copying.ended]);
  await pause(Math.random() * 100);
  copying.child.kill('SIGKILL');
  const { code, output } = await copying.ended;
  const left = code === 0 ? 'complete' : await leftBehind(target);
  const again = left === 'refused' ? await databaseCommand(source, args, folder) : null;
  const [from, to] = [openDatabase(source), openDatabase(target)];
  const lost = await lostRows(to, await holdingsOf(from));
  await Promise.all([from.close(), to.close()]);
  return { tablesDone: output.split('\n').length - 1, left, secondTry: again?.code ?? null, lostRows: lost };
}

async function leftBehind(target: string): Promise<Strike['left']> {
  const open = openDatabase(target);
  try {
    await migrate(open.database, migrations);
    return 'taken for whole';
  } catch (cause) {
    if (cause instanceof UnfinishedTransferError) return 'refused';
    throw cause;
  } finally {
    await open.close();
  }
}

function figuresOf(strikes: readonly Strike[]): Figure[] {
  const count = (matches: (each: Strike) => boolean) => strikes.filter(matches).length;
  const struck = count(({ left }) => left !== 'complete');
  return [
    {
      name: `of ${strikes.length} copies killed half-way`,
      value: struck,
      unit: 'copies',
      goal: { atLeast: KILLS / 2 },
    },
    {
      name: 'half of a copy taken for the whole',
      value: count(({ left }) => left === 'taken for whole'),
      unit: 'copies',
      goal: { atMost: 0 },
    },
    {
      name: 'mended by the same command',
      value: count(({ secondTry }) => secondTry === 0),
      unit: 'copies',
      goal: { atLeast: struck },
    },
    {
      name: 'rows lost or changed',
      value: strikes.reduce((sum, each) => sum + each.lostRows, 0),
      unit: 'rows',
      goal: { atMost: 0 },
    },
  ];
}
