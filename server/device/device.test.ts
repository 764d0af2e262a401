import fc from 'fast-check';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { deviceKey, PAIRING_ALPHABET, pairingCode } from '../../shared/device.ts';
import { type DeviceId, personId, type RoomId, regionId, roomId, schoolId } from '../../shared/kernel/ids.ts';
import type { DirectoryReader } from '../directory/directory.types.ts';
import { permit } from '../identity/identity.permit.rules.ts';
import type { Actor } from '../identity/identity.types.ts';
import { type OpenDatabase, openDatabase } from '../platform/database.ts';
import { createNewId } from '../platform/ids.ts';
import { silentLog } from '../platform/log.ts';
import { migrate } from '../platform/migrate.ts';
import type { CookieWish, RouteContext } from '../platform/ports.ts';
import type { LauncherFacts } from './device.launcher.rules.ts';
import { packLaunchers } from './device.launcher.ts';
import { deviceMigrations } from './device.migrations.ts';
import { createDevices, type Devices } from './device.module.ts';
import { DEVICE_COOKIE, PAIRING_COOKIE } from './device.routes.ts';
import { CODE_LIFE_MS, pairingCodeFrom } from './device.rules.ts';
import type { OpenLine } from './device.types.ts';

const time = { nowMs: 0 };
const newId = createNewId({ nowMs: () => 1_800_000_000_000 });
const [ours, theirs] = [schoolId.parse(newId()), schoolId.parse(newId())];
const county = regionId.parse(newId());
const [room, otherRoom, foreignRoom] = [newId(), newId(), newId()].map((id) => roomId.parse(id)) as [
  RoomId,
  RoomId,
  RoomId,
];
const ORIGIN = 'https://class.yunxi.example';
const visitor: Actor = { kind: 'visitor' };
const staff = (role: 'admin' | 'inspector' | 'lecturer', at = ours): Actor => ({
  kind: 'person',
  personId: personId.parse(newId()),
  loginId: 'l',
  schoolId: at,
  grants: [{ role, scope: { kind: 'school', schoolId: at } }],
});

/** As much of the directory as screens ask for. */
const directory = {
  snapshot: async () => ({
    rooms: new Map([
      [room, { id: room, fields: { name: '三年级教室', schoolId: ours } }],
      [otherRoom, { id: otherRoom, fields: { name: '四年级教室', schoolId: ours } }],
      [foreignRoom, { id: foreignRoom, fields: { name: 'Elsewhere', schoolId: theirs } }],
    ]),
    schools: new Map([[ours, { id: ours, fields: { name: '中心小学' } }]]),
    pathOf: (id: typeof ours) => ({ regionIds: [county], schoolIds: [id] }),
  }),
} as unknown as DirectoryReader;

let open: OpenDatabase;
let devices: Devices;
let lines: OpenLine[];
let closing: ((actor: Actor) => boolean)[];
let packed: LauncherFacts[];

beforeEach(async () => {
  time.nowMs = 1_800_000_000_000;
  open = openDatabase('file::memory:');
  await migrate(open.database, deviceMigrations);
  lines = [];
  closing = [];
  packed = [];
  devices = createDevices({
    database: open.database,
    clock: { nowMs: () => time.nowMs },
    newId,
    directory,
    permit,
    log: silentLog,
    screenLines: () => lines,
    roomLines: async () => new Map(),
    startOrigin: (asked) => (asked === ORIGIN ? asked : null),
    closeConnections: (matches) => closing.push(matches),
    pack: (rooms, ...rest) => {
      packed.push(...rooms);
      return packLaunchers(rooms, ...rest);
    },
  });
});
afterEach(() => open.close());

const openLine = (line: { deviceId: DeviceId; placeId?: string | undefined }): OpenLine => ({
  placeId: undefined,
  lastHeardAtMs: time.nowMs,
  wireVersion: 1,
  inLesson: false,
  wantCheck: () => undefined,
  ...line,
});

/** A browser that keeps its cookies. */
function browser(address = '10.0.0.1', userAgent = 'X11; Linux Chrome/156.0') {
  const cookies: Record<string, string> = {};
  const context = (actor: Actor = visitor): RouteContext<Actor> => ({
    actor,
    requestId: 'r',
    address,
    userAgent,
    cookies,
    setCookie: ({ name, value }: CookieWish) => {
      cookies[name] = value;
    },
  });
  return {
    cookies,
    async announce() {
      const announced = await devices.routes['device.announce'](context(), {});
      if (!announced.ok) throw new Error(announced.error.code);
      return announced.value;
    },
    read: () => devices.routes['device.read'](context(), {}),
    exchange: (key: string) => devices.routes['device.exchange'](context(), { key }),
    pair: (code: string, actor: Actor = staff('admin'), to: RoomId = room) =>
      devices.routes['device.pair'](context(actor), { code, roomId: to }),
    provision: (roomIds: RoomId[], actor: Actor = staff('admin'), origin = ORIGIN) =>
      devices.routes['device.provision'](context(actor), { roomIds, platform: 'linux', origin }),
    move: (id: DeviceId, to: RoomId, actor: Actor = staff('admin')) =>
      devices.routes['device.move'](context(actor), { deviceId: id, roomId: to }),
    actor: () => devices.authenticate(cookies),
  };
}

async function paired() {
  const screen = browser();
  const { code } = await screen.announce();
  const pairedAs = await browser('10.9.9.9').pair(code);
  if (!pairedAs.ok) throw new Error(pairedAs.error.code);
  await screen.read();
  return { screen, ...pairedAs.value };
}

describe('pairing', () => {
  test('a code typed once makes the screen that shows it the room’s', async () => {
    const [screen, other] = [browser(), browser()];
    const { code, expiresAtMs } = await screen.announce();
    await other.announce();
    expect(pairingCode.parse(code)).toBe(code);
    expect(expiresAtMs).toBe(time.nowMs + CODE_LIFE_MS);
    expect(await screen.read()).toEqual({ ok: true, value: { state: 'unpaired' } });
    const made = await browser().pair(code);
    if (!made.ok) throw new Error(made.error.code);
    expect(deviceKey.safeParse(made.value.key).success).toBe(true);
    expect(await screen.read()).toEqual({
      ok: true,
      value: { state: 'paired', deviceId: made.value.deviceId },
    });
    expect(await screen.actor()).toMatchObject({
      kind: 'device',
      deviceId: made.value.deviceId,
      roomId: room,
    });
    expect(await other.read()).toEqual({ ok: true, value: { state: 'unpaired' } });
  });

  test('a code that is wrong, used, late or replaced gets one answer', async () => {
    const screen = browser();
    const replaced = await screen.announce();
    const used = await screen.announce();
    expect((await browser().pair(used.code)).ok).toBe(true);
    const late = await browser().announce();
    time.nowMs += CODE_LIFE_MS;
    for (const code of ['ABCDEFGH', used.code, late.code, replaced.code])
      expect(await browser().pair(code)).toEqual({ ok: false, error: { code: 'CODE_INVALID' } });
  });

  test('a code typed at the last moment is still fetched, and again when the answer was lost', async () => {
    const screen = browser();
    const { code } = await screen.announce();
    time.nowMs += CODE_LIFE_MS - 1;
    expect((await browser().pair(code)).ok).toBe(true);
    time.nowMs += CODE_LIFE_MS - 1;
    await screen.read();
    delete screen.cookies[DEVICE_COOKIE];
    expect(await screen.read()).toMatchObject({ value: { state: 'paired' } });
  });

  test('ten tries in a quarter of an hour for a person, and for an address', async () => {
    const admin = staff('admin');
    const { code } = await browser().announce();
    for (let each = 0; each < 10; each++) await browser(`10.1.0.${each}`).pair('ABCDEFGH', admin);
    expect(await browser('10.1.1.1').pair(code, admin)).toMatchObject({
      error: { code: 'TOO_MANY_TRIES', params: { minutes: 15 } },
    });
    for (let each = 0; each < 10; each++) await browser('10.2.0.1').pair('ABCDEFGH', staff('admin'));
    expect(await browser('10.2.0.1').pair(code, staff('admin'))).toMatchObject({
      error: { code: 'TOO_MANY_TRIES' },
    });
    expect((await browser('10.2.0.2').pair(code, staff('admin'))).ok).toBe(true);
  });

  test.each([
    ['nobody', visitor, room, 'UNAUTHENTICATED'],
    ['a screen', { kind: 'device', deviceId: newId(), roomId: room } as Actor, room, 'FORBIDDEN'],
    ['a lecturer of the school', staff('lecturer'), room, 'FORBIDDEN'],
    ['an administrator of another school', staff('admin', theirs), room, 'NOT_FOUND'],
    ['for a room that is not there', staff('admin'), roomId.parse(newId()), 'NOT_FOUND'],
  ])('%s may not, and spends no code', async (_who, actor, to, code) => {
    const screen = browser();
    const shown = await screen.announce();
    expect(await browser().pair(shown.code, actor, to)).toMatchObject({ ok: false, error: { code } });
    expect((await browser().pair(shown.code)).ok).toBe(true);
  });

  test('two at the same moment: one', async () => {
    const { code } = await browser().announce();
    const answers = await Promise.all([1, 2, 3].map(() => browser().pair(code)));
    expect(answers.filter((each) => each.ok).length).toBe(1);
  });

  test('neither code, key nor cookie stands in the records', async () => {
    const { screen, key } = await paired();
    const { code } = await browser().announce();
    const tables = await Promise.all(
      ['device', 'device_cookie', 'pairing'].map((name) =>
        sql.raw(`select * from ${name}`).execute(open.database),
      ),
    );
    const text = JSON.stringify(tables.map(({ rows }) => rows));
    for (const secret of [code, key, screen.cookies[DEVICE_COOKIE], screen.cookies[PAIRING_COOKIE]]) {
      expect(secret).toBeTruthy();
      expect(text).not.toContain(secret);
    }
  });
});

describe('a wiped screen', () => {
  test('comes back as itself by its key', async () => {
    const { key, deviceId } = await paired();
    for (let night = 0; night < 5; night++) {
      const wiped = browser();
      expect(await wiped.exchange(key)).toEqual({ ok: true, value: { deviceId } });
      expect(await wiped.actor()).toMatchObject({ deviceId, roomId: room });
    }
  });

  test('leaves cookies behind of which only the newest count', async () => {
    const { key, screen } = await paired();
    const nights = [browser(), browser(), browser()];
    for (const wiped of nights) {
      time.nowMs += 1;
      await wiped.exchange(key);
    }
    expect(await screen.actor()).toBeNull();
    for (const wiped of nights) expect(await wiped.actor()).not.toBeNull();
  });

  test('with an outdated key does not lock its school out; who guesses keys is stopped', async () => {
    const { key } = await paired();
    const outdated = 'A'.repeat(43);
    for (let each = 0; each < 50; each++)
      expect(await browser().exchange(outdated)).toMatchObject({ error: { code: 'CODE_INVALID' } });
    expect((await browser().exchange(key)).ok).toBe(true);
    for (let each = 0; each < 9; each++) await browser().exchange(`${each}`.repeat(43));
    expect(await browser().exchange(key)).toMatchObject({ error: { code: 'TOO_MANY_TRIES' } });
    expect((await browser('10.0.0.2').exchange(key)).ok).toBe(true);
  });
});

describe('revoking', () => {
  test('ends cookie and key and closes the sockets of that screen alone', async () => {
    const [first, second] = [await paired(), await paired()];
    const actors = await Promise.all([first.screen.actor(), second.screen.actor()]);
    expect((await devices.service.revoke(staff('admin'), first.deviceId)).ok).toBe(true);
    expect(await first.screen.actor()).toBeNull();
    expect(await first.screen.read()).toMatchObject({ value: { state: 'unpaired' } });
    expect(await first.screen.exchange(first.key)).toMatchObject({ error: { code: 'CODE_INVALID' } });
    expect(await second.screen.actor()).not.toBeNull();
    expect(closing.map((matches) => actors.map((actor) => actor !== null && matches(actor)))).toEqual([
      [true, false],
    ]);
  });

  test('is refused to others, with the same answer for what is not there and what is not theirs', async () => {
    const { deviceId, screen } = await paired();
    expect(await devices.service.revoke(staff('inspector'), deviceId)).toMatchObject({
      error: { code: 'FORBIDDEN' },
    });
    const foreign = await devices.service.revoke(staff('admin', theirs), deviceId);
    expect(foreign).toEqual(await devices.service.revoke(staff('admin', theirs), newId() as DeviceId));
    expect(await devices.service.revoke(visitor, deviceId)).toMatchObject({
      error: { code: 'UNAUTHENTICATED' },
    });
    expect(await screen.actor()).not.toBeNull();
  });
});

describe('a launcher', () => {
  test('makes its screen the room’s without a code; each room has its own key, told once', async () => {
    const made = await browser().provision([room, otherRoom, room]);
    if (!made.ok) throw new Error(made.error.code);
    expect(made.value.devices.map((each) => each.roomId)).toEqual([room, otherRoom]);
    expect(made.value.fileName).toBe('sanketang-screen linux 2.zip');
    expect(Buffer.from(made.value.zip, 'base64').readUInt32LE(0)).toBe(0x04034b50);
    expect(packed.map(({ schoolName, roomName, origin }) => [schoolName, roomName, origin])).toEqual([
      ['中心小学', '三年级教室', ORIGIN],
      ['中心小学', '四年级教室', ORIGIN],
    ]);
    for (const [index, { deviceId, roomId: to }] of made.value.devices.entries()) {
      const screen = browser();
      expect((await screen.exchange(packed[index]?.key ?? '')).ok).toBe(true);
      expect(await screen.actor()).toMatchObject({ deviceId, roomId: to });
    }
    const answered = JSON.stringify({ ...made.value, zip: '' });
    for (const { key } of packed) expect(answered).not.toContain(key);
  });

  test.each([
    ['nobody', [room], visitor, 'UNAUTHENTICATED'],
    ['a lecturer of the school', [room], staff('lecturer'), 'FORBIDDEN'],
    ['an administrator of another school', [room], staff('admin', theirs), 'NOT_FOUND'],
    ['who names one room too many', [room, foreignRoom], staff('admin'), 'NOT_FOUND'],
    ['for a room that is not there', [roomId.parse(newId())], staff('admin'), 'NOT_FOUND'],
  ])('is not made for %s', async (_who, rooms, actor, code) => {
    expect(await browser().provision(rooms, actor)).toMatchObject({ ok: false, error: { code } });
    expect(await devices.service.list(staff('admin'))).toEqual({ ok: true, value: [] });
  });

  test('never starts at an address that is not ours', async () => {
    const foreign = await browser().provision([room], staff('admin'), 'https://elsewhere.example');
    expect(foreign).toMatchObject({ ok: false, error: { code: 'INVALID_VALUE' } });
    expect(packed).toEqual([]);
  });
});

describe('moving', () => {
  test('makes the screen another room’s: its sockets are closed, its cookie and its key lead there', async () => {
    const { screen, deviceId, key } = await paired();
    const before = await screen.actor();
    expect(await browser().move(deviceId, otherRoom)).toEqual({ ok: true, value: {} });
    const after = await screen.actor();
    expect(after).toMatchObject({ deviceId, roomId: otherRoom });
    expect(closing.map((matches) => [before, after].map((each) => each !== null && matches(each)))).toEqual([
      [true, false],
    ]);
    const wiped = browser();
    await wiped.exchange(key);
    expect(await wiped.actor()).toMatchObject({ deviceId, roomId: otherRoom });
  });

  test('is refused to others, into rooms of others, and to a revoked screen', async () => {
    const { screen, deviceId } = await paired();
    for (const [to, actor, code] of [
      [otherRoom, visitor, 'UNAUTHENTICATED'],
      [otherRoom, staff('inspector'), 'FORBIDDEN'],
      [otherRoom, staff('admin', theirs), 'NOT_FOUND'],
      [foreignRoom, staff('admin'), 'NOT_FOUND'],
      [foreignRoom, staff('admin', theirs), 'NOT_FOUND'],
    ] as const)
      expect(await browser().move(deviceId, to, actor)).toMatchObject({ ok: false, error: { code } });
    expect(await screen.actor()).toMatchObject({ roomId: room });
    await devices.service.revoke(staff('admin'), deviceId);
    expect(await browser().move(deviceId, otherRoom)).toMatchObject({ error: { code: 'NOT_FOUND' } });
    expect(closing.length).toBe(1);
  });
});

describe('from where a screen comes in', () => {
  const card = async () => {
    const list = await devices.service.list(staff('admin'));
    const [first] = list.ok ? list.value : [];
    if (first === undefined) throw new Error('no screen in the list');
    return first;
  };

  test('one that still holds its cookie stays the same place when its launcher brings the key again', async () => {
    const { screen, key, deviceId } = await paired();
    const cookie = screen.cookies[DEVICE_COOKIE];
    time.nowMs += 3_600_000;
    expect(await screen.exchange(key)).toEqual({ ok: true, value: { deviceId } });
    expect(screen.cookies[DEVICE_COOKIE]).toBe(cookie);
    expect((await card()).places.length).toBe(1);
  });

  test('a cookie of another screen is no reason to keep it', async () => {
    const [first, second] = [await paired(), await paired()];
    await first.screen.exchange(second.key);
    expect(await first.screen.actor()).toMatchObject({ deviceId: second.deviceId });
  });

  test('a wiped one is a new place; the old one, never heard of again, is no reason to doubt', async () => {
    const { key, deviceId } = await paired();
    time.nowMs += 3_600_000;
    const wiped = browser('10.0.0.7', 'Windows NT 10.0 Chrome/120.0 Edg/120.0');
    await wiped.exchange(key);
    const { places, doubt } = await card();
    expect(places).toMatchObject([
      { agent: 'Windows Edge 120', address: '10.0.0.7', firstSeenAtMs: time.nowMs },
      { agent: 'Linux Chrome 156', address: '10.0.0.1', firstSeenAtMs: time.nowMs - 3_600_000 },
    ]);
    expect(doubt).toBeNull();
    expect(JSON.stringify(places)).not.toContain(deviceId);
  });

  test('its launcher started on another PC while the first is at work is told, now and for a day', async () => {
    const { screen, key, deviceId } = await paired();
    const copy = browser('10.0.0.99');
    time.nowMs += 60_000;
    await copy.exchange(key);
    time.nowMs += 120_000;
    const line = async (each: typeof copy) => {
      const actor = await each.actor();
      const placeId = actor?.kind === 'device' ? actor.placeId : undefined;
      return openLine({ deviceId, placeId });
    };
    lines = [await line(screen), await line(copy)];
    expect((await card()).doubt).toEqual({ state: 'now', untilMs: time.nowMs });
    await devices.service.seen({ ...(await line(screen)), lastHeardAtMs: time.nowMs + 5_000 });
    lines = [];
    time.nowMs += 10_000;
    expect((await card()).doubt).toEqual({ state: 'before', untilMs: time.nowMs - 5_000 });
    time.nowMs += 86_400_000;
    expect((await card()).doubt).toBeNull();
  });

  test('a browser that was updated or has another address is the same place, and is told at its next start', async () => {
    const { screen } = await paired();
    const later = browser('10.0.0.5', 'X11; Linux Chrome/157.0');
    Object.assign(later.cookies, screen.cookies);
    await later.read();
    expect((await card()).places).toMatchObject([{ agent: 'Linux Chrome 157', address: '10.0.0.5' }]);
  });
});

test('the list shows the rooms one looks after, with when each screen was last heard of', async () => {
  const { deviceId, screen } = await paired();
  lines.push(openLine({ deviceId }));
  const seenAtMs = time.nowMs;
  await screen.actor();
  time.nowMs += 30_000;
  await screen.actor();
  expect(await devices.service.list(staff('admin'))).toEqual({
    ok: true,
    value: [
      {
        deviceId,
        kind: 'screen',
        room: { roomId: room, name: '三年级教室', schoolName: '中心小学' },
        pairedAtMs: seenAtMs,
        lastSeenAtMs: seenAtMs,
        online: true,
        revoked: false,
        launcher: null,
        places: [
          {
            placeId: expect.any(String),
            agent: 'Linux Chrome 156',
            address: '10.0.0.1',
            firstSeenAtMs: seenAtMs,
            lastSeenAtMs: seenAtMs,
            online: false,
          },
        ],
        doubt: null,
        name: '',
        version: { wire: 1 },
        lastCheck: null,
        checkAskedAtMs: null,
        line: null,
      },
    ],
  });
  time.nowMs += 60_000;
  await screen.actor();
  expect(await devices.service.list(staff('inspector'))).toMatchObject({
    value: [{ lastSeenAtMs: time.nowMs }],
  });
  expect(await devices.service.list(staff('admin', theirs))).toEqual({ ok: true, value: [] });
  expect(await devices.service.list(visitor)).toMatchObject({ error: { code: 'UNAUTHENTICATED' } });
});

test('codes are spread evenly over the alphabet', () => {
  expect(pairingCodeFrom(new Uint8Array(7))).toBeNull();
  expect(pairingCodeFrom(new Uint8Array(32).fill(255))).toBeNull();
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
      const code = pairingCodeFrom(bytes);
      expect(code === null || pairingCode.safeParse(code).success).toBe(true);
    }),
  );
  const counts = new Map<string, number>();
  for (let byte = 0; byte < 256; byte++)
    for (const character of pairingCodeFrom(new Uint8Array(8).fill(byte)) ?? '')
      counts.set(character, (counts.get(character) ?? 0) + 1);
  expect(counts.size).toBe(PAIRING_ALPHABET.length);
  expect(new Set(counts.values()).size).toBe(1);
});
