import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCheckStore } from '../../server/device/device.checks.store.ts';
import { createPcStore } from '../../server/device/device.pcs.store.ts';
import { createDeviceStore } from '../../server/device/device.store.ts';
import { migrations } from '../../server/migrations.ts';
import { createNewId } from '../../server/platform/ids.ts';
import { migrate } from '../../server/platform/migrate.ts';
import type { Database } from '../../server/platform/ports.ts';
import { type DeviceId, deviceId, type RoomId, roomId } from '../../shared/kernel/ids.ts';
import { type Backend, backends } from '../support/backends.ts';

const AT_MS = 1_800_000_000_000;
const newId = createNewId({ nowMs: () => AT_MS });
const device = (id: DeviceId, room: RoomId, kind: 'screen' | 'lecturePc' = 'lecturePc') => ({
  ...{ id, kind, roomId: room, keyHash: `key ${id}`, pairedBy: 'x', launcher: null },
});
const nextId = () => deviceId.parse(newId());
const nextRoom = () => roomId.parse(newId());

describe.each(backends)('lecture PCs on $name', ({ make }) => {
  const folder = mkdtempSync(join(tmpdir(), 'sanketang-pcs-'));
  let backend: Backend;
  beforeAll(async () => {
    backend = await make(join(folder, 'pcs.db'));
    if (backend.state === 'open') await migrate(backend.open.database, migrations, AT_MS);
  });
  afterAll(async () => {
    if (backend.state === 'open') await backend.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const on = (skip: (reason: string) => never): Database =>
    backend.state === 'open' ? backend.open.database : skip(backend.reason);

  test('a room has one however many come at once, and another after that one was revoked', async ({
    skip,
  }) => {
    const store = createDeviceStore(on(skip));
    const pcs = createPcStore(on(skip));
    const room = nextRoom();
    expect(await pcs.ofRoom(room)).toEqual({ id: null, revoked: false });
    await store.provision([device(nextId(), room, 'screen'), device(nextId(), room, 'screen')], AT_MS);
    expect(await pcs.ofRoom(room)).toEqual({ id: null, revoked: false });
    const ids = Array.from({ length: 8 }, nextId);
    const added = await Promise.all(ids.map((id) => store.addOnce(device(id, room), AT_MS)));
    const first = ids[added.indexOf(true)];
    if (first === undefined) throw new Error('none was added');
    expect(added.filter(Boolean)).toHaveLength(1);
    expect(await pcs.ofRoom(room)).toEqual({ id: first, revoked: false });
    await store.revoke(first, AT_MS);
    expect(await pcs.ofRoom(room)).toEqual({ id: null, revoked: true });
    const next = nextId();
    expect(await store.addOnce(device(next, room), AT_MS)).toBe(true);
    expect(await pcs.ofRoom(room)).toEqual({ id: next, revoked: true });
  });

  test('one moves to a room without one only; a screen moves anywhere', async ({ skip }) => {
    const store = createDeviceStore(on(skip));
    const [here, there, empty] = [nextRoom(), nextRoom(), nextRoom()];
    const [one, two, screen] = [nextId(), nextId(), nextId()];
    await store.provision([device(one, here), device(two, there), device(screen, here, 'screen')], AT_MS);
    expect(await store.move(one, there)).toBe(false);
    expect(await store.move(screen, there)).toBe(true);
    expect(await store.move(one, empty)).toBe(true);
    await store.revoke(two, AT_MS);
    expect(await store.move(one, there)).toBe(true);
    expect(await store.move(two, here)).toBe(false);
    expect(await store.byId(one)).toMatchObject({ kind: 'lecturePc', roomId: there });
    expect(await store.byId(screen)).toMatchObject({ kind: 'screen', roomId: there });
  });

  test('a browser is forgotten alone, and the newest check of one is found', async ({ skip }) => {
    const store = createDeviceStore(on(skip));
    const id = nextId();
    await store.addOnce(device(id, nextRoom()), AT_MS);
    for (const token of [`${id} a`, `${id} b`])
      await store.addCookie(token, id, {
        ...{ atMs: AT_MS, keep: 4, placeId: token, visit: { agent: '', address: '' } },
      });
    await createPcStore(on(skip)).forget(`${id} a`);
    expect(await store.byCookie(`${id} a`)).toBeNull();
    expect(await store.byCookie(`${id} b`)).toMatchObject({ device: { id, kind: 'lecturePc' } });
    const checks = createCheckStore(on(skip));
    expect(await checks.lastOf(id)).toBeNull();
    const found = { camera: 'ok', microphone: 'ok', speaker: 'ok', toneHeard: null } as const;
    await checks.add(id, AT_MS, { ...found, upBps: null, downBps: 1 });
    await checks.add(id, AT_MS + 1, { ...found, speaker: 'none', upBps: null, downBps: 2 });
    expect(await checks.lastOf(id)).toMatchObject({ atMs: AT_MS + 1, downBps: 2, passed: false });
  });
});
