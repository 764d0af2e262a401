import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { regionId, roomId, schoolId } from '../../shared/kernel/ids.ts';
import { localDate } from '../../shared/kernel/time.ts';
import { asked } from '../../test/support/asked.ts';
import {
  actorOf,
  enterCounty,
  openRegisters,
  type Registers,
  type TestCounty,
} from '../../test/support/registers.ts';
import { permit } from '../identity/identity.permit.rules.ts';
import type { Actor } from '../identity/identity.types.ts';

const nobody = '018f0000-0000-7000-8000-000000000000';
const point = { kind: 'teachingPoint' as const, name: '丁教学点', officialCode: '', phone: '' };

describe('directory', () => {
  let registers: Registers;
  let county: TestCounty;
  beforeEach(async () => {
    registers = await openRegisters(permit);
    county = await enterCounty(registers);
  });
  afterEach(() => registers.close());

  const context = (actor: Actor) => ({
    actor,
    requestId: 'r',
    address: '127.0.0.1',
    cookies: {},
    setCookie: () => expect.unreachable(),
  });
  const refused = (field: string) => ({ ok: false, error: { code: 'INVALID_VALUE', params: { field } } });
  const names = (answer: { ok: boolean; value?: { rows: { fields: { name: string } }[] } }) =>
    answer.value?.rows.map((each) => each.fields.name);

  test('visitors and screens get no lists and add nothing', async () => {
    const routes = asked(registers.directory.routes);
    const screen = { kind: 'device' as const, deviceId: nobody as never, roomId: county.roomA };
    expect(await routes['school.list'](context({ kind: 'visitor' }), {})).toMatchObject({
      error: { code: 'UNAUTHENTICATED' },
    });
    expect(await routes['person.list'](context(screen), {})).toMatchObject({ error: { code: 'FORBIDDEN' } });
    expect(
      await routes['school.add'](context({ kind: 'visitor' }), { ...point, regionId: county.east.id }),
    ).toMatchObject({ error: { code: 'UNAUTHENTICATED' } });
  });

  test('a parent that is unknown and one that is foreign get the same answer', async () => {
    const routes = asked(registers.directory.routes);
    const east = context(county.eastAdmin);
    for (const id of [regionId.parse(nobody), county.west.id])
      expect(await routes['school.add'](east, { ...point, regionId: id })).toMatchObject(refused('regionId'));
    const room = { name: '二号', ends: ['listening' as const], phone: '' };
    const group = { name: '一班', grade: '一年级', enrolledCount: 10, homeRoomId: null };
    const person = { name: '某', phone: '', roles: [] };
    for (const id of [schoolId.parse(nobody), county.pointC]) {
      expect(await routes['room.add'](east, { ...room, schoolId: id })).toMatchObject(refused('schoolId'));
      expect(await routes['class.add'](east, { ...group, schoolId: id })).toMatchObject(refused('schoolId'));
      expect(await routes['person.add'](east, { ...person, schoolId: id })).toMatchObject(
        refused('schoolId'),
      );
    }
    for (const id of [roomId.parse(nobody), county.roomB])
      expect(
        await routes['class.add'](east, { ...group, schoolId: county.pointA, homeRoomId: id }),
      ).toMatchObject(refused('homeRoomId'));
  });

  test('who sees a place but does not administer it is told so', async () => {
    const routes = asked(registers.directory.routes);
    const own = { schoolId: county.central, name: '二号', ends: ['lecture' as const], phone: '' };
    expect(await routes['room.add'](context(county.lecturer), own)).toMatchObject({
      error: { code: 'FORBIDDEN' },
    });
    expect(
      await routes['school.add'](context(county.lecturer), { ...point, regionId: county.county.id }),
    ).toMatchObject({ error: { code: 'FORBIDDEN' } });
  });

  test('an official code is used once, also by two at the same moment; an empty one any number of times', async () => {
    const routes = asked(registers.directory.routes);
    const add = (officialCode: string) =>
      routes['school.add'](context(county.countyAdmin), { ...point, regionId: county.west.id, officialCode });
    expect(await add('C1')).toMatchObject(refused('officialCode'));
    const both = await Promise.all([add('N1'), add('N1')]);
    expect(both.map((each) => each.ok)).toEqual([true, false]);
    expect([await add(''), await add('')].map((each) => each.ok)).toEqual([true, true]);
  });

  test('a room cannot have the same end twice', async () => {
    const room = { schoolId: county.pointA, name: '二号', phone: '' };
    expect(
      await asked(registers.directory.routes)['room.add'](context(county.countyAdmin), {
        ...room,
        ends: ['lecture', 'lecture'],
      }),
    ).toMatchObject(refused('ends'));
  });

  test('nobody gives a role beyond their own part of the tree', async () => {
    const routes = asked(registers.directory.routes);
    const person = { name: '某', phone: '', schoolId: county.pointA };
    const east = context(county.eastAdmin);
    const add = (roles: Parameters<(typeof routes)['person.add']>[1]['roles']) =>
      routes['person.add'](east, { ...person, roles });
    expect(await add([county.inRegion('admin', county.county.id)])).toMatchObject({
      error: { code: 'FORBIDDEN' },
    });
    expect(await add([county.inSchool('admin', county.pointC)])).toMatchObject({
      error: { code: 'FORBIDDEN' },
    });
    expect(await add([county.inSchool('admin', schoolId.parse(nobody))])).toMatchObject(refused('roles'));
    expect(await add([county.inSchool('localTeacher', county.pointA)])).toMatchObject({ ok: true });
    expect(await routes['person.add'](east, { ...person, schoolId: null, roles: [] })).toMatchObject({
      error: { code: 'FORBIDDEN' },
    });
  });

  test('a sign-in name that is taken leaves no person behind', async () => {
    const routes = asked(registers.directory.routes);
    const add = (name: string) =>
      routes['person.add'](context(county.countyAdmin), {
        name,
        phone: '',
        schoolId: county.central,
        roles: [],
        login: { loginName: 'wang', password: 'a-long-password' },
      });
    const first = await add('王一');
    expect(await add('王二')).toMatchObject(refused('loginName'));
    expect(first.ok && registers.logins.get('wang') === first.value.id).toBe(true);
    const people = await routes['person.list'](context(county.countyAdmin), {});
    expect(names(people)).toContain('王一');
    expect(names(people)).not.toContain('王二');
  });

  test('each sees their own part, and what a link adds', async () => {
    const routes = asked(registers.directory.routes);
    const schools = async (actor: Actor) => names(await routes['school.list'](context(actor), {}));
    expect(await schools(county.countyAdmin)).toHaveLength(4);
    expect(await schools(county.eastAdmin)).toEqual(['中心小学', '甲教学点', '乙教学点']);
    expect(await schools(county.lecturer)).toEqual(['中心小学']);
    registers.link(async (asker) => ({
      led: new Set(asker === county.central ? [county.pointC] : []),
      leading: new Set(asker === county.pointC ? [county.central] : []),
    }));
    expect(await schools(county.lecturer)).toEqual(['中心小学', '丙教学点']);
    expect(await schools(county.teacherC)).toEqual(['中心小学', '丙教学点']);
    const rooms = await routes['room.list'](context(county.lecturer), {});
    expect(rooms.ok && rooms.value.rows.map((each) => each.id)).toEqual([county.lectureRoom, county.roomC]);
    expect(names(await routes['person.list'](context(county.lecturer), {}))).toEqual(['主讲教师']);
    expect(names(await routes['region.list'](context(county.lecturer), {}))).toEqual(['云溪县', '东乡']);
    expect(
      names(await routes['region.list'](context(actorOf(county.lecturer.personId, null, [])), {})),
    ).toEqual([]);
  });

  test('what was added is seen at once, and the snapshot of an earlier day and moment stays as it was', async () => {
    const { reader } = registers.directory;
    const routes = asked(registers.directory.routes);
    const before = await reader.snapshot();
    registers.setNow(registers.clock.nowMs() + 60_000);
    const recordedAtMs = registers.clock.nowMs() - 1;
    const added = await routes['school.add'](context(county.countyAdmin), {
      ...point,
      regionId: county.west.id,
    });
    const after = await reader.snapshot();
    expect([before.schools.size, after.schools.size]).toEqual([4, 5]);
    expect(added.ok && after.pathOf(added.value.id).regionIds).toEqual([county.county.id, county.west.id]);
    const today = localDate.parse('2026-09-16');
    expect((await reader.snapshot({ date: today, recordedAtMs })).schools.size).toBe(4);
    expect((await reader.snapshot({ date: localDate.parse('2026-08-31'), recordedAtMs })).schools.size).toBe(
      0,
    );
    expect(before.zoneOf(county.pointA)).toBe('Asia/Shanghai');
    expect(before.pathOf(schoolId.parse(nobody))).toEqual({ regionIds: [], schoolIds: [nobody] });
  });
});

test('the first administrator gets the root of the tree, once, and is known by name', async () => {
  const registers = await openRegisters(permit);
  const { directory } = registers;
  const office = { officeName: '云溪县教育局', name: '周敏' };
  const first = await directory.registerFirstAdmin(office);
  const again = await directory.registerFirstAdmin(office);
  const { regions } = await directory.reader.snapshot();
  expect(regions.size).toBe(1);
  const [root] = [...regions.values()];
  expect(root?.fields).toEqual({
    parentId: null,
    level: 'county',
    name: '云溪县教育局',
    officialCode: '',
    zone: 'Asia/Shanghai',
  });
  expect(again).not.toBe(first);
  expect(await directory.personOf(first)).toEqual({
    personId: first,
    name: '周敏',
    school: null,
    roles: [{ role: 'admin', scope: { kind: 'region', regionId: root?.id } }],
  });
  expect(await directory.personOf(nobody as never)).toBeNull();
  await registers.close();
});
