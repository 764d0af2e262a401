import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createNewId } from '../../server/platform/ids.ts';
import { migrate } from '../../server/platform/migrate.ts';
import { progressMigrations } from '../../server/recording/progress.migrations.ts';
import { createProgressStore, type ToldProgress } from '../../server/recording/progress.store.ts';
import { personId, recordingId } from '../../shared/kernel/ids.ts';
import { localDate } from '../../shared/kernel/time.ts';
import { type Backend, backends } from '../support/backends.ts';

const AT_MS = 1_800_000_000_000;
const newId = createNewId({ nowMs: () => AT_MS });
const [MONDAY, TUESDAY] = [localDate.parse('2026-11-23'), localDate.parse('2026-11-24')];

describe.each(backends)('where people stand in recordings, on $name', ({ make }) => {
  const folder = mkdtempSync(join(tmpdir(), 'sanketang-progress-'));
  let backend: Backend;
  beforeAll(async () => {
    backend = await make(join(folder, 'progress.db'));
    if (backend.state === 'open') await migrate(backend.open.database, progressMigrations, AT_MS);
  });
  afterAll(async () => {
    if (backend?.state === 'open') await backend.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const storeOr = (skip: (reason: string) => never) =>
    backend.state === 'open' ? createProgressStore(backend.open.database) : skip(backend.reason);
  const someone = () => personId.parse(newId());
  const telling = (wish: Partial<ToldProgress>): ToldProgress => ({
    ...{ personId: someone(), recordingId: recordingId.parse(newId()), positionMs: 0, finished: false },
    ...{ playedMs: 0, localDate: MONDAY, toldAtMs: AT_MS },
    ...wish,
  });

  test('each has a place of their own, where they said last', async ({ skip }) => {
    const store = storeOr(skip);
    const mine = telling({ positionMs: 60_000 });
    const { personId: me, recordingId: id } = mine;
    const they = someone();
    await store.tell(mine);
    await store.tell({ ...mine, personId: they, positionMs: 5_000, finished: true });
    await store.tell({ ...mine, positionMs: 20_000, toldAtMs: AT_MS + 15_000 });
    expect(await store.of(me, id)).toEqual({ positionMs: 20_000, finished: false });
    expect(await store.of(they, id)).toEqual({ positionMs: 5_000, finished: true });
    expect(await store.of(someone(), id)).toBeNull();
    await store.forget(id);
    expect(await store.of(me, id)).toBeNull();
  });

  test('minutes are those that passed, whatever is said, and also when two pages tell at once', async ({
    skip,
  }) => {
    const store = storeOr(skip);
    const first = telling({ playedMs: 60_000 });
    const { recordingId: id } = first;
    await store.tell(first);
    expect(await store.watchedOf(id)).toEqual({ viewerCount: 0, playedMs: 30_000 });
    const later = { ...first, toldAtMs: AT_MS + 40_000 };
    await Promise.all([store.tell(later), store.tell(later), store.tell(later)]);
    expect(await store.watchedOf(id)).toEqual({ viewerCount: 1, playedMs: 70_000 });
    await store.tell({ ...later, toldAtMs: AT_MS + 10_000 });
    await store.tell({ ...later, playedMs: 10_000, toldAtMs: AT_MS + 86_400_000, localDate: TUESDAY });
    await store.tell(telling({ recordingId: id, playedMs: 20_000 }));
    expect(await store.watchedOf(id)).toEqual({ viewerCount: 1, playedMs: 100_000 });
    await store.forget(id);
    expect(await store.watchedOf(id)).toEqual({ viewerCount: 0, playedMs: 100_000 });
  });

  test('who only opened it has watched nothing', async ({ skip }) => {
    const store = storeOr(skip);
    const opened = telling({ positionMs: 500 });
    await store.tell(opened);
    await store.tell({ ...opened, toldAtMs: AT_MS + 3_600_000 });
    expect(await store.watchedOf(opened.recordingId)).toEqual({ viewerCount: 0, playedMs: 0 });
  });
});
