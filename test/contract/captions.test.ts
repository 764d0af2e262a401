import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { captionMigrations } from '../../server/caption/caption.migrations.ts';
import { createCaptionStore, type KeptTrack } from '../../server/caption/caption.store.ts';
import { createNewId } from '../../server/platform/ids.ts';
import { migrate } from '../../server/platform/migrate.ts';
import { recordingId } from '../../shared/kernel/ids.ts';
import { type Backend, backends } from '../support/backends.ts';
import { nth } from '../support/session-log.ts';

const AT_MS = 1_800_000_000_000;
const newId = createNewId({ nowMs: () => AT_MS });
const track = (language: KeptTrack['language'], file = 'WEBVTT\n'): KeptTrack => ({
  ...{ language, file, cueCount: 3, changedBy: nth.person(1), changedAtMs: AT_MS },
});

describe.each(backends)('captions of recordings, on $name', ({ make }) => {
  const folder = mkdtempSync(join(tmpdir(), 'sanketang-captions-'));
  let backend: Backend;
  beforeAll(async () => {
    backend = await make(join(folder, 'captions.db'));
    if (backend.state === 'open') await migrate(backend.open.database, captionMigrations, AT_MS);
  });
  afterAll(async () => {
    if (backend?.state === 'open') await backend.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('are one of a language, large ones too, until they go', async ({ skip }) => {
    if (backend.state !== 'open') return skip(backend.reason);
    const store = createCaptionStore(backend.open.database);
    const [one, other] = [recordingId.parse(newId()), recordingId.parse(newId())];
    expect([await store.ofRecording(one), await store.read(one, 'bo')]).toEqual([[], null]);
    const large = track('bo', 'ཀ'.repeat(1_900_000));
    for (const each of [track('zh-CN'), track('bo'), large]) await store.put(one, each);
    await store.put(other, track('bo'));
    const { file: _, ...listed } = large;
    expect((await store.ofRecording(one)).toSorted((a, b) => (a.language < b.language ? -1 : 1))).toEqual([
      listed,
      { ...listed, language: 'zh-CN' },
    ]);
    expect(await store.read(one, 'bo')).toEqual(large);
    await store.remove(one, 'bo');
    expect(await store.read(one, 'bo')).toBeNull();
    await store.forget(one);
    expect([(await store.ofRecording(one)).length, (await store.ofRecording(other)).length]).toEqual([0, 1]);
  });
});
