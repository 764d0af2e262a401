import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type DeviceCheck, hasPassed, SERVICEABLE_DAYS, serviceable } from '../../shared/device.ts';
import { deviceId, personId, regionId, roomId, schoolId } from '../../shared/kernel/ids.ts';
import { requests } from '../../shared/wire/requests.ts';
import type { DirectoryReader } from '../directory/directory.types.ts';
import { permit } from '../identity/identity.permit.rules.ts';
import type { Actor } from '../identity/identity.types.ts';
import { type OpenDatabase, openDatabase } from '../platform/database.ts';
import { createNewId } from '../platform/ids.ts';
import { silentLog } from '../platform/log.ts';
import { migrate } from '../platform/migrate.ts';
import { deviceMigrations } from './device.migrations.ts';
import { createDevices, type Devices } from './device.module.ts';
import type { OpenLine, RoomLine } from './device.types.ts';

const DAY_MS = 86_400_000;
const newId = createNewId({ nowMs: () => 1_800_000_000_000 });
const [ours, theirs] = [schoolId.parse(newId()), schoolId.parse(newId())];
const county = regionId.parse(newId());
const room = roomId.parse(newId());
const visitor: Actor = { kind: 'visitor' };
const staff = (role: 'admin' | 'inspector' | 'lecturer', at = ours): Actor => ({
  kind: 'person',
  personId: personId.parse(newId()),
  loginId: 'l',
  schoolId: at,
  grants: [{ role, scope: { kind: 'school', schoolId: at } }],
});
const admin = staff('admin');
const directory = {
  snapshot: async () => ({
    rooms: new Map([[room, { id: room, fields: { name: '三年级教室', schoolId: ours } }]]),
    schools: new Map([[ours, { id: ours, fields: { name: '中心小学' } }]]),
    pathOf: (id: typeof ours) => ({ regionIds: [county], schoolIds: [id] }),
  }),
} as unknown as DirectoryReader;
const fine: DeviceCheck = {
  camera: 'ok',
  microphone: 'ok',
  speaker: 'ok',
  toneHeard: true,
  upBps: 4_000_000,
  downBps: 20_000_000,
};

const time = { nowMs: 0 };
let open: OpenDatabase;
let devices: Devices;
let lines: OpenLine[];
let wanted: number;
let roomLines: Map<typeof room, RoomLine>;

beforeEach(async () => {
  time.nowMs = 1_800_000_000_000;
  open = openDatabase('file::memory:');
  await migrate(open.database, deviceMigrations);
  lines = [];
  wanted = 0;
  roomLines = new Map();
  devices = createDevices({
    database: open.database,
    clock: { nowMs: () => time.nowMs },
    newId,
    log: silentLog,
    directory,
    permit,
    screenLines: () => lines,
    roomLines: async () => roomLines,
    startOrigin: (asked) => asked,
    closeConnections: () => undefined,
  });
});
afterEach(() => open.close());

const context = (actor: Actor) => ({
  actor,
  requestId: 'r',
  address: '10.0.0.1',
  cookies: {},
  setCookie: () => undefined,
});
async function screen(inLesson = false) {
  const made = await devices.routes['device.provision'](context(admin), {
    roomIds: [room],
    platform: 'linux',
    origin: 'https://class.example',
  });
  const id = made.ok ? made.value.devices[0]?.deviceId : undefined;
  if (id === undefined) throw new Error('no screen was made');
  const line: OpenLine = {
    deviceId: id,
    placeId: undefined,
    lastHeardAtMs: time.nowMs,
    wireVersion: 1,
    inLesson,
    wantCheck: () => {
      wanted += 1;
    },
  };
  const actor: Actor = { kind: 'device', deviceId: id, roomId: room };
  const report = (check: DeviceCheck) =>
    devices.handlers['device.reportCheck'](
      { actor, requestId: 'r', commandId: null, connection: {} as never },
      { check },
    );
  return { id, line, report };
}
const check = (id: string, actor: Actor = admin) =>
  devices.routes['device.check'](context(actor), { deviceId: deviceId.parse(id) });
const card = async () => {
  const list = await devices.service.list(admin);
  const [first] = list.ok ? list.value : [];
  if (first === undefined) throw new Error('no screen in the list');
  return first;
};

describe('what a screen reports', () => {
  test.each([
    ['a part that is not known', { ...fine, lid: 'ok' }],
    ['a word that is not one', { ...fine, camera: 'good' }],
    ['a rate below nothing', { ...fine, upBps: -1 }],
    ['a rate without end', { ...fine, downBps: Number.POSITIVE_INFINITY }],
    ['a rate that no line has', { ...fine, downBps: 1e12 }],
    ['half of a check', { camera: 'ok', microphone: 'ok' }],
  ])('%s is refused by the table', (_what, body) => {
    expect(requests['device.reportCheck'].body.safeParse({ check: body }).success).toBe(false);
  });

  test('comes from screens alone', async () => {
    await screen();
    for (const [actor, code] of [
      [visitor, 'UNAUTHENTICATED'],
      [admin, 'FORBIDDEN'],
    ] as const)
      expect(
        await devices.handlers['device.reportCheck'](
          { actor, requestId: 'r', commandId: null, connection: {} as never },
          { check: fine },
        ),
      ).toMatchObject({ error: { code } });
    expect((await card()).lastCheck).toBeNull();
  });

  test('is kept, the newest is shown, and no screen fills the records', async () => {
    const { report } = await screen();
    await report({ ...fine, camera: 'none' });
    time.nowMs += 1_000;
    expect(await report(fine)).toEqual({ ok: true, value: {} });
    expect((await card()).lastCheck).toEqual({ atMs: time.nowMs, ...fine, passed: true });
    const kept = () =>
      open.database
        .withTables<{ device_check: { at_ms: number } }>()
        .selectFrom('device_check')
        .selectAll()
        .execute();
    expect((await kept()).length).toBe(2);
    for (let each = 0; each < 40; each += 1) {
      time.nowMs += 1;
      await report(fine);
    }
    expect(await report(fine)).toMatchObject({ error: { code: 'TOO_MANY_TRIES' } });
    expect((await kept()).length).toBe(30);
  });
});

describe('asking for a check', () => {
  test.each([
    ['nobody', visitor, 'UNAUTHENTICATED'],
    ['an inspector', staff('inspector'), 'FORBIDDEN'],
    ['a lecturer', staff('lecturer'), 'NOT_FOUND'],
    ['an administrator of another school', staff('admin', theirs), 'NOT_FOUND'],
  ])('is not for %s', async (_who, actor, code) => {
    const { id, line } = await screen();
    lines = [line];
    expect(await check(id, actor)).toMatchObject({ error: { code } });
    expect(await devices.routes['device.rename'](context(actor), { deviceId: id, name: 'x' })).toMatchObject({
      error: { code },
    });
    expect(wanted).toBe(0);
  });

  test('finds no screen that is not there or was revoked', async () => {
    const { id } = await screen();
    expect(await check(newId())).toMatchObject({ error: { code: 'NOT_FOUND' } });
    await devices.service.revoke(admin, id);
    expect(await check(id)).toMatchObject({ error: { code: 'NOT_FOUND' } });
  });

  test('reaches a screen that is there, not one that is off, and leaves one in a lesson alone', async () => {
    const { id, line, report } = await screen();
    expect(await check(id)).toEqual({ ok: true, value: { state: 'offline' } });
    lines = [line, { ...line, inLesson: true }];
    expect(await check(id)).toEqual({ ok: true, value: { state: 'inLesson' } });
    expect((await card()).checkAskedAtMs).toBeNull();
    expect(wanted).toBe(0);

    lines = [line];
    expect(await check(id)).toEqual({ ok: true, value: { state: 'asked' } });
    expect(await check(id)).toEqual({ ok: true, value: { state: 'asked' } });
    expect(wanted).toBe(1);
    expect((await card()).checkAskedAtMs).toBe(time.nowMs);
    time.nowMs += 8_000;
    await report({ ...fine, microphone: 'failed' });
    expect(await card()).toMatchObject({ checkAskedAtMs: null, lastCheck: { passed: false } });
    time.nowMs += 8_000;
    await check(id);
    expect(wanted).toBe(2);
  });
});

test('a card tells its name, its page’s version even after it has gone, and its line', async () => {
  const { id, line } = await screen();
  roomLines.set(room, { atMs: 1, lossRatio: 0.02, receivedBps: 900_000 });
  expect(await card()).toMatchObject({ name: '', version: null, line: { lossRatio: 0.02 } });
  expect(await devices.routes['device.rename'](context(admin), { deviceId: id, name: '后面的大屏' })).toEqual(
    { ok: true, value: {} },
  );
  await devices.service.came(line);
  expect(await card()).toMatchObject({ name: '后面的大屏', version: { wire: 1 }, online: false });
});

describe('serviceable', () => {
  const record = (change: Partial<DeviceCheck> = {}, atMs = 0) => {
    const found = { ...fine, ...change };
    return { atMs, ...found, passed: hasPassed(found) };
  };
  test('needs every part, and a check within the window', () => {
    expect(serviceable(null, 0)).toBe(false);
    for (const part of ['camera', 'microphone', 'speaker'] as const)
      for (const found of ['none', 'failed'] as const)
        expect(serviceable(record({ [part]: found }), 0)).toBe(false);
    expect(serviceable(record(), SERVICEABLE_DAYS * DAY_MS)).toBe(true);
    expect(serviceable(record(), SERVICEABLE_DAYS * DAY_MS + 1)).toBe(false);
  });
  test('does not fail for a line that is weak, nor for a tone that nobody could hear', () => {
    expect(serviceable(record({ upBps: null, downBps: 100, toneHeard: false }), 0)).toBe(true);
  });
});
