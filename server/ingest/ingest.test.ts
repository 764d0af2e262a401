import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { SourceWish } from '../../shared/ingest.ts';
import { startRtspServer } from '../../test/support/rtsp-server.ts';
import {
  actors,
  type House,
  joinLesson,
  lessonEntry,
  neighbourhood,
} from '../../test/support/session-house.ts';
import { nth } from '../../test/support/session-log.ts';
import { permit } from '../identity/identity.permit.rules.ts';
import { silentLog } from '../platform/log.ts';
import { createIngest } from './ingest.module.ts';
import { createNetworks } from './ingest.networks.ts';
import { createSecretBox } from './ingest.secret.ts';
import { ingestMigrations } from './ingest.store.ts';

const { open, clear } = neighbourhood();
const roomId = nth.room(9);
const lesson = lessonEntry([1, 2], 1, { lectureRoomId: roomId });
const rtsp: SourceWish = {
  ...{ place: 'camera', kind: 'rtsp', username: 'viewer', password: 'right', on: true },
  address: 'rtsp://127.0.0.1:1/live',
};
let folder: string;
const closers: (() => Promise<void>)[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sanketang-ingest-'));
});
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
  await clear();
  rmSync(folder, { recursive: true, force: true });
});

async function openIngest(cameraNetworks: readonly string[] = ['127.0.0.1']) {
  const house: House = await open({ lessons: [lesson], more: ingestMigrations });
  const jobs = new Map<string, () => Promise<void>>();
  const school = nth.school(0);
  const room = { fields: { schoolId: school, ends: ['lecture'] } };
  const ingest = createIngest({
    ...{ database: house.database, clock: house.clock, newId: house.newId, log: silentLog, permit },
    jobs: { every: (name, _ms, work) => void jobs.set(name, work) },
    directory: {
      snapshot: async () =>
        ({
          rooms: new Map([[roomId, room]]),
          pathOf: () => ({ regionIds: [], schoolIds: [school] }),
        }) as never,
    },
    planning: { lessonOfSession: async () => lesson },
    ...{ sessions: house.sessions.reader, hosts: house.sessions.hosts },
    ...{ keyFile: join(folder, 'source.key'), cameraNetworks },
  });
  ingest.start();
  closers.push(() => ingest.stop());
  const context = (actor: unknown) => ({ actor }) as never;
  const admin = context(actors.admin());
  const standing = async () => {
    const listed = await ingest.routes['source.list'](admin, { roomId });
    return listed.ok ? listed.value.sources[0]?.standing : null;
  };
  return { house, ingest, admin, context, standing, look: () => jobs.get('ingest.look')?.() };
}

test('only who looks after the room settles it, and nobody is told its password', async () => {
  const { house, ingest, admin, context } = await openIngest();
  for (const [actor, code] of [
    [actors.visitor(), 'UNAUTHENTICATED'],
    [actors.screen(1), 'FORBIDDEN'],
    [actors.teacher(1), 'FORBIDDEN'],
  ] as const)
    expect(await ingest.routes['source.set'](context(actor), { roomId, ...rtsp })).toEqual({
      ok: false,
      error: { code },
    });
  expect(await ingest.routes['source.set'](admin, { roomId, ...rtsp })).toEqual({
    ok: true,
    value: { key: null },
  });
  const listed = JSON.stringify(await ingest.routes['source.list'](admin, { roomId }));
  expect(listed).toContain('"hasPassword":true');
  expect(listed).not.toContain('right');
  const rows = await house.database
    .withTables<{ ingest_source: { password: string } }>()
    .selectFrom('ingest_source')
    .selectAll()
    .execute();
  expect(JSON.stringify(rows)).not.toContain('right');
  expect(statSync(join(folder, 'source.key')).mode & 0o077).toBe(0);
});

test('a password goes with its machine: another address does not get it', async () => {
  const { ingest, admin } = await openIngest();
  const has = async (wish: SourceWish) => {
    await ingest.routes['source.set'](admin, { roomId, ...wish });
    const listed = await ingest.routes['source.list'](admin, { roomId });
    return listed.ok && listed.value.sources[0]?.hasPassword;
  };
  expect(await has(rtsp)).toBe(true);
  expect(await has({ ...rtsp, password: null, address: 'rtsp://127.0.0.1:1/other' })).toBe(true);
  expect(await has({ ...rtsp, password: null, address: 'rtsp://10.0.0.9/live' })).toBe(false);
});

test('a sealed password opens with its key alone', () => {
  const [one, two] = [createSecretBox(join(folder, 'a')), createSecretBox(join(folder, 'b'))];
  const sealed = one.seal('密码');
  expect(one.open(sealed)).toBe('密码');
  expect(createSecretBox(join(folder, 'a')).open(sealed)).toBe('密码');
  expect(two.open(sealed)).toBeNull();
  expect(one.open(`${sealed.slice(0, -2)}AA`)).toBeNull();
  expect(one.open('')).toBeNull();
});

test('cameras stand in private networks, or where the operator says', () => {
  const usual = createNetworks([]);
  for (const address of ['192.168.1.64', '10.1.2.3', '172.31.0.1', 'fd00::1'])
    expect(usual.allows(address), address).toBe(true);
  for (const address of [
    '127.0.0.1',
    '::1',
    '169.254.169.254',
    '8.8.8.8',
    '0.0.0.0',
    '2001:db8::1',
    'camera',
  ])
    expect(usual.allows(address), address).toBe(false);
  expect(createNetworks(['203.0.113.0/24']).allows('203.0.113.9')).toBe(true);
});

test('what is wrong with a camera is said in the words of who can mend it', async () => {
  const camera = await startRtspServer({
    sdp: 'v=0\r\nm=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=control:track0\r\n',
    login: { username: 'viewer', password: 'right' },
  });
  closers.push(() => camera.close());
  const { house, ingest, admin, standing, look } = await openIngest();
  const address = `rtsp://127.0.0.1:${camera.port}/live`;
  const set = async (wish: SourceWish) => {
    house.clock.pass(1);
    await ingest.routes['source.set'](admin, { roomId, ...wish });
  };
  await set({ ...rtsp, address });
  expect(await standing(), 'before anybody is there').toEqual({ state: 'idle' });
  await joinLesson(house.connect(actors.teacher(1)));
  await look();
  await vi.waitFor(async () => expect(await standing()).toMatchObject({ state: 'on', picture: 'passed' }));
  await set({ ...rtsp, address, password: 'wrong' });
  await vi.waitFor(async () => expect(await standing()).toEqual({ state: 'failed', fault: 'wrongPassword' }));
  await set({ ...rtsp, address: 'rtsp://127.0.0.1:1/live' });
  await vi.waitFor(async () => expect(await standing()).toEqual({ state: 'failed', fault: 'unreachable' }));
  await set({ ...rtsp, address: 'rtsp://169.254.169.254/live' });
  await vi.waitFor(async () =>
    expect(await standing()).toEqual({ state: 'failed', fault: 'forbiddenNetwork' }),
  );
  await set({ ...rtsp, on: false });
  expect(await standing()).toEqual({ state: 'off' });
});
