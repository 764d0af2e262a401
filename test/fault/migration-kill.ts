import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { migrations } from '../../server/migrations.ts';
import { openDatabase } from '../../server/platform/database.ts';
import { appliedSteps, migrate } from '../../server/platform/migrate.ts';
import { type Figure, report } from '../support/figures.ts';
import { addDatabase, startPostgres } from '../support/postgres.ts';
import {
  copyOldDatabase,
  type Holdings,
  holdingsOf,
  lostRows,
  makeOldDatabase,
  moveOldDatabase,
  oldSteps,
  schemaOf,
} from './old-database.ts';

const KILLS = 20;
/** Kills are spread a little beyond what a whole migration takes, so that the last step is struck too. */
const SPREAD = 1.1;

/** One database engine: how to get the old database once more, and an empty one. */
type Ground = {
  readonly name: string;
  readonly old: (round: number) => Promise<string>;
  readonly empty: () => Promise<string>;
};

type Strike = {
  readonly afterMs: number;
  /** Of the new steps, before the second try. */
  readonly doneSteps: number;
  readonly finished: boolean;
  readonly lostRows: number;
  readonly sameSchema: boolean;
};

/** SIGKILL in the middle of bringing a filled older database up to date: what was begun is done or not begun, and the rest follows. */
export async function migrationKill(): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'sanketang-migration-'));
  const started = await startPostgres();
  try {
    const file = await makeOldDatabase(folder);
    const grounds = [onSqlite(folder, file)];
    if (started.state === 'running') grounds.push(await onPostgres(started.postgres.url, file));
    const figures: Figure[] = [];
    const raw: Record<string, unknown> = {};
    for (const ground of grounds) {
      const { strikes, wholeMs } = await strikeAll(ground);
      raw[ground.name] = { wholeMs, strikes };
      figures.push(...figuresOf(ground.name, strikes));
    }
    if (started.state === 'skipped')
      figures.push({
        name: 'PostgreSQL: kills',
        value: null,
        unit: '',
        goal: { atLeast: KILLS },
        why: started.reason,
      });
    return report('migration-kill', figures, raw);
  } finally {
    if (started.state === 'running') await started.postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const onSqlite = (folder: string, file: string): Ground => ({
  name: 'SQLite',
  async old(round) {
    const copy = join(folder, `round-${round}.db`);
    copyOldDatabase(file, copy);
    return `file:${copy}`;
  },
  empty: async () => `file:${join(folder, 'empty.db')}`,
});

async function onPostgres(url: string, file: string): Promise<Ground> {
  await moveOldDatabase(file, await addDatabase(url, 'old'));
  return {
    name: 'PostgreSQL',
    old: (round) => addDatabase(url, `round_${round}`, 'old'),
    empty: () => addDatabase(url, 'empty'),
  };
}

async function strikeAll(ground: Ground): Promise<{ strikes: readonly Strike[]; wholeMs: number }> {
  const fresh = openDatabase(await ground.empty());
  await migrate(fresh.database, migrations, 1);
  const schema = await schemaOf(fresh);
  await fresh.close();
  const first = await ground.old(0);
  const before = await read(first, holdingsOf);
  const wholeMs = await runWhole(first);
  const strikes: Strike[] = [];
  for (let round = 1; round <= KILLS; round++) {
    const url = await ground.old(round);
    strikes.push(await strike(url, Math.random() * wholeMs * SPREAD, { before, schema }));
  }
  return { strikes, wholeMs };
}

async function strike(
  url: string,
  afterMs: number,
  wanted: { readonly before: Holdings; readonly schema: string },
): Promise<Strike> {
  const child = startMigrator(url);
  await child.said('ready');
  child.go();
  await pause(afterMs);
  await child.kill();
  return read(url, async (side) => {
    const doneSteps = (await appliedSteps(side.database)).size - oldSteps.length;
    await migrate(side.database, migrations);
    const finished = (await appliedSteps(side.database)).size === migrations.length;
    const sameSchema = (await schemaOf(side)) === wanted.schema;
    return { afterMs, doneSteps, finished, lostRows: await lostRows(side, wanted.before), sameSchema };
  });
}

function figuresOf(name: string, strikes: readonly Strike[]): Figure[] {
  const count = (matches: (each: Strike) => boolean) => strikes.filter(matches).length;
  const newSteps = migrations.length - oldSteps.length;
  const row = (what: string, value: number, goal: Figure['goal'], unit = 'kills'): Figure => ({
    name: `${name}: ${what}`,
    value,
    unit,
    goal,
  });
  return [
    row('kills', strikes.length, { atLeast: KILLS }),
    row(
      'of them between the first and the last step',
      count(({ doneSteps }) => doneSteps > 0 && doneSteps < newSteps),
      { atLeast: KILLS / 4 },
    ),
    row(
      'afterwards brought up to date',
      count(({ finished }) => finished),
      { atLeast: KILLS },
    ),
    row(
      'afterwards made like a new one',
      count(({ sameSchema }) => sameSchema),
      { atLeast: KILLS },
    ),
    row(
      'rows lost or changed',
      strikes.reduce((sum, each) => sum + each.lostRows, 0),
      { atMost: 0 },
      'rows',
    ),
  ];
}

async function read<T>(url: string, work: (side: ReturnType<typeof openDatabase>) => Promise<T>): Promise<T> {
  const open = openDatabase(url);
  try {
    return await work(open);
  } finally {
    await open.close();
  }
}

/** How long an undisturbed migration takes, from being told to until it is done. */
async function runWhole(url: string): Promise<number> {
  const child = startMigrator(url);
  await child.said('ready');
  const startedMs = performance.now();
  child.go();
  await child.said('done');
  const wholeMs = performance.now() - startedMs;
  await child.ended;
  return wholeMs;
}

function startMigrator(url: string) {
  const program = join(import.meta.dirname, 'migrator.ts');
  const child = spawn(process.execPath, [program, url], { stdio: ['pipe', 'pipe', 'inherit'] });
  let output = '';
  let told: () => void = () => undefined;
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
    told();
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    ended,
    said: (word: string) =>
      new Promise<void>((resolve, reject) => {
        told = () => {
          if (output.includes(`${word}\n`)) resolve();
        };
        told();
        void ended.then(() => reject(new Error(`the migrating process ended before it said ${word}`)));
      }),
    go: () => void child.stdin.write('go\n'),
    async kill() {
      if (child.exitCode === null) child.kill('SIGKILL');
      await ended;
    },
  };
}
