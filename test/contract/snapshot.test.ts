import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSnapshots } from '../../server/coverage/snapshot.module.ts';
import { permit } from '../../server/identity/identity.permit.rules.ts';
import { silentLog } from '../../server/platform/log.ts';
import { inputTables } from '../../server/sealed.ts';
import { defaultThresholds } from '../../shared/attendance.ts';
import type { SnapshotEntry } from '../../shared/coverage/snapshot.ts';
import { type Backend, backends } from '../support/backends.ts';
import { day, type House, openCoverageHouse } from '../support/coverage-house.ts';
import { snapshotFile } from '../support/snapshot-file.ts';

const SEPTEMBER = { kind: 'month', date: day('2026-09-16') } as const;

describe.each(backends)('frozen reports on $name', ({ make }) => {
  const folder = mkdtempSync(join(tmpdir(), 'sanketang-snapshots-'));
  let backend: Backend;
  let house: House;
  let snapshots: ReturnType<typeof createSnapshots>;
  let rollups: ReturnType<House['open']>;
  beforeAll(async () => {
    backend = await make(join(folder, 'snapshots.db'));
    if (backend.state !== 'open') return;
    house = await openCoverageHouse(backend.url, '2026-09-16');
    rollups = house.open();
    const none = { every: () => undefined };
    snapshots = createSnapshots({
      ...{
        database: house.database,
        clock: house.clock,
        newId: house.newId,
        log: silentLog,
        permit,
        inputTables,
      },
      ...{ directory: house.directory.reader, plans: house.planning.schools, jobs: none, afterDays: 5 },
      rollups: rollups.reader,
      thresholdsOn: async () => defaultThresholds,
    });
    const [one, two] = house.points;
    if (one === undefined || two === undefined) throw new Error('there are no points');
    for (const point of [one, two]) await house.need(point);
    await house.link(one);
    house.settle(await house.lesson('2026-09-14', [one]));
    await rollups.catchUp();
  });
  afterAll(async () => {
    if (backend.state === 'open') {
      await house.close();
      await backend.close();
    }
    rmSync(folder, { recursive: true, force: true });
  });
  const on = (skip: (reason: string) => never) => (backend.state === 'open' ? house : skip(backend.reason));
  async function frozen(): Promise<SnapshotEntry> {
    await expect.poll(() => snapshots.service.idle()).toBe(true);
    const list = await snapshots.service.list(house.county.countyAdmin);
    const [newest] = list.ok ? list.value.snapshots : [];
    if (newest === undefined) throw new Error('nothing was frozen');
    return newest;
  }

  test('a stranger, a period ahead and an unknown place are refused; so is an unknown snapshot', async ({
    skip,
  }) => {
    const { county, newId } = on(skip);
    const { service } = snapshots;
    const code = async (asked: Promise<{ ok: boolean; error?: { code: string } }>) =>
      (await asked).error?.code;
    expect(await code(service.make({ kind: 'visitor' }, SEPTEMBER))).toBe('FORBIDDEN');
    expect(await code(service.make(county.teacherC, SEPTEMBER))).toBe('FORBIDDEN');
    expect(await code(service.make(county.countyAdmin, { ...SEPTEMBER, date: day('2026-12-01') }))).toBe(
      'PERIOD_AHEAD',
    );
    const elsewhere = { ...SEPTEMBER, scopeKind: 'region', scopeId: county.west.id } as const;
    expect(await code(service.make(county.eastAdmin, elsewhere))).toBe('NOT_FOUND');
    expect(await snapshotFile(snapshots, county.countyAdmin, newId())).toEqual({ code: 'NOT_FOUND' });
    expect(await snapshotFile(snapshots, county.countyAdmin, 'none')).toEqual({ code: 'BAD_REQUEST' });
    expect(await code(service.differences(county.countyAdmin, newId()))).toBe('NOT_FOUND');
  });

  test('an open month is marked provisional; the file says what its hash is of', async ({ skip }) => {
    const { county } = on(skip);
    const begun = await snapshots.service.make(county.countyAdmin, SEPTEMBER);
    expect(begun).toMatchObject({ ok: true, value: { provisional: true, name: '云溪县' } });
    const entry = await frozen();
    expect(entry).toMatchObject({ provisional: true, madeByName: '县管理员', state: { state: 'frozen' } });
    const file = await snapshotFile(snapshots, county.countyAdmin, entry.id);
    if (!('text' in file) || entry.state.state !== 'frozen') throw new Error('it cannot be read');
    const lines = file.text.trimEnd().split('\n');
    const body = `${lines.slice(0, -1).join('\n')}\n`;
    expect(createHash('sha256').update(body).digest('hex')).toBe(entry.state.sha256);
    expect(JSON.parse(lines.at(-1) ?? '')).toEqual({ sha256: entry.state.sha256 });
    const parsed = lines.slice(0, -1).map((line): Record<string, unknown> => JSON.parse(line));
    expect(parsed[0]).toMatchObject({ line: 'head', provisional: true, inputs: { lessonVersionCount: 1 } });
    expect(parsed.filter(({ line }) => line === 'place').map(({ name }) => name)).toEqual([
      ...['云溪县', '东乡', '西乡', '中心小学', '乙教学点', '甲教学点', '丙教学点'],
    ]);
    expect(parsed.filter(({ line }) => line === 'need')).toMatchObject([
      { schoolName: '乙教学点', subject: '音乐', cause: 'no-link' },
    ]);
  });

  test('who sees only another part of the tree does not see it', async ({ skip }) => {
    const { county } = on(skip);
    const entry = await frozen();
    const list = await snapshots.service.list(county.eastAdmin);
    expect(list).toMatchObject({ ok: true, value: { snapshots: [], mayMake: true } });
    expect(await snapshotFile(snapshots, county.eastAdmin, entry.id)).toEqual({ code: 'NOT_FOUND' });
  });

  test('what is said later is a difference with author and reason, and what is frozen stays', async ({
    skip,
  }) => {
    const { county, points } = on(skip);
    const entry = await frozen();
    const before = await snapshots.service.differences(county.countyAdmin, entry.id);
    expect(before).toMatchObject({ ok: true, value: { differenceCount: 0 } });
    const [, two] = points;
    if (two === undefined) throw new Error('there is no point');
    house.settle(await house.lesson('2026-09-15', [two]));
    await rollups.catchUp();
    const after = await snapshots.service.differences(county.countyAdmin, entry.id);
    if (!after.ok) throw new Error('no differences');
    expect(after.value.differences).toContainEqual({
      scope: { kind: 'region', id: county.county.id },
      ...{ name: '云溪县', key: 'validLessons' },
      was: { numerator: 1, denominator: 1 },
      is: { numerator: 2, denominator: 2 },
    });
    expect(after.value.changes).toMatchObject([{ kind: 'lesson', byName: 'test', schoolName: '乙教学点' }]);
    expect(await frozen()).toEqual(entry);
  });

  test('the calendar freezes the month before, once, some days after its end', async ({ skip }) => {
    on(skip);
    const count = async () => {
      const list = await snapshots.service.list(house.county.countyAdmin);
      return list.ok ? list.value.snapshots.length : 0;
    };
    house.passTo('2026-10-03');
    await rollups.catchUp();
    const known = await count();
    await snapshots.service.freezeMonth();
    const august = await count();
    house.passTo('2026-10-07');
    await rollups.catchUp();
    await Promise.all([snapshots.service.freezeMonth(), snapshots.service.freezeMonth()]);
    await snapshots.service.freezeMonth();
    expect(august).toBe(known + 1);
    expect(await count()).toBe(known + 2);
    expect(await frozen()).toMatchObject({
      provisional: false,
      madeByName: null,
      period: { from: '2026-09-01' },
    });
  });
});
