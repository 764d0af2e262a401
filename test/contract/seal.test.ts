import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { daysIn, keysIn, sealIn } from '../../server/seal/seal.files.ts';
import { openSealKey, readSealFile } from '../../server/seal/seal.key.ts';
import { verifySeal } from '../../server/seal/seal.verify.ts';
import { sealed } from '../../server/sealed.ts';
import { DAY_MS } from '../../shared/kernel/time.ts';
import type { SealFile } from '../../shared/seal.ts';
import { type Backend, backends } from '../support/backends.ts';
import { sealedHouse } from '../support/sealed-house.ts';
import { nth, PLANNED_START_MS } from '../support/session-log.ts';

const NOW_MS = PLANNED_START_MS + 4 * DAY_MS;

describe.each(backends)('daily seals on $name', ({ make }) => {
  const folder = mkdtempSync(join(tmpdir(), 'sanketang-seals-'));
  const seals = join(folder, 'seals');
  let backend: Backend;
  let house: Awaited<ReturnType<typeof sealedHouse>>;
  beforeAll(async () => {
    backend = await make(join(folder, 'seals.db'));
    if (backend.state === 'open')
      house = await sealedHouse({ database: backend.open.database, folder, sessions: 3, days: 2 });
  });
  afterAll(async () => {
    if (backend.state === 'open') await backend.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const on = (skip: (reason: string) => never) =>
    backend.state === 'open' ? backend.open.database : skip(backend.reason);
  const fileOf = (date: string): SealFile => {
    const file = readSealFile(JSON.stringify(sealIn(seals, date)), keysIn(seals));
    if (typeof file === 'string') throw new Error(file);
    return file;
  };
  const kept = (date: string) => sealIn(seals, date);

  test('a file that is no seal, was altered, or is signed by a key that nobody has kept is refused', ({
    skip,
  }) => {
    on(skip);
    const file = fileOf('2026-03-03');
    expect(readSealFile('', keysIn(seals))).toBe('notASeal');
    expect(readSealFile('{"seal":1}', keysIn(seals))).toBe('notASeal');
    expect(readSealFile(JSON.stringify(file), [])).toBe('otherKey');
    const other = openSealKey(join(folder, 'other-key.pem'));
    expect(readSealFile(JSON.stringify(file), [other.publicKey])).toBe('otherKey');
    const altered = { ...file, seal: { ...file.seal, sessions: [] } };
    expect(readSealFile(JSON.stringify(altered), keysIn(seals))).toBe('altered');
    const unsigned = { ...file, signature: 'AAAA' };
    expect(readSealFile(JSON.stringify(unsigned), keysIn(seals))).toBe('altered');
    // Signed anew by whoever altered it, who is not believed for saying so.
    const own = { ...altered, seal: { ...altered.seal, publicKey: other.publicKey } };
    expect(readSealFile(JSON.stringify(own), keysIn(seals))).toBe('otherKey');
  });

  test('a key is made once, for this user alone, and what is no key is not replaced', ({ skip }) => {
    on(skip);
    const path = join(folder, 'seal-key.pem');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(openSealKey(path).publicKey).toBe(house.key.publicKey);
    const broken = join(folder, 'broken-key.pem');
    writeFileSync(broken, 'no key');
    expect(() => openSealKey(broken)).toThrow();
    expect(keysIn(join(folder, 'nowhere'))).toEqual([]);
  });

  test('each day has one seal, which names the one before, and a second round adds none', async ({
    skip,
  }) => {
    on(skip);
    await house.service.sealDue();
    const lines = await house.service.list();
    expect(lines.map(({ number, localDate, sessionCount }) => [number, localDate, sessionCount])).toEqual([
      [2, '2026-03-03', 3],
      [1, '2026-03-02', 3],
    ]);
    expect(fileOf('2026-03-03').seal.previousHash).toBe(lines[1]?.hash);
    expect(fileOf('2026-03-02').seal.previousHash).toBeNull();
    expect(daysIn(seals)).toEqual(['2026-03-03', '2026-03-02']);
  });

  test('two servers that seal at once leave one seal', async ({ skip }) => {
    on(skip);
    house.setNow(PLANNED_START_MS + 2 * DAY_MS);
    await Promise.all([house.service.sealDue(), house.service.sealDue()]);
    expect((await house.service.list()).map(({ number }) => number)).toEqual([2, 1]);
    house.setNow(PLANNED_START_MS + 3 * DAY_MS);
    await Promise.all([house.service.sealDue(), house.service.sealDue()]);
    expect((await house.service.list()).map(({ number }) => number)).toEqual([3, 2, 1]);
  });

  test('every table of versions is sealed', async ({ skip }) => {
    const tables = await on(skip).introspection.getTables();
    const versioned = tables.filter(({ columns }) => columns.some(({ name }) => name === 'recorded_by'));
    const known = sealed.tables.filter(({ register }) => register !== null).map(({ table }) => table);
    expect(versioned.map(({ name }) => name).sort()).toEqual(known.sort());
  });

  test('records that nobody touched are accepted, by every seal', async ({ skip }) => {
    const database = on(skip);
    for (const date of daysIn(seals)) {
      const { findings } = await verifySeal({
        database,
        sealed,
        nowMs: NOW_MS,
        file: fileOf(date),
        kept: () => null,
      });
      expect(findings).toEqual([]);
    }
    const whole = await verifySeal({ database, sealed, nowMs: NOW_MS, file: fileOf('2026-03-03'), kept });
    expect(whole).toMatchObject({ sealCount: 2, sessionCount: 6 });
    expect(whole.eventCount).toBeGreaterThan(30);
    expect(whole.rowCount).toBe(2 * (3 + 3 + 1 + 3 * 2));
  });

  test('measurements whose time is over may be gone, and younger ones may not', async ({ skip }) => {
    const database = on(skip);
    const file = fileOf('2026-03-03');
    const found = async (nowMs: number) =>
      (await verifySeal({ database, sealed, nowMs, file, kept })).findings.map((each) => each.kind);
    await sql`create table kept_sample as select * from quality_sample`.execute(database);
    await sql`delete from quality_sample where session_id = ${nth.session(4)}`.execute(database);
    expect(await found(NOW_MS)).toEqual(['quality']);
    expect(await found(NOW_MS + 60 * DAY_MS)).toEqual([]);
    await sql`delete from quality_sample`.execute(database);
    await sql`insert into quality_sample select * from kept_sample`.execute(database);
    await sql`update quality_sample set jitter_ms = 9 where session_id = ${nth.session(4)}`.execute(database);
    expect(await found(NOW_MS + 60 * DAY_MS)).toEqual(['quality']);
    await sql`update quality_sample set jitter_ms = 2.5 where session_id = ${nth.session(4)}`.execute(
      database,
    );
    await sql`drop table kept_sample`.execute(database);
  });

  test('words may be erased and not changed; a value beside a register’s body must follow from it', async ({
    skip,
  }) => {
    const database = on(skip);
    const file = fileOf('2026-03-03');
    const kinds = async () =>
      (await verifySeal({ database, sealed, nowMs: NOW_MS, file, kept })).findings.map((each) => [
        each.kind,
        'how' in each && each.how,
      ]);
    await sql`delete from text where id = (select min(id) from text)`.execute(database);
    expect(await kinds()).toEqual([]);
    await sql`update text set text = '别的话' where id = (select max(id) from text)`.execute(database);
    expect(await kinds()).toEqual([['log', 'words']]);
    await sql`update text set text = '请大声一点' where id = (select max(id) from text)`.execute(database);
    await sql`insert into lesson_party (id, version, value)
      select id, version, ${nth.person(9)} from lesson where version = 1 limit 1`.execute(database);
    expect(await kinds()).toEqual([['register', 'changed']]);
    await sql`delete from lesson_party where value = ${nth.person(9)}`.execute(database);
  });

  test('a seal that went from the database is said, and its file stands in for it', async ({ skip }) => {
    const database = on(skip);
    await sql`delete from seal where number = 1`.execute(database);
    const file = fileOf('2026-03-03');
    const missing = { kind: 'seal', number: 1, how: 'missing' };
    const without = await verifySeal({ database, sealed, nowMs: NOW_MS, file, kept: () => null });
    expect(without).toMatchObject({ findings: [missing], sealCount: 1, sessionCount: 3 });
    const withFile = await verifySeal({ database, sealed, nowMs: NOW_MS, file, kept });
    expect(withFile).toMatchObject({ findings: [missing], sealCount: 2, sessionCount: 6 });
  });
});
