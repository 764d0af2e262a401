import { copyFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDatabase } from '../../server/platform/database.ts';
import { holdDatabase } from '../../server/platform/hold.ts';
import { silentLog } from '../../server/platform/log.ts';
import { UNFINISHED_TABLE } from '../../server/platform/migrate.ts';
import { databaseEn } from '../../shared/text/database.en.ts';
import { databaseCommand, startDatabaseCommand } from '../support/database-command.ts';
import { addDatabase, type PostgresStart, startPostgres } from '../support/postgres.ts';
import type { TestCounty } from '../support/registers.ts';
import { readWeek, teachWeek } from '../support/taught-week.ts';

let folder: string;
let taught: string;
let county: TestCounty;
let before: string;
let postgres: PostgresStart;
let madeCount = 0;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sanketang-db-'));
  taught = `file:${join(folder, 'taught.db')}`;
  county = await teachWeek(taught);
  before = await readWeek(taught, county);
  postgres = await startPostgres();
}, 60_000);
afterAll(async () => {
  if (postgres.state === 'running') await postgres.postgres.stop();
  rmSync(folder, { recursive: true, force: true });
});

const db = (url: string, ...args: string[]) => databaseCommand(url, args, folder);
const fresh = (name: string) => join(folder, `${name}-${++madeCount}`);
const said = (key: keyof typeof databaseEn): string => databaseEn[key].split(/[{.:;]/)[0] ?? '';
const freshPostgres = async (skip: (reason: string) => never): Promise<string> =>
  postgres.state === 'running'
    ? addDatabase(postgres.postgres.url, `made_${++madeCount}`)
    : skip(postgres.reason);

async function run(url: string, statement: string): Promise<void> {
  const open = openDatabase(url);
  await sql.raw(statement).execute(open.database);
  await open.close();
}

test('the week that is carried about is worth carrying', () => {
  const { report, lessons, logs, results } = JSON.parse(before);
  expect(lessons).toHaveLength(4);
  expect(logs.filter((log: { events: unknown[] }) => log.events.length > 4)).toHaveLength(3);
  expect(results).toHaveLength(3);
  expect(report.value.figures).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ key: 'delivery', numerator: 3, denominator: 3 }),
      expect.objectContaining({ key: 'validLessons', numerator: 1, denominator: 3 }),
    ]),
  );
});

describe('a copy', () => {
  test('put back on an empty machine gives the same reports byte for byte, on both databases', async ({
    skip,
  }) => {
    const file = fresh('backup');
    expect(await db(taught, 'backup', file)).toMatchObject({ code: 0 });
    const target = `file:${fresh('restored')}`;
    expect(await db(target, 'restore', file)).toMatchObject({ code: 0 });
    expect(await readWeek(target, county)).toBe(before);

    const there = await freshPostgres(skip);
    expect(await db(there, 'restore', file)).toMatchObject({ code: 0 });
    expect(await readWeek(there, county)).toBe(before);
    const back = fresh('backup-of-postgres');
    expect(await db(there, 'backup', back)).toMatchObject({ code: 0 });
    const again = `file:${fresh('restored')}`;
    expect(await db(again, 'restore', back)).toMatchObject({ code: 0 });
    expect(await readWeek(again, county)).toBe(before);
  });

  test('can be made while a server holds the records, and goes nowhere while one does', async () => {
    const source = fresh('running');
    copyFileSync(taught.slice('file:'.length), source);
    const url = `file:${source}`;
    const hold = await holdDatabase({ url, kind: 'alone', log: silentLog, waitMs: 0 });
    const file = fresh('backup');
    expect(await db(url, 'backup', file)).toMatchObject({ code: 0 });
    for (const args of [
      ['restore', file],
      ['copy', '--to', `file:${fresh('copy')}`],
    ]) {
      const refused = await db(url, ...args);
      expect(refused).toMatchObject({ code: 1, output: expect.stringContaining(said('database.inUse')) });
    }
    await hold?.release();
  });

  test('that is damaged, or none at all, is refused before anything is written', async () => {
    const file = fresh('backup');
    await db(taught, 'backup', file);
    const cut = fresh('cut');
    copyFileSync(file, cut);
    await run(`file:${cut}`, `update session_event set body = replace(body, '2', '3') where seq = 2`);
    const target = fresh('target');
    const refused = await db(`file:${target}`, 'restore', cut);
    expect(refused.code).toBe(1);
    expect(refused.output).toContain('The table session_event is not what was read');

    const text = fresh('text');
    writeFileSync(text, 'not a database');
    for (const [each, key] of [
      [text, 'database.noBackup'],
      [taught.slice('file:'.length), 'database.noBackup'],
      [fresh('nowhere'), 'database.fileMissing'],
    ] as const) {
      const answer = await db(`file:${target}`, 'restore', each);
      expect(answer.code).toBe(1);
      expect(answer.output).toContain(databaseEn[key].split('{file} ')[1]?.slice(0, 20));
    }
    const open = openDatabase(`file:${target}`);
    expect(await open.database.introspection.getTables()).toEqual([]);
    await open.close();
  });
});

test('moving to PostgreSQL gives the same reports byte for byte, and the old records stay', async ({
  skip,
}) => {
  const there = await freshPostgres(skip);
  const moved = await db(taught, 'copy', '--to', there);
  expect(moved.output).toContain('session_event: ');
  expect(moved.code).toBe(0);
  expect(await readWeek(there, county)).toBe(before);
  expect(await readWeek(taught, county)).toBe(before);
  const twice = await db(taught, 'copy', '--to', there);
  expect(twice).toMatchObject({ code: 1, output: expect.stringContaining(said('database.notEmpty')) });
});

test('what was cut short is known as such: nothing starts on it, and the same command begins anew', async () => {
  const target = `file:${fresh('half')}`;
  expect(await db(taught, 'copy', '--to', target)).toMatchObject({ code: 0 });
  await run(target, `delete from session_event where seq > 2`);
  await run(target, `create table ${UNFINISHED_TABLE} (begun_at_ms bigint not null)`);
  const started = await db(target, 'migrate');
  expect(started).toMatchObject({ code: 1, output: expect.stringContaining(said('database.unfinished')) });
  expect(await db(taught, 'copy', '--to', target)).toMatchObject({ code: 0 });
  expect(await db(target, 'migrate')).toMatchObject({ code: 0 });
  expect(await readWeek(target, county)).toBe(before);
});

test('records of a newer version are left alone', async () => {
  const newer = fresh('newer');
  copyFileSync(taught.slice('file:'.length), newer);
  await run(`file:${newer}`, `insert into migration (name, applied_at_ms) values ('zukunft-0001', 1)`);
  for (const args of [['migrate'], ['backup', fresh('b')], ['copy', '--to', `file:${fresh('c')}`]]) {
    const refused = await db(`file:${newer}`, ...args);
    expect(refused).toMatchObject({ code: 1, output: expect.stringContaining(said('database.newer')) });
  }
});

test('every misuse is answered in words', async () => {
  const file = fresh('backup');
  writeFileSync(file, '');
  const cases: [args: string[], key: keyof typeof databaseEn][] = [
    [['explode'], 'database.unknownCommand'],
    [['backup'], 'database.fileWanted'],
    [['restore'], 'database.fileWanted'],
    [['copy'], 'database.toWanted'],
    [['copy', '--to'], 'database.toWanted'],
    [['copy', '--to', 'mysql://x'], 'database.toWanted'],
    [['copy', '--to', taught], 'database.toItself'],
    [['backup', file], 'database.fileThere'],
    [['backup', 'a', 'b'], 'database.unknownArgument'],
    [['migrate', '--force'], 'database.unknownArgument'],
    [['migrate', '--to', 'postgres://x/y'], 'database.unknownArgument'],
    [['copy', '--to', 'postgres://nobody@127.0.0.1:1/none'], 'database.away'],
  ];
  const answers = await Promise.all(cases.map(([args]) => db(taught, ...args)));
  for (const [index, [args, key]] of cases.entries()) {
    const answer = answers[index];
    expect(answer?.code, args.join(' ')).toBe(1);
    const words = databaseEn[key].split(/\{\w+\}/).sort((a, b) => b.length - a.length)[0] ?? '';
    expect(answer?.output, args.join(' ')).toContain(words);
  }
  const nothing = await db(`file:${fresh('none')}`, 'backup', fresh('b'));
  expect(nothing).toMatchObject({ code: 1, output: expect.stringContaining(said('database.empty')) });
  expect(existsSync(join(folder, 'b'))).toBe(false);
  const help = await startDatabaseCommand(taught, ['--help'], folder).ended;
  expect(help).toMatchObject({ code: 0, output: expect.stringContaining('backup FILE') });
}, 30_000);
