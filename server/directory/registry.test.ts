import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { schoolId } from '../../shared/kernel/ids.ts';
import { addDays, localDate } from '../../shared/kernel/time.ts';
import { asked } from '../../test/support/asked.ts';
import { enterCounty, openRegisters, type Registers, type TestCounty } from '../../test/support/registers.ts';
import { permit } from '../identity/identity.permit.rules.ts';
import type { Actor } from '../identity/identity.types.ts';

const nobody = schoolId.parse('018f0000-0000-7000-8000-000000000000');
const today = localDate.parse('2026-09-16');

describe('the six rows of a register', () => {
  let registers: Registers;
  let county: TestCounty;
  let routes: ReturnType<typeof asked<keyof Registers['directory']['routes']>>;
  beforeEach(async () => {
    registers = await openRegisters(permit);
    county = await enterCounty(registers);
    routes = asked(registers.directory.routes);
  });
  afterEach(() => registers.close());

  const as = (actor: Actor) => ({
    actor,
    requestId: 'r',
    address: '127.0.0.1',
    cookies: {},
    setCookie: () => expect.unreachable(),
  });
  const admin = () => as(county.countyAdmin);
  const value = <T>(result: { ok: true; value: T } | { ok: false; error: object }): T => {
    if (!result.ok) throw new Error(JSON.stringify(result.error));
    return result.value;
  };
  const schools = async (query = {}) => value(await routes['school.list'](admin(), query)).rows;
  const named = async (name: string, query = {}) => {
    const found = (await schools(query)).find(({ fields }) => fields.name === name);
    if (found === undefined) throw new Error(`no school ${name}`);
    return found;
  };
  const rename = async (
    from: string,
    to: string,
    more: { validFrom?: typeof today; version?: number } = {},
  ) => {
    const { id, version, fields } = await named(from);
    const { validFrom, version: expectedVersion = version } = more;
    return routes['school.change'](admin(), {
      changes: [{ id, expectedVersion, fields: { ...fields, name: to } }],
      ...(validFrom === undefined ? {} : { validFrom }),
    });
  };

  test('what is unknown, foreign or not to be written by the asker is refused, and named by its place', async () => {
    const point = await named('甲教学点');
    const change = { id: point.id, expectedVersion: 1, fields: point.fields };
    expect(
      await routes['school.change'](admin(), { changes: [change, { ...change, id: nobody }] }),
    ).toMatchObject({
      error: { code: 'NOT_FOUND', params: { row: 1 } },
    });
    const foreign = await named('丙教学点');
    const east = as(county.eastAdmin);
    expect(
      await routes['school.change'](east, { changes: [change, { ...change, id: foreign.id }] }),
    ).toMatchObject({ error: { code: 'NOT_FOUND', params: { row: 1 } } });
    expect(await routes['school.history'](east, { id: foreign.id })).toMatchObject({
      error: { code: 'NOT_FOUND' },
    });
    const away = { ...change, fields: { ...point.fields, regionId: county.west.id } };
    expect(await routes['school.change'](east, { changes: [away] })).toMatchObject({
      error: { code: 'INVALID_VALUE', params: { field: 'regionId', row: 0 } },
    });
    expect(await routes['school.change'](as(county.lecturer), { changes: [change] })).toMatchObject({
      ok: false,
    });
    expect(await routes['school.change'](admin(), { changes: [change, change] })).toMatchObject({
      error: { params: { field: 'id', reason: 'duplicate' } },
    });
    expect(await schools()).toHaveLength(4);
  });

  test('of several changes all are written or none', async () => {
    const [first, second] = [await named('甲教学点'), await named('乙教学点')];
    const changes = [first, second].map(({ id, fields }) => ({
      id,
      expectedVersion: 1,
      fields: { ...fields, officialCode: 'X1' },
    }));
    expect(await routes['school.change'](admin(), { changes })).toMatchObject({
      error: { code: 'INVALID_VALUE', params: { field: 'officialCode', reason: 'taken', row: 1 } },
    });
    expect((await named('甲教学点')).fields.officialCode).toBe('P1');
    const late = changes.map((each, row) => ({
      ...each,
      expectedVersion: 1 + row,
      fields: { ...each.fields, officialCode: `X${row}` },
    }));
    expect(await routes['school.change'](admin(), { changes: late })).toMatchObject({
      error: { code: 'CONFLICT', params: { row: 1 } },
    });
    expect((await named('甲教学点')).fields.officialCode).toBe('P1');
  });

  test('two codes may change places in one request', async () => {
    const [first, second] = [await named('甲教学点'), await named('乙教学点')];
    const swap = (entry: typeof first, officialCode: string) => ({
      id: entry.id,
      expectedVersion: 1,
      fields: { ...entry.fields, officialCode },
    });
    const free = await routes['school.change'](admin(), {
      changes: [swap(first, 'P9'), swap(second, 'P1')],
    });
    expect(free).toMatchObject({ ok: true });
    expect((await named('乙教学点')).fields.officialCode).toBe('P1');
  });

  test('the second of two who change the same is shown what the first has changed', async () => {
    expect(await rename('甲教学点', '甲小学')).toMatchObject({ ok: true });
    const { id, fields } = await named('甲小学');
    expect(
      await routes['school.change'](admin(), {
        changes: [{ id, expectedVersion: 1, fields: { ...fields, phone: '1' } }],
      }),
    ).toMatchObject({ error: { code: 'CONFLICT', params: { changed: 'name', version: 2, row: 0 } } });
  });

  test('a change holds from its day on, the past keeps its name, and a planned change outlives one made today', async () => {
    const next = addDays(today, 30);
    expect(await rename('甲教学点', '甲新校', { validFrom: next })).toMatchObject({ ok: true });
    expect(await rename('甲教学点', '甲老校')).toMatchObject({ ok: true });
    const names = async (date: typeof today) => (await schools({ date })).map(({ fields }) => fields.name);
    expect(await names(addDays(today, -1))).toContain('甲教学点');
    expect(await names(today)).toContain('甲老校');
    expect(await names(next)).toContain('甲新校');
    const { id } = await named('甲老校');
    const { versions } = value(await routes['school.history'](admin(), { id }));
    expect(versions.map((each) => [each.version, each.fields.name, each.validFrom, each.validTo])).toEqual([
      [1, '甲教学点', '2026-09-01', null],
      [2, '甲新校', next, null],
      [3, '甲老校', today, next],
    ]);
    expect(versions[1]?.recordedBy).toEqual({ personId: county.countyAdmin.personId, name: '县管理员' });
    expect(await rename('甲老校', '远', { validFrom: addDays(today, 401) })).toMatchObject({
      error: { params: { field: 'validFrom', reason: 'range' } },
    });
  });

  test('what others need is not closed; what is closed is found among the closed and can be opened again', async () => {
    const entry = await named('甲教学点');
    const entries = [{ id: entry.id, expectedVersion: 1 }];
    const close = (reason = '撤并') => routes['school.close'](admin(), { entries, reason });
    expect(await close()).toMatchObject({ error: { params: { field: 'id', reason: 'inUse', row: 0 } } });
    const [room] = value(await routes['room.list'](admin(), { schoolId: entry.id })).rows;
    if (room === undefined) throw new Error('the point has no room');
    value(
      await routes['room.close'](admin(), { entries: [{ id: room.id, expectedVersion: 1 }], reason: '撤并' }),
    );
    expect(await close()).toMatchObject({ ok: true });
    expect(await close()).toMatchObject({ error: { code: 'CONFLICT', params: { changed: 'closed' } } });
    expect((await schools()).map(({ id }) => id)).not.toContain(entry.id);
    expect((await schools({ closed: 'true' })).map(({ id }) => id)).toEqual([entry.id]);
    expect((await schools({ date: addDays(today, -1) })).map(({ id }) => id)).toContain(entry.id);
    value(await routes['school.reopen'](admin(), { entries: [{ id: entry.id, expectedVersion: 2 }] }));
    expect((await named('甲教学点')).version).toBe(3);
  });

  test('the past names why something was closed, and who did it even when they are closed by now', async () => {
    const { countyAdmin } = county;
    const added = value(
      await routes['subject.add'](admin(), { name: '书法', order: 1, requiredPeriods: [] }),
    );
    const one = (expectedVersion: number) => ({ entries: [{ id: added.id, expectedVersion }] });
    value(await routes['subject.close'](admin(), { ...one(1), reason: '并入美术' }));
    value(await routes['subject.reopen'](admin(), one(2)));
    value(await routes['subject.close'](admin(), { ...one(3), reason: '再次停开' }));
    const past = async () => value(await routes['subject.history'](admin(), { id: added.id })).versions;
    expect((await past()).map((each) => each.reason)).toEqual(['', '并入美术', '', '再次停开']);
    const stale = await routes['subject.close'](admin(), { ...one(1), reason: '没有写下' });
    expect(stale).toMatchObject({ ok: false });
    const me = [{ id: countyAdmin.personId, expectedVersion: 1 }];
    value(await routes['person.close'](admin(), { entries: me, reason: '调离' }));
    expect((await past()).map((each) => each.recordedBy?.name)).toEqual(Array(4).fill('县管理员'));
    expect(JSON.stringify(await past())).not.toContain('没有写下');
  });

  test('what lies in a place that is closed is not opened again before the place', async () => {
    const point = await named('甲教学点');
    const [room] = value(await routes['room.list'](admin(), { schoolId: point.id })).rows;
    if (room === undefined) throw new Error('the point has no room');
    const one = (id: string, expectedVersion: number) => ({ entries: [{ id, expectedVersion }] });
    value(await routes['room.close'](admin(), { ...one(room.id, 1), reason: '撤并' }));
    value(await routes['school.close'](admin(), { ...one(point.id, 1), reason: '撤并' }));
    expect(await routes['room.reopen'](admin(), one(room.id, 2))).toMatchObject({ ok: false });
    value(await routes['school.reopen'](admin(), one(point.id, 2)));
    expect(await routes['room.reopen'](admin(), one(room.id, 2))).toMatchObject({ ok: true });
  });

  test('a region never lies in itself, nor in one of its own level', async () => {
    const { county: top, east } = county;
    const list = value(await routes['region.list'](admin(), {})).rows;
    const of = (id: string) => list.find((each) => each.id === id) ?? expect.unreachable();
    const into = (id: typeof east.id, parentId: typeof east.id | null) =>
      routes['region.change'](admin(), {
        changes: [{ id, expectedVersion: 1, fields: { ...of(id).fields, parentId } }],
      });
    expect(await into(top.id, east.id)).toMatchObject({
      error: { params: { field: 'parentId', reason: 'cycle' } },
    });
    expect(await into(east.id, county.west.id)).toMatchObject({ error: { params: { field: 'level' } } });
    expect(await into(east.id, null)).toMatchObject({ error: { params: { field: 'parentId' } } });
    expect(
      await routes['region.close'](admin(), { entries: [{ id: top.id, expectedVersion: 1 }], reason: 'x' }),
    ).toMatchObject({
      error: { params: { reason: 'inUse' } },
    });
  });

  test('lists are searched, filtered, sorted and cut, and say how many there are', async () => {
    const page = async (query: object) => {
      const { rows, total } = value(await routes['school.list'](admin(), query));
      return { names: rows.map(({ fields }) => fields.name), total };
    };
    expect(await page({ search: '教学点', sort: '-officialCode', limit: 2 })).toEqual({
      names: ['丙教学点', '乙教学点'],
      total: 3,
    });
    expect(await page({ regionId: county.west.id })).toEqual({ names: ['丙教学点'], total: 1 });
    expect(await page({ field: 'kind', value: 'central' })).toEqual({ names: ['中心小学'], total: 1 });
    expect(await page({ field: 'toString', value: 'x' })).toEqual({ names: [], total: 0 });
    expect(await page({ offset: 4 })).toEqual({ names: [], total: 4 });
  });

  test('a list of any day and page shows nothing that the asker may not see', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          date: fc.constantFrom(today, addDays(today, -100), addDays(today, 100)),
          offset: fc.nat(5),
          limit: fc.integer({ min: 1, max: 5 }),
          sort: fc.constantFrom('name', '-name', 'regionId', 'kind'),
        }),
        async (query) => {
          const { rows } = value(await routes['school.list'](as(county.eastAdmin), query));
          expect(rows.every(({ fields }) => fields.regionId === county.east.id)).toBe(true);
        },
      ),
      { numRuns: 30 },
    );
  });
});
