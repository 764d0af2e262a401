import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CHECK_TAKES_MS, type DeviceCheck } from '../../shared/device.ts';
import { personId, type RoomId, regionId, roomId, schoolId } from '../../shared/kernel/ids.ts';
import type { DirectoryReader } from '../directory/directory.types.ts';
import { permit } from '../identity/identity.permit.rules.ts';
import type { Actor } from '../identity/identity.types.ts';
import { type OpenDatabase, openDatabase } from '../platform/database.ts';
import { createNewId } from '../platform/ids.ts';
import { silentLog } from '../platform/log.ts';
import { migrate } from '../platform/migrate.ts';
import type { CookieWish, RouteContext } from '../platform/ports.ts';
import { deviceMigrations } from './device.migrations.ts';
import { createDevices, type Devices } from './device.module.ts';
import { DEVICE_COOKIE, PC_COOKIE } from './device.routes.ts';
import { PC_COOKIES_MAX } from './device.rules.ts';

const newId = createNewId({ nowMs: () => 1_800_000_000_000 });
const [ours, theirs] = [schoolId.parse(newId()), schoolId.parse(newId())];
const county = regionId.parse(newId());
const nextRoom = (): RoomId => roomId.parse(newId());
const [lecture, second, listening, foreign] = [nextRoom(), nextRoom(), nextRoom(), nextRoom()];
const staff = (role: 'admin' | 'lecturer' | 'localTeacher', at = ours): Actor => ({
  kind: 'person',
  personId: personId.parse(newId()),
  loginId: 'l',
  schoolId: at,
  grants: [{ role, scope: { kind: 'school', schoolId: at } }],
});
const [admin, chen, li] = [staff('admin'), staff('lecturer'), staff('lecturer')];
const fine: DeviceCheck = {
  ...{ camera: 'ok', microphone: 'ok', speaker: 'ok', toneHeard: null },
  ...{ upBps: 4_000_000, downBps: 20_000_000 },
};

const time = { nowMs: 0 };
let open: OpenDatabase;
let devices: Devices;
let closed: Set<RoomId>;

const room = (id: RoomId, name: string, at: { schoolId: typeof ours; ends: string[] }) =>
  [id, { id, fields: { name, ...at } }] as const;
const rooms = [
  room(lecture, '录播教室', { schoolId: ours, ends: ['lecture'] }),
  room(second, '二号录播教室', { schoolId: ours, ends: ['lecture', 'listening'] }),
  room(listening, '三年级教室', { schoolId: ours, ends: ['listening'] }),
  room(foreign, '外校录播教室', { schoolId: theirs, ends: ['lecture'] }),
];
const directory = {
  snapshot: async () => ({
    rooms: new Map(rooms.filter(([id]) => !closed.has(id))),
    schools: new Map([[ours, { id: ours, fields: { name: '中心小学' } }]]),
    pathOf: (id: typeof ours) => ({ regionIds: [county], schoolIds: [id] }),
  }),
} as unknown as DirectoryReader;

beforeEach(async () => {
  time.nowMs = 1_800_000_000_000;
  closed = new Set();
  open = openDatabase('file::memory:');
  await migrate(open.database, deviceMigrations);
  devices = createDevices({
    ...{ database: open.database, clock: { nowMs: () => time.nowMs }, newId, log: silentLog },
    ...{ directory, permit, screenLines: () => [], roomLines: async () => new Map() },
    ...{ startOrigin: (asked: string) => asked, closeConnections: () => undefined },
  });
});
afterEach(() => open.close());

/** A browser that keeps its cookies. */
function browser(address = '10.0.0.1', userAgent = 'Windows NT 10.0 Edg/120.0') {
  const cookies: Record<string, string> = {};
  const context = (actor: Actor): RouteContext<Actor> => ({
    ...{ actor, requestId: 'r', address, userAgent, cookies },
    setCookie: ({ name, value, maxAgeMs }: CookieWish) => {
      if (maxAgeMs > 0) cookies[name] = value;
      else delete cookies[name];
    },
  });
  const { routes } = devices;
  return {
    cookies,
    context,
    claim: (actor: Actor = chen, to = lecture) => routes['device.claimPc'](context(actor), { roomId: to }),
    beat: (actor: Actor = chen, doing: 'idle' | 'preflight' | 'lesson' = 'idle') =>
      routes['device.beatPc'](context(actor), { doing, wire: 1 }),
    report: (check = fine, actor: Actor = chen) => routes['device.reportPc'](context(actor), { check }),
    leave: (actor: Actor = chen) => routes['device.leavePc'](context(actor), {}),
  };
}
const list = async () => {
  const cards = await devices.service.list(admin);
  if (!cards.ok) throw new Error(cards.error.code);
  return cards.value;
};
const only = async () => {
  const [card, ...more] = await list();
  if (card === undefined || more.length > 0) throw new Error(`${more.length + 1} devices, one was meant`);
  return card;
};
const refused = (code: string) => ({ ok: false, error: { code } });
const none = { ok: true, value: { state: 'none' } };

describe('saying that this is the PC of a lecture room', () => {
  test.each([
    ['nobody', { kind: 'visitor' } as Actor, lecture, 'UNAUTHENTICATED'],
    [
      'a screen',
      { kind: 'device', deviceId: newId() as never, roomId: lecture } as Actor,
      lecture,
      'FORBIDDEN',
    ],
    ['a local teacher', staff('localTeacher'), lecture, 'FORBIDDEN'],
    ['a lecturer of another school', staff('lecturer', theirs), lecture, 'NOT_FOUND'],
    ['a lecturer, of another school’s room', chen, foreign, 'NOT_FOUND'],
    ['a lecturer, of a room that is not there', chen, nextRoom(), 'NOT_FOUND'],
    ['a lecturer, of a room that only listens', chen, listening, 'INVALID_VALUE'],
  ])('is refused to %s', async (_who, actor, to, code) => {
    const pc = browser();
    expect(await pc.claim(actor, to)).toMatchObject(refused(code));
    expect(pc.cookies).toEqual({});
    expect(await list()).toEqual([]);
  });

  test('is refused for a room that is closed, and a PC of one is none until the room is there again', async () => {
    const pc = browser();
    await pc.claim();
    closed.add(lecture);
    expect(await browser().claim()).toMatchObject(refused('NOT_FOUND'));
    expect(await pc.beat()).toEqual(none);
    expect(await pc.report()).toMatchObject(refused('NO_DEVICE'));
    closed.clear();
    expect(await pc.beat()).toMatchObject({ value: { state: 'known' } });
  });

  test('makes one device of a PC that is wiped every night, whoever answers', async () => {
    const { deviceId } = await claimed(browser());
    for (let morning = 0; morning < 10; morning += 1) {
      time.nowMs += 86_400_000;
      expect(await claimed(browser(), morning % 2 === 0 ? li : admin)).toEqual({ deviceId });
    }
    const card = await only();
    expect(card).toMatchObject({ kind: 'lecturePc', deviceId, online: false, doubt: null, launcher: null });
    expect(card.places).toHaveLength(PC_COOKIES_MAX);
  });

  test('twice in one browser keeps its cookie; for another room it goes there', async () => {
    const pc = browser();
    const { deviceId } = await claimed(pc);
    const cookie = pc.cookies[PC_COOKIE];
    expect(await claimed(pc)).toEqual({ deviceId });
    expect(pc.cookies[PC_COOKIE]).toBe(cookie);
    await pc.claim(chen, second);
    expect(await pc.beat()).toMatchObject({ value: { room: { roomId: second, name: '二号录播教室' } } });
    const cards = await list();
    expect(cards.map(({ places }) => places.length).sort()).toEqual([0, 1]);
  });

  test('two who answer at the same moment mean the same device', async () => {
    const both = await Promise.all([claimed(browser()), claimed(browser('10.0.0.2'), li)]);
    expect(both[0]).toEqual(both[1]);
    expect((await only()).places).toHaveLength(2);
  });

  test('two PCs that are on at once are doubted, one after the other they are not', async () => {
    const [first, other] = [browser(), browser('10.0.0.2')];
    await first.claim();
    await first.beat();
    time.nowMs += 120_000;
    await other.claim(li);
    await other.beat(li);
    expect((await only()).doubt).toBeNull();
    time.nowMs += 20_000;
    await first.beat();
    await other.beat(li);
    expect((await only()).doubt).toMatchObject({ state: 'now' });
    expect(await other.leave(li)).toMatchObject({ ok: true });
    expect(other.cookies).toEqual({});
    expect(await only()).toMatchObject({ doubt: null, places: [{ address: '10.0.0.1' }] });
  });

  test('is not for lecturers after an administrator took the PC out of use', async () => {
    const pc = browser();
    const { deviceId } = await claimed(pc);
    await devices.service.revoke(admin, deviceId);
    expect(await pc.beat()).toEqual(none);
    expect(await pc.report()).toMatchObject(refused('NO_DEVICE'));
    expect(await pc.claim()).toMatchObject(refused('DEVICE_REVOKED'));
    expect(await pc.claim(admin)).toMatchObject({ ok: true });
    expect((await list()).map(({ revoked }) => revoked)).toEqual([true, false]);
  });

  test('fills no table, however often somebody answers', async () => {
    for (let each = 0; each < 20; each += 1) await browser().claim();
    expect(await browser().claim()).toMatchObject(refused('TOO_MANY_TRIES'));
    expect(await browser().claim(li)).toMatchObject({ ok: true });
  });
});

describe('what a lecture PC tells', () => {
  test('comes from its own browser alone', async () => {
    await browser().claim();
    const [other, forged] = [browser(), browser()];
    forged.cookies[PC_COOKIE] = 'A'.repeat(43);
    for (const each of [other, forged]) {
      expect(await each.beat()).toEqual(none);
      expect(await each.report()).toMatchObject(refused('NO_DEVICE'));
      expect(await each.leave()).toMatchObject(refused('NO_DEVICE'));
    }
    expect(await only()).toMatchObject({ online: false, lastCheck: null });
  });

  test('is kept: last seen, browser, version, check; and the check makes it serviceable', async () => {
    const pc = browser();
    await pc.claim();
    await pc.beat();
    time.nowMs += 1_000;
    expect(await pc.report()).toEqual({ ok: true, value: {} });
    expect(await only()).toMatchObject({
      ...{ online: true, version: { wire: 1 }, lastCheck: { atMs: time.nowMs, passed: true } },
      ...{ room: { name: '录播教室' }, places: [{ agent: 'Windows Edge 120', address: '10.0.0.1' }] },
    });
    time.nowMs += 80_000;
    expect(await only()).toMatchObject({ online: false, lastSeenAtMs: time.nowMs - 81_000 });
    for (let each = 0; each < 40; each += 1) {
      time.nowMs += 1;
      await pc.report();
    }
    expect(await pc.report()).toMatchObject(refused('TOO_MANY_TRIES'));
  });

  test('a check is asked of an open console, not of one that is closed or teaches, and ends unanswered', async () => {
    const pc = browser();
    const { deviceId } = await claimed(pc);
    const ask = async () => devices.routes['device.check'](pc.context(admin), { deviceId: await deviceId });
    expect(await ask()).toEqual({ ok: true, value: { state: 'offline' } });
    await pc.beat(chen, 'lesson');
    expect(await ask()).toEqual({ ok: true, value: { state: 'inLesson' } });
    expect(await pc.beat(chen, 'preflight')).toMatchObject({ value: { checkWanted: false } });
    expect(await ask()).toEqual({ ok: true, value: { state: 'asked' } });
    expect(await pc.beat(chen, 'lesson')).toMatchObject({ value: { checkWanted: false } });
    expect(await pc.beat(chen)).toMatchObject({ value: { checkWanted: true } });
    time.nowMs += 5_000;
    await pc.report();
    expect(await pc.beat()).toMatchObject({ value: { checkWanted: false, lastCheck: { passed: true } } });
    time.nowMs += 60_000;
    await pc.beat();
    await ask();
    time.nowMs += CHECK_TAKES_MS;
    expect(await pc.beat()).toMatchObject({ value: { checkWanted: false } });
  });
});

describe('cookies of both kinds in one browser', () => {
  test('name two devices, and neither stands for the other', async () => {
    const both = browser();
    const { code } = await announced(both);
    await devices.routes['device.pair'](both.context(admin), { code, roomId: listening });
    await devices.routes['device.read'](both.context({ kind: 'visitor' }), {});
    await both.claim();
    const [screen, pc] = [both.cookies[DEVICE_COOKIE] ?? '', both.cookies[PC_COOKIE] ?? ''];
    expect(await devices.authenticate({ [DEVICE_COOKIE]: screen })).toMatchObject({ roomId: listening });
    expect(await devices.authenticate({ [DEVICE_COOKIE]: pc, [PC_COOKIE]: pc })).toBeNull();
    expect(await both.beat()).toMatchObject({ value: { room: { roomId: lecture } } });
    both.cookies[PC_COOKIE] = screen;
    expect(await both.beat()).toEqual(none);
    expect((await list()).map(({ kind }) => kind).sort()).toEqual(['lecturePc', 'screen']);
  });
});

describe('moving a lecture PC', () => {
  const move = async (id: string, to: RoomId) =>
    devices.routes['device.move'](browser().context(admin), { deviceId: id as never, roomId: to });
  test('goes to a lecture room that has none, and nowhere else', async () => {
    const [one, two] = [browser(), browser()];
    const { deviceId } = await claimed(one);
    expect(await move(deviceId, listening)).toMatchObject({ error: { params: { reason: 'mismatch' } } });
    expect(await move(deviceId, foreign)).toMatchObject(refused('NOT_FOUND'));
    const there = await claimed(two, chen, second);
    expect(await move(deviceId, second)).toMatchObject({ error: { params: { reason: 'taken' } } });
    await devices.service.revoke(admin, there.deviceId);
    expect(await move(deviceId, second)).toEqual({ ok: true, value: {} });
    expect(await one.beat()).toMatchObject({ value: { deviceId, room: { roomId: second } } });
  });
});

async function claimed(pc: ReturnType<typeof browser>, actor = chen, to = lecture) {
  const done = await pc.claim(actor, to);
  if (!done.ok) throw new Error(done.error.code);
  return done.value;
}
async function announced(screen: ReturnType<typeof browser>) {
  const done = await devices.routes['device.announce'](screen.context({ kind: 'visitor' }), {});
  if (!done.ok) throw new Error(done.error.code);
  return done.value;
}
