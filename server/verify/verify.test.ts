import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sealedHouse } from '../../test/support/sealed-house.ts';
import { type OpenDatabase, openDatabase } from '../platform/database.ts';
import { openSealKey } from '../seal/seal.key.ts';
import { runVerify } from './verify.cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'sanketang-verify-'));
const newest = join(folder, 'seals', '2026-03-03.seal.json');
let open: OpenDatabase;
beforeAll(async () => {
  open = openDatabase(`file:${join(folder, 'sanketang.db')}`);
  await sealedHouse({ database: open.database, folder, sessions: 3, days: 2 });
});
afterAll(async () => {
  await open.close();
  rmSync(folder, { recursive: true, force: true });
});

async function run(...argv: string[]) {
  const lines: string[] = [];
  const say = (line: string) => void lines.push(line);
  const environment = { LANG: 'en_US.UTF-8', DATA_DIR: folder };
  const code = await runVerify(argv, { environment, out: say, complain: say });
  return { code, said: lines.join('\n') };
}
const put = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

test('what cannot be verified is said, with exit code 2', async () => {
  const cases: readonly (readonly [argv: readonly string[], said: RegExp])[] = [
    [['weigh', newest], /no command "weigh"/],
    [['verify'], /Name the file/],
    [['verify', newest, 'more'], /"more"/],
    [['verify', newest, '--loud'], /"--loud"/],
    [['verify', join(folder, 'nowhere.json')], /cannot be read/],
    [['verify', put('text.json', 'hello')], /neither a daily seal nor/],
    [['verify', put('other.json', '{"seal":{}}')], /neither a daily seal nor/],
    [['verify', newest, '--key', newest], /holds no public key/],
    [['verify', newest, '--data-dir', join(folder, 'empty')], /no records here/],
  ];
  for (const [argv, said] of cases) {
    const told = await run(...argv);
    expect(told.said).toMatch(said);
    expect(told.code).toBe(2);
  }
  expect((await run()).code).toBe(0);
});

test('an altered file and one of another key are not believed; without a key nothing is', async () => {
  const text = readFileSync(newest, 'utf8');
  const altered = put('altered.seal.json', text.replace('"eventCount":6', '"eventCount":5'));
  expect(text).toContain('"eventCount":6');
  expect(await run('verify', altered)).toMatchObject({
    code: 2,
    said: expect.stringMatching(/changed after/),
  });
  const other = put('other.pub.pem', openSealKey(join(folder, 'other.pem')).publicPem);
  expect(await run('verify', newest, '--key', other)).toMatchObject({
    code: 2,
    said: expect.stringMatching(/another key/),
  });
  const keyless = mkdtempSync(join(tmpdir(), 'sanketang-keyless-'));
  copyFileSync(join(folder, 'sanketang.db'), join(keyless, 'sanketang.db'));
  expect(await run('verify', newest.replace('seals/', ''), '--data-dir', keyless)).toMatchObject({ code: 2 });
  copyFileSync(newest, join(keyless, 'alone.seal.json'));
  expect(await run('verify', join(keyless, 'alone.seal.json'), '--data-dir', keyless)).toMatchObject({
    code: 2,
    said: expect.stringMatching(/no public key/),
  });
  rmSync(keyless, { recursive: true, force: true });
});

test('untouched records are accepted, and what was done to them is named', async () => {
  expect(await run('verify', newest)).toMatchObject({ code: 0, said: expect.stringMatching(/As sealed: 6/) });
  const [row] = (
    await sql<{ id: string }>`select min(session_id) as id from session_event`.execute(open.database)
  ).rows;
  await sql`update session_event set actor_id = 'me' where session_id = ${row?.id} and seq = 2`.execute(
    open.database,
  );
  await sql`delete from need where version = 1 and id = (select min(id) from need)`.execute(open.database);
  const told = await run('verify', newest);
  expect(told.code).toBe(1);
  expect(told.said).toContain(`lesson ${row?.id}: event 2 was changed`);
  expect(told.said).toMatch(/table need, recorded up to 2026-03-02: 1 rows were deleted/);
});
