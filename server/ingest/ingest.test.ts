import { statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import type { SourceWish } from '../../shared/ingest.ts';
import { ingestHouses, sourceRoomId } from '../../test/support/ingest-house.ts';
import { startRtspServer } from '../../test/support/rtsp-server.ts';
import { actors, joinLesson } from '../../test/support/session-house.ts';
import { createNetworks } from './ingest.networks.ts';
import { createSecretBox } from './ingest.secret.ts';

const roomId = sourceRoomId;
const rtsp: SourceWish = {
  ...{ place: 'camera', kind: 'rtsp', username: 'viewer', password: 'right', on: true },
  address: 'rtsp://127.0.0.1:1/live',
};
const { openIngest, closers, clear } = ingestHouses();
afterEach(clear);

test('only who looks after the room settles it, and nobody is told its password', async () => {
  const { house, ingest, admin, context, folder } = await openIngest();
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

test('a sealed password opens with its key alone', async () => {
  const { folder } = await openIngest();
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
  const { house, set, standing, look } = await openIngest();
  const address = `rtsp://127.0.0.1:${camera.port}/live`;
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
