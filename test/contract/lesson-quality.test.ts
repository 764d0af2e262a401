import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createCheckStore } from '../../server/device/device.checks.store.ts';
import { createDeviceStore } from '../../server/device/device.store.ts';
import { migrations } from '../../server/migrations.ts';
import { migrate } from '../../server/platform/migrate.ts';
import type { Database } from '../../server/platform/ports.ts';
import { createLessonQualityStore } from '../../server/quality/lesson.quality.store.ts';
import { createLessonQuality, type EndedLesson } from '../../server/quality/lesson.quality.ts';
import { createQualityStore, type StoredReport } from '../../server/quality/quality.store.ts';
import { deviceId } from '../../shared/kernel/ids.ts';
import { DAY_MS, MINUTE_MS } from '../../shared/kernel/time.ts';
import { seatOfPerson, seatOfRoom } from '../../shared/session/session.events.ts';
import { type Backend, backends } from '../support/backends.ts';
import { nth, nthId, PLANNED_START_MS } from '../support/session-log.ts';

const KEEP_DAYS = 90;

describe.each(backends)('quality of ended lessons on $name', ({ make }) => {
  const folder = mkdtempSync(join(tmpdir(), 'sanketang-quality-'));
  let backend: Backend;
  let nowMs = PLANNED_START_MS;
  let lessonNumber = 0;
  let waiting: StoredReport[] = [];
  beforeAll(async () => {
    backend = await make(join(folder, 'quality.db'));
    if (backend.state === 'open') await migrate(backend.open.database, migrations, PLANNED_START_MS);
  });
  afterAll(async () => {
    if (backend.state === 'open') await backend.close();
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(() => {
    nowMs = PLANNED_START_MS + 60 * MINUTE_MS;
    lessonNumber += 1;
    waiting = [];
  });
  const on = (skip: (reason: string) => never): Database =>
    backend.state === 'open' ? backend.open.database : skip(backend.reason);
  const session = () => nth.session(lessonNumber);

  /** Rooms 1 and 2 for 40 minutes; room 1 reports. */
  const lesson = (logSeq = 9): EndedLesson => {
    const spans = [{ fromMs: PLANNED_START_MS, toMs: PLANNED_START_MS + 40 * MINUTE_MS }];
    const rooms = [1, 2].map((n) => ({ roomId: nth.room(n), media: spans, reconnectCount: n }));
    return { sessionId: session(), logSeq, spans, rooms };
  };
  const report = (minute: number, lostCount: number, room = 1): StoredReport => ({
    sampledAtMs: PLANNED_START_MS + minute * MINUTE_MS,
    sessionId: session(),
    connectionId: nth.connection(room),
    seat: room === 9 ? seatOfPerson(nth.person(9)) : seatOfRoom(nth.room(room)),
    report: {
      roundTripMs: 30,
      received: [
        {
          streamId: nth.stream(room),
          source: 'camera',
          bitrateBps: 1,
          packetsLostCount: lostCount,
          packetsCount: 100 - lostCount,
          jitterMs: 0,
          picture: { framesPerSecond: 25, width: 1, height: 1, freezeCount: 1, frozenMs: 1_000 },
          concealedRatio: null,
        },
      ],
    },
  });
  function open(database: Database) {
    const samples = createQualityStore(database);
    const none = { firstFrames: [], steps: [] };
    const service = createLessonQuality({
      store: createLessonQualityStore(database),
      flush: () => samples.add({ ...none, reports: waiting.splice(0) }),
      clock: { nowMs: () => nowMs },
      keepDays: KEEP_DAYS,
    });
    type Table = 'quality_sample' | 'quality_step' | 'quality_first_frame' | 'quality_settled_room';
    const rowsOf = async (table: Table) =>
      (
        await database
          .withTables<Record<Table, { session_id: string }>>()
          .selectFrom(table)
          .selectAll()
          .where('session_id', '=', session())
          .execute()
      ).length;
    return { samples, service, rowsOf };
  }

  test('a lesson of which nothing is known is not there, and one without reports has none', async ({
    skip,
  }) => {
    const { service } = open(on(skip));
    expect(await service.settledOf(session())).toEqual(new Map());
    await service.settle(lesson());
    expect((await service.settledOf(session())).get(nth.room(2))).toMatchObject({
      quality: { lossRatio: null, silentMs: 0, reconnectCount: 2, stepMs: [0, 0, 0, 0, 0, 0] },
      frozen: [],
    });
  });

  test('is computed from all windows and what still waits, reads back as it was, and repeats', async ({
    skip,
  }) => {
    const { service, samples } = open(on(skip));
    const stepped = { sessionId: session(), connectionId: nth.connection(1), seat: seatOfRoom(nth.room(1)) };
    await samples.add({
      reports: [report(1, 10), report(1, 90, 9), report(20, 30)],
      firstFrames: [
        { ...stepped, sampledAtMs: 1, fact: { source: 'voice', sinceRequestMs: 7 } },
        { ...stepped, sampledAtMs: 2, fact: { source: 'camera', sinceRequestMs: 640 } },
        { ...stepped, sampledAtMs: 3, fact: { source: 'content', sinceRequestMs: 9_000 } },
      ],
      steps: [
        { ...stepped, atMs: PLANNED_START_MS, from: null, to: { step: 5, reason: null } },
        {
          ...stepped,
          ...{ atMs: PLANNED_START_MS + 10 * MINUTE_MS, from: null, to: { step: 2, reason: 'line' } },
        },
      ],
    });
    waiting = [report(39, 20)];
    const settled = await service.settle(lesson());
    expect(settled.get(nth.room(1))?.quality).toEqual({
      stepMs: [0, 0, 30 * MINUTE_MS, 0, 0, 10 * MINUTE_MS],
      freezeCount: 3,
      frozenMs: 3_000,
      lossRatio: 0.2,
      worstLossRatio: 0.3,
      reconnectCount: 1,
      silentMs: 0,
      roundTripMs: 30,
      firstFrameMs: 640,
    });
    expect(await service.settledOf(session())).toEqual(settled);
    expect(await service.settle(lesson())).toEqual(settled);
    await service.settle({ ...lesson(3), rooms: [] });
    expect(await service.settledOf(session())).toEqual(settled);
  });

  test('a lesson that was reopened is another version, and settling it again adds none', async ({ skip }) => {
    const database = on(skip);
    const { service, samples, rowsOf } = open(database);
    await samples.add({ reports: [report(1, 10)], firstFrames: [], steps: [] });
    await service.settle(lesson());
    nowMs += DAY_MS;
    await service.settle(lesson(10));
    expect(await rowsOf('quality_settled_room')).toBe(2);
    await samples.add({ reports: [report(2, 50)], firstFrames: [], steps: [] });
    const settled = await service.settle(lesson(11));
    expect(settled.get(nth.room(1))?.quality.lossRatio).toBe(0.3);
    expect(await service.settledOf(session())).toEqual(settled);
    const kept = await database
      .withTables<{
        quality_settled_room: Record<'version' | 'settled_at_ms', number> & { session_id: string };
      }>()
      .selectFrom('quality_settled_room')
      .select(['version', 'settled_at_ms'])
      .where('session_id', '=', session())
      .orderBy('version')
      .execute();
    const [first, again] = [
      { version: 1, settled_at_ms: nowMs - DAY_MS },
      { version: 2, settled_at_ms: nowMs },
    ];
    expect(kept).toEqual([first, first, again, again]);
  });

  test('outlives its samples, which go after so many days and are not missed by who settles again', async ({
    skip,
  }) => {
    const { service, samples, rowsOf } = open(on(skip));
    await samples.add({
      reports: Array.from({ length: 40 }, (_, minute) => report(minute + 0.5, 5)),
      firstFrames: [],
      steps: [
        {
          ...{ sessionId: session(), connectionId: nth.connection(1), seat: seatOfRoom(nth.room(1)) },
          ...{ atMs: PLANNED_START_MS, from: null, to: { step: 5, reason: null } },
        },
      ],
    });
    const settled = await service.settle(lesson());
    nowMs = PLANNED_START_MS + 40 * MINUTE_MS + KEEP_DAYS * DAY_MS;
    await service.prune();
    expect(await rowsOf('quality_sample')).toBe(40);
    nowMs += 1;
    await service.prune();
    expect([await rowsOf('quality_sample'), await rowsOf('quality_step')]).toEqual([0, 0]);
    expect(await service.settle(lesson(20))).toEqual(settled);
    expect(await service.settledOf(session())).toEqual(settled);
  });

  test('a deletion that was cut off goes on, and half a lesson is never settled', async ({ skip }) => {
    const database = on(skip);
    const { service, samples, rowsOf } = open(database);
    await samples.add({ reports: [report(1, 50)], firstFrames: [], steps: [] });
    const settled = await service.settle(lesson());
    await database
      .withTables<{ quality_settled: { session_id: string; samples: string } }>()
      .updateTable('quality_settled')
      .set({ samples: 'going' })
      .where('session_id', '=', session())
      .execute();
    await samples.add({ reports: [report(2, 99)], firstFrames: [], steps: [] });
    expect(await service.settle(lesson(20))).toEqual(settled);
    nowMs += 100 * DAY_MS;
    await service.prune();
    expect(await rowsOf('quality_sample')).toBe(0);
  });

  test('a screen’s last check before the lesson tells whether a part of it had failed', async ({ skip }) => {
    const database = on(skip);
    const devices = createDeviceStore(database);
    const checks = createCheckStore(database);
    const ids = [1, 2, 3].map((n) => deviceId.parse(nthId(960_000 + n)));
    const found = { microphone: 'ok', speaker: 'ok', toneHeard: true, upBps: 1, downBps: 1 } as const;
    const wish = (id: (typeof ids)[number], index: number) => ({
      ...{ id, roomId: nth.room(index + 1), keyHash: `check ${id}`, pairedBy: 'x', launcher: null },
    });
    await devices.provision(ids.map(wish), 1);
    const [first, second, third] = ids;
    if (first === undefined || second === undefined || third === undefined) throw new Error('no ids');
    await checks.add(first, 1_000, { ...found, camera: 'ok' });
    await checks.add(first, 2_000, { ...found, camera: 'failed' });
    await checks.add(second, 1_000, { ...found, camera: 'failed' });
    await checks.add(second, 2_000, { ...found, camera: 'none' });
    await checks.add(third, 3_000, { ...found, camera: 'failed' });
    const rooms = [1, 2, 3].map((n) => nth.room(n));
    const during = (fromMs: number, toMs: number) => checks.failedRooms(rooms, { fromMs, toMs });
    expect(await during(0, 3_000)).toEqual(new Set([nth.room(1)]));
    expect(await during(0, 2_000)).toEqual(new Set([nth.room(2)]));
    expect(await during(3_001, 9_000)).toEqual(new Set());
    expect(await checks.failedRooms([], { fromMs: 0, toMs: 9_000 })).toEqual(new Set());
  });
});
