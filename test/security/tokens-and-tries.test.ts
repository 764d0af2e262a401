import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { deviceMigrations } from '../../server/device/device.migrations.ts';
import { createDevices, type Devices } from '../../server/device/device.module.ts';
import { DEVICE_COOKIE } from '../../server/device/device.routes.ts';
import type { DirectoryReader } from '../../server/directory/directory.types.ts';
import { identityMigrations } from '../../server/identity/identity.migrations.ts';
import { createIdentity, type Identity } from '../../server/identity/identity.module.ts';
import { admit, gate, permit } from '../../server/identity/identity.permit.rules.ts';
import { LOGIN_COOKIE } from '../../server/identity/identity.routes.ts';
import type { Actor } from '../../server/identity/identity.types.ts';
import { LOGIN_IDLE_MS } from '../../server/identity/login.rules.ts';
import { type OpenDatabase, openDatabase } from '../../server/platform/database.ts';
import { createHttpServer } from '../../server/platform/http.ts';
import { createNewId } from '../../server/platform/ids.ts';
import { listen } from '../../server/platform/listen.ts';
import { createLog } from '../../server/platform/log.ts';
import { migrate } from '../../server/platform/migrate.ts';
import type { Authenticate, RequestHandlers, RouteHandlers } from '../../server/platform/ports.ts';
import { createSocketServer, type SocketServer } from '../../server/platform/socket.ts';
import { type PersonId, personId, regionId, roomId, schoolId } from '../../shared/kernel/ids.ts';
import { ok } from '../../shared/kernel/result.ts';
import type { Me } from '../../shared/person.ts';

const time = { nowMs: 1_800_000_000_000 };
const clock = { nowMs: () => time.nowMs };
const newId = createNewId({ nowMs: () => 1_800_000_000_000 });
const [school, room, region] = [schoolId.parse(newId()), roomId.parse(newId()), regionId.parse(newId())];
const PASSWORD = 'correct horse battery';
const NAME = '李娜';
const people = new Map<PersonId, Me>();
const lines: string[] = [];

const directory = {
  snapshot: async () => ({
    rooms: new Map([[room, { fields: { name: 'Room', schoolId: school } }]]),
    schools: new Map(),
    pathOf: () => ({ regionIds: [region], schoolIds: [school] }),
  }),
} as unknown as DirectoryReader;

let open: OpenDatabase;
let identity: Identity;
let devices: Devices;
let sockets: SocketServer<Actor>;
let authenticate: Authenticate<Actor>;
let url = '';
const clients: Socket[] = [];

beforeAll(async () => {
  open = openDatabase('file::memory:');
  await migrate(open.database, [...identityMigrations, ...deviceMigrations]);
  const log = createLog('debug', { write: (line: string) => lines.push(line) });
  const closeConnections = (matches: (actor: Actor) => boolean) =>
    void sockets.closeWhere(({ actor }) => matches(actor), 'revoked');
  identity = createIdentity({
    database: open.database,
    clock,
    newId,
    personOf: async (id) => people.get(id) ?? null,
    registerFirstAdmin: async () => personId.parse(newId()),
    signInRefused: () => undefined,
    closeConnections,
    log,
    standingOf: async () => null,
    recheck: async () => undefined,
    publicUrl: null,
    office: null,
    ownOrigin: () => null,
    peopleByStaffCode: async () => [],
  });
  devices = createDevices({
    database: open.database,
    clock,
    newId,
    log,
    directory,
    permit,
    screenLines: () => [],
    roomLines: async () => new Map(),
    startOrigin: () => null,
    closeConnections,
  });
  authenticate = async (cookies) =>
    (await identity.authenticate(cookies)) ?? (await devices.authenticate(cookies)) ?? { kind: 'visitor' };
  const shared = { authenticate, gate, allowedOrigin: () => false, newId, log };
  const server = createHttpServer<Actor>({
    ...shared,
    handlers: { ...identity.routes, ...devices.routes } as RouteHandlers<Actor>,
    downloads: [],
    secureCookies: false,
    clientFolder: '/nowhere',
    publicUrl: null,
    trustedProxyCount: 0,
    readyChecks: [],
    transport: null,
    ownPages: null,
  });
  sockets = createSocketServer<Actor>({
    ...shared,
    server,
    handlers: { 'session.leave': async () => ok({}) } as unknown as RequestHandlers<Actor>,
    admit,
    clock,
    listener: { connected: () => undefined, disconnected: () => undefined },
  });
  const listening = await listen(server, { host: '127.0.0.1', port: 0 });
  if (!listening.ok) throw new Error(listening.error);
  url = `http://127.0.0.1:${listening.port}`;
  const id = personId.parse(newId());
  const roles = [{ role: 'admin' as const, scope: { kind: 'region' as const, regionId: region } }];
  people.set(id, { personId: id, name: NAME, school: null, roles });
  await identity.service.createLogin(id, 'li.na', PASSWORD);
});
afterAll(async () => {
  for (const client of clients) client.disconnect();
  await sockets.stop();
  await open.close();
});
beforeEach(() => {
  // Every test has its own quarter of an hour.
  time.nowMs += 16 * 60_000;
});

type Asked = { readonly body?: object; readonly headers?: Record<string, string> };
async function ask(path: string, { body, headers = {} }: Asked = {}) {
  const answer = await fetch(url + path, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const cookies = answer.headers.getSetCookie().map((line) => line.split(';')[0] ?? '');
  const text = await answer.text();
  return { status: answer.status, data: JSON.parse(text) as Record<string, unknown>, cookies };
}

const login = (password: string, headers: Record<string, string> = {}) =>
  ask('/api/login', { body: { loginName: 'li.na', password }, headers });

async function loginToken(): Promise<string> {
  const { cookies } = await login(PASSWORD);
  return cookies.find((each) => each.startsWith(LOGIN_COOKIE))?.split('=')[1] ?? '';
}

async function screen() {
  const announced = await ask('/api/device/announce', { body: {} });
  const [pairing = ''] = announced.cookies;
  const admin = { cookie: `${LOGIN_COOKIE}=${await loginToken()}` };
  const paired = await ask('/api/devices', {
    body: { code: announced.data['code'], roomId: room },
    headers: admin,
  });
  const read = await ask('/api/device', { headers: { cookie: pairing } });
  const cookie = read.cookies.find((each) => each.startsWith(DEVICE_COOKIE)) ?? '';
  return {
    cookie,
    pairing,
    admin,
    deviceId: String(paired.data['deviceId']),
    key: String(paired.data['key']),
  };
}

function connect(
  cookie: string,
): Promise<{ socket: Socket; refused: string | null; closed: Promise<unknown> }> {
  const socket = io(url, {
    auth: { version: 1 },
    transports: ['websocket'],
    extraHeaders: { cookie },
    reconnection: false,
    forceNew: true,
  });
  clients.push(socket);
  const closed = new Promise((resolve) => socket.once('connection.closing', resolve));
  return new Promise((resolve) => {
    socket.once('connect', () => resolve({ socket, refused: null, closed }));
    socket.once('connect_error', (error) => resolve({ socket, refused: error.message, closed }));
  });
}

describe('S-12: tries', () => {
  test('ten wrong passwords close the account for a quarter of an hour, whatever address is claimed', async () => {
    for (let each = 0; each < 10; each++) {
      const claimed = { 'x-forwarded-for': `10.0.0.${each}`, 'x-real-ip': `10.0.1.${each}` };
      expect(await login('wrong', claimed)).toMatchObject({
        status: 401,
        data: { code: 'WRONG_CREDENTIALS' },
      });
    }
    const closed = { status: 429, data: { code: 'TOO_MANY_TRIES', params: { minutes: 15 } } };
    expect(await login(PASSWORD)).toMatchObject(closed);
    expect(await login(PASSWORD, { 'x-forwarded-for': '10.9.9.9' })).toMatchObject(closed);
    time.nowMs += 15 * 60_000 - 1;
    expect((await login(PASSWORD)).status).toBe(429);
    time.nowMs += 1;
    expect((await login(PASSWORD)).status).toBe(200);
  });

  test('an unknown name, a wrong password and a strange one are told apart by nothing', async () => {
    const answers = await Promise.all(
      [
        { loginName: 'li.na', password: 'wrong' },
        { loginName: 'nobody', password: PASSWORD },
        { loginName: "' or 1=1 --", password: '' },
      ].map((body) => ask('/api/login', { body })),
    );
    const seen = answers.map(({ status, data: { requestId: _, ...data }, cookies }) => ({
      status,
      data,
      cookies,
    }));
    expect(seen).toEqual(Array(3).fill(seen[0]));
  });

  test('ten wrong pairing codes', async () => {
    const headers = { cookie: `${LOGIN_COOKIE}=${await loginToken()}` };
    const pair = (code: string) => ask('/api/devices', { body: { code, roomId: room }, headers });
    for (let each = 0; each < 10; each++)
      expect(await pair('ABCDEFGH')).toMatchObject({ status: 400, data: { code: 'CODE_INVALID' } });
    const { data } = await ask('/api/device/announce', { body: {} });
    expect((await pair(String(data['code']))).status).toBe(429);
  });
});

describe('S-06: tokens', () => {
  test('every altered cookie is refused, and all alike', async () => {
    const token = await loginToken();
    const me = (value: string) => ask('/api/me', { headers: { cookie: `${LOGIN_COOKIE}=${value}` } });
    expect((await me(token)).status).toBe(200);
    const altered = [...token].flatMap((own, place) =>
      [...'ABCDwxyz0189-_']
        .filter((each) => each !== own)
        .map((each) => token.slice(0, place) + each + token.slice(place + 1)),
    );
    expect(altered.length).toBeGreaterThanOrEqual(500);
    const seen = new Set<string>();
    for (const each of altered) {
      const { status, data } = await me(each);
      seen.add(`${status} ${data['code']}`);
    }
    expect([...seen]).toEqual(['401 UNAUTHENTICATED']);
  });

  test('a token of one kind is none of another', async () => {
    const { cookie, pairing, key } = await screen();
    const values = [cookie, pairing].map((each) => each.split('=')[1] ?? '');
    for (const value of [...values, key]) {
      expect(value).toMatch(/^[\w-]{43}$/);
      expect((await ask('/api/me', { headers: { cookie: `${LOGIN_COOKIE}=${value}` } })).status).toBe(401);
    }
    for (const value of [values[1], key, await loginToken()])
      expect((await connect(`${DEVICE_COOKIE}=${value}`)).refused).toBe('UNAUTHENTICATED');
    expect(await ask('/api/device/exchange', { body: { key: values[0] } })).toMatchObject({ status: 400 });
    expect((await connect(cookie)).refused).toBeNull();
  });

  test('signing out closes the sockets of that login within two seconds, and they do not come back', async () => {
    const [token, other] = [await loginToken(), await loginToken()];
    const [mine, others] = [
      await connect(`${LOGIN_COOKIE}=${token}`),
      await connect(`${LOGIN_COOKIE}=${other}`),
    ];
    const askedAtMs = performance.now();
    await ask('/api/logout', { body: {}, headers: { cookie: `${LOGIN_COOKIE}=${token}` } });
    expect(await mine.closed).toEqual({ reason: 'revoked' });
    expect(performance.now() - askedAtMs).toBeLessThan(2_000);
    expect((await connect(`${LOGIN_COOKIE}=${token}`)).refused).toBe('UNAUTHENTICATED');
    expect(others.socket.connected).toBe(true);
  });

  test('a revoked screen is closed within two seconds; its cookie and key are worth nothing', async () => {
    const { cookie, admin, deviceId, key } = await screen();
    const live = await connect(cookie);
    expect(live.refused).toBeNull();
    const askedAtMs = performance.now();
    const revoked = await ask(`/api/devices/${deviceId}/revoke`, { body: {}, headers: admin });
    expect(revoked.status).toBe(200);
    expect(await live.closed).toEqual({ reason: 'revoked' });
    expect(performance.now() - askedAtMs).toBeLessThan(2_000);
    expect((await connect(cookie)).refused).toBe('UNAUTHENTICATED');
    expect(await ask('/api/device/exchange', { body: { key } })).toMatchObject({
      data: { code: 'CODE_INVALID' },
    });
  });

  test('a login that has run out is refused at the door and found on open connections', async () => {
    const cookie = `${LOGIN_COOKIE}=${await loginToken()}`;
    const live = await connect(cookie);
    time.nowMs += LOGIN_IDLE_MS;
    expect((await connect(cookie)).refused).toBe('UNAUTHENTICATED');
    expect(live.socket.connected).toBe(true);
    await sockets.recheck(async (cookies) => (await identity.reauthenticate(cookies)) ?? { kind: 'visitor' });
    expect(await live.closed).toEqual({ reason: 'revoked' });
  });

  test('no token, password or name has come into the log', async () => {
    const { cookie, key } = await screen();
    expect(lines.length).toBeGreaterThan(0);
    const text = lines.join('');
    for (const secret of [PASSWORD, NAME, key, cookie.split('=')[1] ?? key])
      expect(text).not.toContain(secret);
  });
});
