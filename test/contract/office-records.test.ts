import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { auditMigrations } from '../../server/audit/audit.migrations.ts';
import { createAuditStore } from '../../server/audit/audit.store.ts';
import type { PlacedEntry } from '../../server/audit/audit.types.ts';
import { createCheckStore } from '../../server/device/device.checks.store.ts';
import { deviceMigrations } from '../../server/device/device.migrations.ts';
import { createDeviceStore } from '../../server/device/device.store.ts';
import { createNewId } from '../../server/platform/ids.ts';
import { migrate } from '../../server/platform/migrate.ts';
import { createRoomLines } from '../../server/quality/quality.lines.ts';
import { qualityMigrations } from '../../server/quality/quality.migrations.ts';
import { auditId, deviceId, roomId, sessionId } from '../../shared/kernel/ids.ts';
import { seatOfRoom } from '../../shared/session/session.events.ts';
import { type Backend, backends } from '../support/backends.ts';
import { nth } from '../support/session-log.ts';

const AT_MS = 1_800_000_000_000;
const newId = createNewId({ nowMs: () => AT_MS });

describe.each(backends)('what an office looks up on $name', ({ make }) => {
  let backend: Backend;
  beforeAll(async () => {
    backend = await make(':memory:');
    if (backend.state === 'open')
      await migrate(
        backend.open.database,
        [...deviceMigrations, ...qualityMigrations, ...auditMigrations],
        AT_MS,
      );
  });
  afterAll(async () => {
    if (backend.state === 'open') await backend.close();
  });
  const database = (skip: (reason: string) => never) =>
    backend.state === 'missing' ? skip(backend.reason) : backend.open.database;

  test('audit rows go in together, once, and come out by place, person, thing, action, time and page', async ({
    skip,
  }) => {
    const store = createAuditStore(database(skip));
    const [east, west, ming, room] = [newId(), newId(), newId(), newId()];
    const entries = Array.from(
      { length: 600 },
      (_, n): PlacedEntry => ({
        id: auditId.parse(newId()),
        atMs: AT_MS + n,
        actorKind: 'person',
        actorId: n % 2 === 0 ? ming : newId(),
        action: n === 7 ? 'room.close' : 'room.change',
        subjectId: n < 10 ? room : '',
        facts: { fields: 'name', version: n, whole: true },
        address: '::1',
        placeIds: n < 100 ? [east, west] : [west],
      }),
    );
    await store.add(entries);
    await store.add(entries.slice(0, 3));
    const all = {
      placeIds: null,
      fromMs: null,
      untilMs: null,
      found: null,
      actorId: null,
      subjectId: null,
      before: null,
      limit: 1_000,
    };
    const count = async (change: Partial<Parameters<typeof store.list>[0]>) =>
      (await store.list({ ...all, ...change })).length;
    expect(await count({})).toBe(600);
    expect(await count({ placeIds: [east, west] })).toBe(600);
    expect(await count({ placeIds: [east] })).toBe(100);
    expect(await count({ placeIds: [] })).toBe(0);
    expect(await count({ actorId: ming })).toBe(300);
    expect(await count({ subjectId: room, placeIds: [east] })).toBe(10);
    expect(await count({ fromMs: AT_MS + 10, untilMs: AT_MS + 20 })).toBe(10);
    expect(await count({ found: { actions: ['room.close'], ids: [] } })).toBe(1);
    expect(await count({ found: { actions: [], ids: [room, '%'] } })).toBe(10);
    expect(await count({ found: { actions: [], ids: [] } })).toBe(0);
    const [newest, second] = await store.list({ ...all, limit: 2 });
    expect(newest).toMatchObject({ atMs: AT_MS + 599, facts: { fields: 'name', version: 599, whole: true } });
    expect(await count({ before: second?.id ?? null })).toBe(598);
  });

  test('the newest check of each screen is told, and every one is kept', async ({ skip }) => {
    const on = database(skip);
    const [devices, checks] = [createDeviceStore(on), createCheckStore(on)];
    const made = [1, 2, 3].map(() => ({
      id: deviceId.parse(newId()),
      roomId: roomId.parse(newId()),
      keyHash: newId(),
      pairedBy: newId(),
      launcher: null,
    }));
    await devices.provision(made, AT_MS);
    const [first, second] = made.map(({ id }) => id);
    if (first === undefined || second === undefined) throw new Error('none was made');
    const fine = {
      camera: 'ok',
      microphone: 'ok',
      speaker: 'ok',
      toneHeard: null,
      upBps: 1,
      downBps: null,
    } as const;
    await checks.add(first, AT_MS, fine);
    await checks.add(second, AT_MS + 1, fine);
    await checks.add(first, AT_MS + 2, { ...fine, camera: 'none' });
    const last = await checks.last();
    expect([...last.keys()].sort()).toEqual([first, second].sort());
    expect(last.get(first)).toEqual({ ...fine, atMs: AT_MS + 2, camera: 'none', passed: false });
    await expect(checks.add(first, AT_MS, fine)).rejects.toThrow();
    await devices.rename(first, '后排');
    await devices.speaks(first, 1);
    await devices.checkAsked(first, AT_MS + 3);
    expect(await devices.byId(first)).toMatchObject({
      name: '后排',
      wireVersion: 1,
      checkAskedAtMs: AT_MS + 3,
    });
  });

  test('a room has one line: its last lesson’s, and the worst of it', async ({ skip }) => {
    const on = database(skip);
    const [room, lesson, next] = [roomId.parse(newId()), sessionId.parse(newId()), sessionId.parse(newId())];
    const heard = async (atMs: number, lostCount: number, of = lesson) => {
      const lines = createRoomLines(on);
      const received = {
        streamId: nth.stream(1),
        source: 'camera' as const,
        bitrateBps: 1_000,
        packetsLostCount: lostCount,
        packetsCount: 100 - lostCount,
        jitterMs: 0,
        picture: null,
        concealedRatio: null,
      };
      const origin = {
        sampledAtMs: atMs,
        sessionId: of,
        connectionId: nth.connection(1),
        seat: seatOfRoom(room),
      };
      lines.heard({ ...origin, report: { roundTripMs: null, received: [received] } });
      await lines.write(atMs, true);
      return (await lines.lines()).get(room);
    };
    expect(await heard(AT_MS, 20)).toEqual({ atMs: AT_MS, lossRatio: 0.2, receivedBps: 1_000 });
    expect(await heard(AT_MS + 1, 5)).toMatchObject({ atMs: AT_MS + 1, lossRatio: 0.2 });
    expect(await heard(AT_MS + 2, 5, next)).toMatchObject({ atMs: AT_MS + 2, lossRatio: 0.05 });
  });
});
