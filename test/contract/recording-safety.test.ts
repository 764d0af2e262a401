import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migrate } from '../../server/platform/migrate.ts';
import { safetyMigrations } from '../../server/recording/safety.migrations.ts';
import { createSafetyStore } from '../../server/recording/safety.store.ts';
import type { SafetyStore, Take } from '../../server/recording/safety.types.ts';
import { pieceId, recordingId, safetyTakeId } from '../../shared/kernel/ids.ts';
import { type Backend, backends } from '../support/backends.ts';
import { nth, nthId } from '../support/session-log.ts';

const AT_MS = 1_800_000_000_000;
const recording = recordingId.parse(nthId(830_001));
const take = (n: number, changes: Partial<Take> = {}): Take => ({
  id: safetyTakeId.parse(nthId(840_000 + n)),
  sessionId: nth.session(1),
  recordingId: recording,
  personId: nth.person(1),
  source: 'camera',
  startedAtMs: AT_MS + n + 0.25,
  // More than 32 bits hold.
  bytes: 5_000_000_000,
  sha256: String(n).padStart(64, 'a'),
  serverId: 'one',
  announcedAtMs: AT_MS + n,
  now: { state: 'uploading' },
  ...changes,
});

describe.each(backends)('own copies on $name', ({ make }) => {
  let backend: Backend;
  beforeAll(async () => {
    backend = await make(':memory:');
    if (backend.state === 'open') await migrate(backend.open.database, safetyMigrations, AT_MS);
  });
  afterAll(async () => {
    if (backend.state === 'open') await backend.close();
  });
  const on = (skip: (reason: string) => never): SafetyStore =>
    backend.state === 'open' ? createSafetyStore(backend.open.database) : skip(backend.reason);

  test('that nobody announced are nothing, and nothing happens to them', async ({ skip }) => {
    const store = on(skip);
    const nobody = take(1);
    await store.settle(nobody.id, { state: 'joining' });
    await store.restart(nobody.id, 'two');
    await store.addPieces(nobody, []);
    expect(await store.byId(nobody.id)).toBeNull();
    expect(await store.joining('one')).toEqual([]);
    expect(await store.bytesOf(recording, nobody.personId)).toBe(0);
    expect([...(await store.piecesOf(recording))]).toEqual([]);
  });

  test('are the same when the same bytes are announced again, and others for another person or source', async ({
    skip,
  }) => {
    const store = on(skip);
    const first = take(2);
    expect(await store.announce(first)).toEqual(first);
    expect(await store.announce(take(3, { sha256: first.sha256, startedAtMs: AT_MS }))).toEqual(first);
    const other = take(4, { sha256: first.sha256, personId: nth.person(2) });
    const voice = take(5, { sha256: first.sha256, source: 'voice' });
    expect(await store.announce(other)).toEqual(other);
    expect(await store.announce(voice)).toEqual(voice);
    expect(await store.bytesOf(recording, first.personId)).toBe(first.bytes + voice.bytes);
  });

  test('say how they stand, whatever they were before', async ({ skip }) => {
    const store = on(skip);
    const { id } = await store.announce(take(6));
    const states: Take['now'][] = [
      { state: 'joining' },
      { state: 'failed', reason: 'hash' },
      { state: 'joined', filledMs: 29_000 },
    ];
    for (const now of states) {
      await store.settle(id, now);
      expect((await store.byId(id))?.now).toEqual(now);
    }
    await store.restart(id, 'two');
    expect(await store.byId(id)).toMatchObject({ now: { state: 'uploading' }, serverId: 'two' });
  });

  test('that were whole when their server went down are its own to go on with, the oldest first', async ({
    skip,
  }) => {
    const store = on(skip);
    const takes = [take(9), take(8), take(7, { serverId: 'three' }), take(10)];
    for (const each of takes) await store.announce({ ...each, sha256: each.id.replaceAll('-', '') });
    for (const { id } of takes.slice(0, 3)) await store.settle(id, { state: 'joining' });
    const left = (await store.joining('one')).map(({ id }) => id);
    expect(left).toEqual([take(8).id, take(9).id]);
  });

  test('know their pieces by recording', async ({ skip }) => {
    const store = on(skip);
    const pieces = [1, 2].map((n) => pieceId.parse(nthId(850_000 + n)));
    const elsewhere = recordingId.parse(nthId(830_002));
    await store.addPieces(take(11), pieces);
    await store.addPieces(take(12, { recordingId: elsewhere }), [pieceId.parse(nthId(850_009))]);
    expect([...(await store.piecesOf(recording))].toSorted()).toEqual(pieces);
  });
});
