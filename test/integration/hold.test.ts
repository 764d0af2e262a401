import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { clockAheadMs } from '../../server/platform/hold.postgres.ts';
import { holdDatabase, holdFolder } from '../../server/platform/hold.ts';
import type { HoldKind } from '../../server/platform/hold.types.ts';
import { silentLog } from '../../server/platform/log.ts';
import { type PostgresStart, startPostgres } from '../support/postgres.ts';

const folder = mkdtempSync(join(tmpdir(), 'sanketang-hold-'));
let postgres: PostgresStart;

beforeAll(async () => {
  postgres = await startPostgres();
}, 30_000);
afterAll(async () => {
  if (postgres.state === 'running') await postgres.postgres.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('a folder belongs to one process at a time, and to nobody after a kill', async () => {
  const program = `
    const { holdFolder } = await import(${JSON.stringify(join(import.meta.dirname, '../../server/platform/hold.ts'))});
    const hold = await holdFolder(${JSON.stringify(folder)}, 0);
    console.log(hold === null ? 'refused' : 'held');
    setInterval(() => hold, 1000);`;
  const other = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said] = await once(other.stdout, 'data');
  expect(String(said).trim()).toBe('held');
  expect(await holdFolder(folder, 0)).toBeNull();
  const ended = once(other, 'exit');
  other.kill('SIGKILL');
  await ended;
  const hold = await holdFolder(folder, 0);
  expect(hold).not.toBeNull();
  expect(await holdFolder(folder, 0)).toBeNull();
  await hold?.release();
  const again = await holdFolder(folder, 0);
  expect(again).not.toBeNull();
  await again?.release();
});

test('one PostgreSQL carries one server, or several that know of each other', async ({ skip }) => {
  if (postgres.state === 'skipped') return skip(postgres.reason);
  const { url } = postgres.postgres;
  const take = (kind: HoldKind) => holdDatabase({ url, kind, log: silentLog, waitMs: 0 });
  const alone = await take('alone');
  expect(await take('alone')).toBeNull();
  expect(await take('shared')).toBeNull();
  await alone?.release();
  const [one, two] = [await take('shared'), await take('shared')];
  expect(two).not.toBeNull();
  expect(await take('alone')).toBeNull();
  await one?.release();
  await two?.release();
  expect(alone).not.toBeNull();
});

test('the clock of the machine is held against the database’s', async ({ skip }) => {
  if (postgres.state === 'skipped') return skip(postgres.reason);
  expect(Math.abs(await clockAheadMs(postgres.postgres.url))).toBeLessThan(1_000);
  const now = vi
    .spyOn(Date, 'now')
    .mockImplementation(() => performance.timeOrigin + performance.now() + 9_000);
  const aheadMs = await clockAheadMs(postgres.postgres.url);
  now.mockRestore();
  expect(Math.round(aheadMs / 1_000)).toBe(9);
});

test('a claim is taken again when the database was away', async ({ skip }) => {
  if (postgres.state === 'skipped') return skip(postgres.reason);
  const { url } = postgres.postgres;
  const wish = { url, kind: 'alone', log: silentLog, waitMs: 0 } as const;
  const hold = await holdDatabase(wish);
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  const holders = async (): Promise<readonly number[]> => {
    const { rows } = await admin.query<{ pid: number }>(
      `select pid from pg_locks where locktype = 'advisory' and granted`,
    );
    return rows.map((row) => row.pid);
  };
  const [before] = await holders();
  await admin.query('select pg_terminate_backend($1)', [before]);
  await expect.poll(holders, { timeout: 10_000 }).toHaveLength(1);
  await expect.poll(async () => (await holders()).includes(before ?? 0), { timeout: 10_000 }).toBe(false);
  await hold?.release();
  await expect.poll(holders, { timeout: 10_000 }).toEqual([]);
  await admin.end();
});
