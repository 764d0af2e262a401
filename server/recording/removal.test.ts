import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { personId, type RecordingId, recordingId, sessionId } from '../../shared/kernel/ids.ts';
import { DAY_MS, localDate, zone } from '../../shared/kernel/time.ts';
import type { LessonKind } from '../../shared/lesson.ts';
import { openDatabase } from '../platform/database.ts';
import { createNewId } from '../platform/ids.ts';
import { silentLog } from '../platform/log.ts';
import { migrate } from '../platform/migrate.ts';
import { assetsMigrations } from './assets.migrations.ts';
import { createAssetsStore } from './assets.store.ts';
import { isKeepable, isOver, keptUntilOf } from './keep.rules.ts';
import { recordingMigrations } from './recording.migrations.ts';
import { createRecordingStore } from './recording.store.ts';
import { createRemoval } from './removal.ts';

const shanghai = zone.parse('Asia/Shanghai');
/** 2026-06-01, half past midnight in Shanghai: still May in Greenwich. */
const START = Date.UTC(2026, 4, 31, 16, 30);
const keepDays = { delivery: 180, master: null, online: 2 };
const kept = (kind: LessonKind) => ({ kind, zone: shanghai, startedAtMs: START, care: undefined });

describe('how long a recording is kept', () => {
  test('is a rule of its kind, by the local day', () => {
    expect(keptUntilOf(kept('online'), keepDays)).toBe('2026-06-03');
    expect(keptUntilOf(kept('master'), keepDays)).toBeNull();
    const lastMs = Date.UTC(2026, 5, 3, 15, 59, 59);
    expect(isOver(kept('online'), keepDays, lastMs)).toBe(false);
    expect(isOver(kept('online'), keepDays, lastMs + 1_000)).toBe(true);
    expect(isOver(kept('master'), keepDays, lastMs + 9_999 * DAY_MS)).toBe(false);
  });
  test('is settled from today on, within thirty years', () => {
    const today = localDate.parse('2026-06-03');
    const may = (day: string) => isKeepable(localDate.parse(day), today);
    expect(['2026-06-02', '2025-12-31', '2056-07-01', '9999-12-31'].map(may)).toEqual([
      ...[false, false, false, false],
    ]);
    expect(['2026-06-03', '2026-06-04', '2056-05-01'].map(may)).toEqual([true, true, true]);
  });
  test('is what somebody settled for this one before that', () => {
    const care = { keptUntil: null, reason: null };
    expect(isOver({ ...kept('online'), care }, keepDays, START + 999 * DAY_MS)).toBe(false);
  });
});

describe('a round of removals', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sanketang-removal-'));
  const open = openDatabase('file::memory:');
  const newId = createNewId({ nowMs: () => START });
  let nowMs = START;
  let isStoreEmpty = true;
  const recordings = createRecordingStore(open.database);
  const store = createAssetsStore(open.database);
  const kinds = new Map<string, LessonKind>();
  const forgotten: RecordingId[] = [];
  const left: RecordingId[] = [];
  const removalOf = () =>
    createRemoval({
      ...{ folder, store, recordings, keepDays, log: silentLog, clock: { nowMs: () => nowMs } },
      captions: () => ({ forget: async (id) => void forgotten.push(id) }),
      progress: { forget: async (id) => void left.push(id) },
      remote: { leave: async () => undefined, gone: async () => isStoreEmpty },
      planning: {
        lessonOfSession: async (id) =>
          ({ fields: { kind: kinds.get(id) ?? 'delivery', zone: shanghai } }) as never,
      },
    });
  const add = async (kind: LessonKind, isRunning = false): Promise<RecordingId> => {
    const [id, session] = [recordingId.parse(newId()), sessionId.parse(newId())];
    kinds.set(session, kind);
    const endedAtMs = isRunning ? null : START + 1_000;
    await recordings.open({
      ...{ id, sessionId: session, startedAtMs: START, endedAtMs, startedBy: null },
      ...{ licence: 'parties', serverId: 'one', removedAtMs: null },
    });
    mkdirSync(join(folder, id));
    writeFileSync(join(folder, id, 'piece.mp4'), 'bytes');
    return id;
  };
  const isThere = async (id: RecordingId) => [
    existsSync(join(folder, id)),
    (await recordings.read(id))?.removedAtMs === null,
  ];
  beforeAll(() => migrate(open.database, [...recordingMigrations, ...assetsMigrations], START));
  afterAll(async () => {
    await open.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('takes the bytes of those whose day is over, and of nothing else', async () => {
    const over = await add('online');
    const [master, running, held] = [await add('master'), await add('online', true), await add('online')];
    const who = { by: personId.parse(newId()), atMs: nowMs };
    await store.setCare(held, { keptUntil: null, reason: '评优课' }, who);
    await removalOf().round();
    expect(await isThere(over)).toEqual([true, true]);
    nowMs = START + 5 * DAY_MS;
    await removalOf().round();
    expect(await isThere(over)).toEqual([false, false]);
    expect([forgotten, left]).toEqual([[over], [over]]);
    for (const id of [master, running, held]) expect(await isThere(id)).toEqual([true, true]);
  });

  test('says that it is gone only when the object store says so too', async () => {
    const id = await add('master');
    await store.announceRemoval(id, { by: null, reason: 'asked for' }, nowMs);
    isStoreEmpty = false;
    await removalOf().round();
    expect(await isThere(id)).toEqual([false, true]);
    isStoreEmpty = true;
    await removalOf().round();
    expect(await isThere(id)).toEqual([false, false]);
  });

  test('finishes what a stop cut short', async () => {
    const id = await add('master');
    await store.announceRemoval(id, { by: null, reason: 'asked for' }, nowMs);
    expect(await isThere(id)).toEqual([true, true]);
    await removalOf().round();
    expect(await isThere(id)).toEqual([false, false]);
    expect(await store.announceRemoval(id, { by: null, reason: 'again' }, nowMs)).toBe(false);
  });
});
