import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type OpenDatabase, openDatabase } from './database.ts';
import { inLargeTransaction } from './large-write.ts';
import type { Database } from './ports.ts';

let folder: string;
let open: OpenDatabase;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sanketang-large-'));
  open = openDatabase(`file:${join(folder, 'a.db')}`);
  await sql`create table line (text text)`.execute(open.database);
});
afterEach(async () => {
  await open.close();
  rmSync(folder, { recursive: true });
});

const fill = async (via: Database) => {
  for (let row = 0; row < 50; row += 1)
    await sql`insert into line values (${'x'.repeat(100_000)})`.execute(via);
};
const count = async ({ database }: Pick<OpenDatabase, 'database'>) =>
  (await sql<{ n: number }>`select count(*) as n from line`.execute(database)).rows[0]?.n;
const copiesAfter = async () =>
  (await sql<{ wal_autocheckpoint: number }>`pragma wal_autocheckpoint`.execute(open.database)).rows[0]
    ?.wal_autocheckpoint;

test('what fails leaves nothing, and SQLite copies by itself again', async () => {
  const failing = inLargeTransaction(open, async (trx) => {
    await fill(trx);
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect([await count(open), await copiesAfter()]).toEqual([0, 1_000]);
}, 20_000);

test('what is written is there for others and copied into the database itself', async () => {
  expect(await inLargeTransaction(open, (trx) => fill(trx).then(() => 7))).toBe(7);
  expect(statSync(join(folder, 'a.db')).size).toBeGreaterThan(5_000_000);
  const other = openDatabase(`file:${join(folder, 'a.db')}`);
  expect([await count(other), await copiesAfter()]).toEqual([50, 1_000]);
  await other.close();
});

test('a database in memory has nothing to copy', async () => {
  const memory = openDatabase('file::memory:');
  await sql`create table line (text text)`.execute(memory.database);
  await inLargeTransaction(memory, fill);
  expect(await count(memory)).toBe(50);
  await memory.close();
});
