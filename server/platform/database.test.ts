import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import { afterEach, describe, expect, test } from 'vitest';
import { type OpenDatabase, openDatabase } from './database.ts';
import { migrate, NewerDatabaseError } from './migrate.ts';
import type { Migration } from './ports.ts';

const folder = mkdtempSync(join(tmpdir(), 'database-test-'));
const open: OpenDatabase[] = [];
const opened = (url: string, synchronous?: 'FULL' | 'NORMAL') => {
  const each = openDatabase(url, synchronous === undefined ? {} : { synchronous });
  open.push(each);
  return each;
};

afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
  rmSync(folder, { recursive: true, force: true });
});

const step = (name: string, work?: () => void): Migration => ({
  name,
  async up(database) {
    await database.schema.createTable(name).addColumn('id', 'text').execute();
    work?.();
  },
});

const tables = async ({ database }: OpenDatabase) =>
  (
    await sql<{ name: string }>`select name from sqlite_schema where type = 'table' order by name`.execute(
      database,
    )
  ).rows.map((row) => row.name);

describe('openDatabase', () => {
  test('says that the disk is full, also when it has taken the transaction back by itself', async () => {
    const { database } = opened(`file:${join(folder, 'full.db')}`);
    await sql`create table text (body text)`.execute(database);
    await sql`pragma max_page_count = 3`.execute(database);
    const write = database.transaction().execute(async (transaction) => {
      await sql`insert into text values (${'x'.repeat(20_000)})`.execute(transaction);
    });
    await expect(write).rejects.toMatchObject({ code: 'SQLITE_FULL' });
    await sql`insert into text values ('short')`.execute(database);
  });

  test('an address of neither kind is refused', () => {
    expect(() => openDatabase('mysql://somewhere')).toThrow(/file: or postgres/);
  });

  test('a file is made with its folder, in WAL, fully synchronous, with foreign keys', async () => {
    const { database } = opened(`file:${join(folder, 'deep', 'a.db')}`);
    const pragma = async (name: string) =>
      Object.values(
        (await sql.raw<Record<string, unknown>>(`pragma ${name}`).execute(database)).rows[0] ?? {},
      )[0];
    expect(await pragma('journal_mode')).toBe('wal');
    expect(await pragma('synchronous')).toBe(2);
    expect(await pragma('foreign_keys')).toBe(1);
  });

  test('only the fault test weakens it', async () => {
    const { database } = opened(`file:${join(folder, 'b.db')}`, 'NORMAL');
    const { rows } = await sql<{ synchronous: number }>`pragma synchronous`.execute(database);
    expect(rows[0]?.synchronous).toBe(1);
  });

  test('epoch milliseconds come back as numbers', async () => {
    const { database } = opened('file::memory:');
    const { rows } = await sql<{ at: number }>`select ${1_800_000_000_000} as at`.execute(database);
    expect(rows[0]?.at).toBe(1_800_000_000_000);
  });
});

describe('statements that are asked again', () => {
  test('answer with the columns that the table has now, and with the parameters of each time', async () => {
    const { database } = opened('file::memory:');
    await sql`create table text (body text)`.execute(database);
    for (const body of ['a', 'b']) await sql`insert into text values (${body})`.execute(database);
    const all = async () => (await sql`select * from text order by 1`.execute(database)).rows;
    expect(await all()).toEqual([{ body: 'a' }, { body: 'b' }]);
    await sql`alter table text add column size integer`.execute(database);
    expect(await all()).toEqual([
      { body: 'a', size: null },
      { body: 'b', size: null },
    ]);
    await sql`drop table text`.execute(database);
    await expect(all()).rejects.toThrow('no such table');
    await sql`create table text (other text)`.execute(database);
    expect(await all()).toEqual([]);
  });

  test('go on after a refusal, and after an answer that nobody read to its end', async () => {
    const { database } = opened('file::memory:');
    const tables = database.withTables<{ text: { body: string } }>();
    await sql`create table text (body text primary key)`.execute(database);
    const put = (body: string) => tables.insertInto('text').values({ body }).execute();
    await put('a');
    await expect(put('a')).rejects.toMatchObject({ code: 'SQLITE_CONSTRAINT_PRIMARYKEY' });
    await put('b');
    const asked = tables.selectFrom('text').selectAll().orderBy('body');
    for (let round = 0; round < 2; round += 1) {
      for await (const { body } of asked.stream()) {
        expect(body).toBe('a');
        break;
      }
      expect(await asked.execute()).toEqual([{ body: 'a' }, { body: 'b' }]);
    }
  });

  test('are not kept without end', async () => {
    const { database } = opened('file::memory:');
    for (let n = 0; n < 1_000; n += 1)
      expect((await sql.raw<{ n: number }>(`select ${n} as n`).execute(database)).rows).toEqual([{ n }]);
  });
});

describe('migrate', () => {
  test('does each step once, in order', async () => {
    const memory = opened('file::memory:');
    expect(await migrate(memory.database, [step('a'), step('b')], 1)).toEqual(['a', 'b']);
    expect(await migrate(memory.database, [step('a'), step('b'), step('c')], 2)).toEqual(['c']);
    expect(await tables(memory)).toEqual(['a', 'b', 'c', 'migration']);
  });

  test('a step that fails leaves nothing behind and can be done again', async () => {
    const memory = opened('file::memory:');
    const broken = step('b', () => {
      throw new Error('cut');
    });
    await expect(migrate(memory.database, [step('a'), broken])).rejects.toThrow('cut');
    expect(await tables(memory)).toEqual(['a', 'migration']);
    expect(await migrate(memory.database, [step('a'), step('b')])).toEqual(['b']);
  });

  test('two processes at once do each step once', async () => {
    const url = `file:${join(folder, 'two.db')}`;
    const program = `
      import { openDatabase } from ${JSON.stringify(new URL('./database.ts', import.meta.url))};
      import { migrate } from ${JSON.stringify(new URL('./migrate.ts', import.meta.url))};
      const { database, close } = openDatabase(${JSON.stringify(url)});
      const step = (name) => ({ name, up: (db) => db.schema.createTable(name).addColumn('id', 'text').execute() });
      process.stdout.write(JSON.stringify(await migrate(database, ['a', 'b', 'c', 'd'].map(step))));
      await close();`;
    const run = () => promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program]);
    const outputs = await Promise.all([run(), run(), run()]);
    const done: string[] = outputs.flatMap(({ stdout }) => JSON.parse(stdout));
    expect(done.sort()).toEqual(['a', 'b', 'c', 'd']);
  });

  test('a database from a newer version is left alone', async () => {
    const { database } = opened('file::memory:');
    await migrate(database, [step('a'), step('b')]);
    await expect(migrate(database, [step('a')])).rejects.toThrow(NewerDatabaseError);
  });

  test('two steps of one name are a mistake', async () => {
    const { database } = opened('file::memory:');
    await expect(migrate(database, [step('a'), step('a')])).rejects.toThrow('called a');
  });
});
