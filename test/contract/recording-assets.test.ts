import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createNewId } from '../../server/platform/ids.ts';
import { migrate } from '../../server/platform/migrate.ts';
import { assetsMigrations } from '../../server/recording/assets.migrations.ts';
import { createAssetsStore } from '../../server/recording/assets.store.ts';
import type { AssetsStore } from '../../server/recording/assets.types.ts';
import { recordingMigrations } from '../../server/recording/recording.migrations.ts';
import { createRecordingStore } from '../../server/recording/recording.store.ts';
import {
  personId,
  type RecordingId,
  recordingId,
  type SessionId,
  sessionId,
} from '../../shared/kernel/ids.ts';
import { localDate } from '../../shared/kernel/time.ts';
import { type Backend, backends } from '../support/backends.ts';

const AT_MS = 1_800_000_000_000;
const newId = createNewId({ nowMs: () => AT_MS });

describe.each(backends)('what becomes of recordings, on $name', ({ make }) => {
  const folder = mkdtempSync(join(tmpdir(), 'sanketang-assets-'));
  let backend: Backend;
  beforeAll(async () => {
    backend = await make(join(folder, 'assets.db'));
    if (backend.state === 'open')
      await migrate(backend.open.database, [...recordingMigrations, ...assetsMigrations], AT_MS);
  });
  afterAll(async () => {
    if (backend?.state === 'open') await backend.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const storesOr = (skip: (reason: string) => never) => {
    if (backend.state !== 'open') return skip(backend.reason);
    const { database } = backend.open;
    return { store: createAssetsStore(database), recordings: createRecordingStore(database) };
  };
  type Stores = ReturnType<typeof storesOr>;
  const add = async (
    { recordings }: Stores,
    { startedAtMs = AT_MS, ended = true, of = sessionId.parse(newId()) }: Partial<Wish> = {},
  ): Promise<RecordingId> => {
    const id = recordingId.parse(newId());
    const endedAtMs = ended ? startedAtMs + 1_000 : null;
    await recordings.open({
      ...{ id, sessionId: of, startedAtMs, endedAtMs, startedBy: null },
      ...{ licence: 'parties', serverId: 'one', removedAtMs: null },
    });
    return id;
  };
  type Wish = { readonly startedAtMs: number; readonly ended: boolean; readonly of: SessionId };
  const nowOf = async (store: AssetsStore, id: RecordingId) => (await store.madeOf([id]))[0]?.now;

  test('a list goes on where it ended, the newest first, also where two began at once', async ({ skip }) => {
    const stores = storesOr(skip);
    const of = sessionId.parse(newId());
    const ids: RecordingId[] = [];
    for (const startedAtMs of [AT_MS, AT_MS + 1, AT_MS + 1, AT_MS + 2])
      ids.push(await add(stores, { startedAtMs, of }));
    const seen: RecordingId[] = [];
    let after = null;
    for (;;) {
      const [next] = await stores.store.list({ sessionId: of, after, limit: 1 });
      if (next === undefined) break;
      seen.push(next.id);
      after = next;
    }
    expect(seen).toEqual(ids.toReversed());
  });

  test('of many who look for work each gets another, and what was begun waits again after a stop', async ({
    skip,
  }) => {
    const stores = storesOr(skip);
    const { store } = stores;
    const ids = await Promise.all([add(stores), add(stores), add(stores)]);
    for (const [n, id] of ids.entries()) await store.ask(id, 'file', AT_MS + n);
    const servers = ['a', 'b', 'c', 'd'];
    const claimed = await Promise.all(servers.map((serverId) => store.claim(serverId)));
    expect(claimed.flatMap((each) => each?.recordingId ?? []).toSorted()).toEqual(ids.toSorted());
    // Asked at once, any one of the four may be the one that gets nothing.
    const lucky = claimed.findIndex((each) => each !== null);
    const [holder = '', mine = ids[0]] = [servers[lucky], claimed[lucky]?.recordingId];
    await store.progress(mine, 'file', 0.5);
    expect(await nowOf(store, mine)).toEqual({ state: 'composing', doneRatio: 0.5, serverId: holder });
    await store.ask(mine, 'file', AT_MS + 9);
    expect(await nowOf(store, mine)).toMatchObject({ state: 'composing' });
    await store.release(holder);
    expect(await nowOf(store, mine)).toEqual({ state: 'waiting' });
    expect((await store.claim('b'))?.recordingId).toBe(mine);
    await store.settle(mine, 'file', { state: 'failed', reason: 'disk' });
    expect(await nowOf(store, mine)).toEqual({ state: 'failed', reason: 'disk' });
    await store.ask(mine, 'file', AT_MS + 10);
    await store.claim('b');
    const ready = { state: 'ready', bytes: 5_000_000_000, sha256: 'x', facts: { everyMs: 10 } } as const;
    await store.settle(mine, 'file', ready);
    await store.ask(mine, 'file', AT_MS + 11);
    expect(await nowOf(store, mine)).toEqual(ready);
    await store.forgetMade(mine);
    expect(await nowOf(store, mine)).toBeUndefined();
  });

  test('only what has ended and was never asked for is without; what somebody settled is kept', async ({
    skip,
  }) => {
    const stores = storesOr(skip);
    const { store, recordings } = stores;
    const [ended, running, removed] = [
      await add(stores),
      await add(stores, { ended: false }),
      await add(stores),
    ];
    await recordings.removed(removed, AT_MS);
    const without = async () => (await store.without('thumbnails', 100)).map(({ id }) => id);
    expect(await without()).toContain(ended);
    for (const id of [running, removed]) expect(await without()).not.toContain(id);
    await store.ask(ended, 'thumbnails', AT_MS);
    expect(await without()).not.toContain(ended);
    const who = { by: personId.parse(newId()), atMs: AT_MS };
    await store.setCare(ended, { keptUntil: localDate.parse('2030-01-01'), reason: '评优课' }, who);
    const last = { keptUntil: null, reason: '示范课' };
    await store.setCare(ended, last, who);
    expect(await store.caresOf([ended, running])).toEqual(new Map([[ended, last]]));
    await store.setLicence(ended, 'region');
    expect((await recordings.read(ended))?.licence).toBe('region');
    expect(await store.announceRemoval(ended, { by: null, reason: 'x' }, AT_MS)).toBe(true);
    expect(await store.announceRemoval(ended, { by: null, reason: 'y' }, AT_MS)).toBe(false);
    expect(await store.leaving()).toEqual([ended]);
    await recordings.removed(ended, AT_MS);
    expect(await store.leaving()).toEqual([]);
  });
});
