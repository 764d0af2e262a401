import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { attendanceMigrations } from '../../server/attendance/attendance.migrations.ts';
import { createAttendanceStore } from '../../server/attendance/attendance.store.ts';
import type { SettledSession } from '../../server/attendance/settle.rules.ts';
import { openDatabase } from '../../server/platform/database.ts';
import { createNewId } from '../../server/platform/ids.ts';
import { migrate } from '../../server/platform/migrate.ts';
import type { Database } from '../../server/platform/ports.ts';
import { qualityMigrations } from '../../server/quality/quality.migrations.ts';
import { createQualityStore } from '../../server/quality/quality.store.ts';
import { defaultThresholds } from '../../shared/attendance.ts';
import { localDate } from '../../shared/kernel/time.ts';
import { seatOfRoom } from '../../shared/session/session.events.ts';
import { startPostgres } from '../support/postgres.ts';
import { nth, PLANNED_START_MS } from '../support/session-log.ts';

type Opened = { readonly database: Database; close(): Promise<void> } | { readonly missing: string };

async function openPostgres(): Promise<Opened> {
  const started = await startPostgres();
  if (started.state === 'skipped') return { missing: started.reason };
  const { database, close } = openDatabase(started.postgres.url);
  return { database, close: () => close().then(() => started.postgres.stop()) };
}

const backends = [
  { name: 'SQLite', open: async (): Promise<Opened> => openDatabase('file::memory:') },
  { name: 'PostgreSQL', open: openPostgres },
];

const settled = (logSeq: number, presentCount: number | null, rooms = [1, 2]): SettledSession => ({
  sessionId: nth.session(1),
  lessonId: nth.lesson(1),
  logSeq,
  localDate: localDate.parse('2026-03-02'),
  leadingSchoolId: nth.school(0),
  linkId: null,
  plannedMs: 2_400_000,
  lessonMs: 2_400_000,
  startedAtMs: PLANNED_START_MS,
  endedAtMs: PLANNED_START_MS + 2_400_000,
  ownTurnCount: 1,
  people: [
    { personId: nth.person(1), part: 'lectured', workedMs: 1_200_000 },
    { personId: nth.person(1), part: 'assisted', workedMs: 600_000 },
  ],
  rooms: rooms.map((room) => ({
    roomId: nth.room(room),
    schoolId: nth.school(room),
    needId: null,
    connectedMs: 2_000_000,
    cameraMs: 0,
    present: true,
    lateMs: room === 1 ? 0 : null,
    presentCount,
    expectedCount: 20,
    headCountSource: presentCount === null ? null : 'console',
    confirmedHeld: presentCount === 18,
    turnCount: 2,
    onAirMs: 90_000,
    handCount: 1,
    handWaitMs: 20_000,
    ranMs: 2_400_000,
    disturbedMs: 90_000,
    missing: room === 2 ? 'power' : null,
    poor: null,
  })),
});

describe.each(backends)('settled lessons and quality samples on $name', ({ open }) => {
  let database: Database;
  let close: () => Promise<void> = () => Promise.resolve();
  let missing: string | null = null;
  const clock = { nowMs: () => PLANNED_START_MS };
  const store = () => createAttendanceStore({ database, clock, newId: createNewId(clock) });
  const counts = async () =>
    (await store().settled([nth.session(1)])).flatMap(({ rooms }) => rooms.map((each) => each.presentCount));

  beforeAll(async () => {
    const opened = await open();
    if ('missing' in opened) {
      missing = opened.missing;
      return;
    }
    ({ database, close } = opened);
    await migrate(database, [...attendanceMigrations, ...qualityMigrations]);
  });
  afterAll(() => close());

  test('a newer reading replaces, the same repeats, an older is left out, a reopening removes', async (context) => {
    if (missing !== null) return context.skip(missing);
    await store().save(settled(5, null), 1);
    expect(await counts()).toEqual([null, null]);
    await store().save(settled(7, 18, [1]), 2);
    await store().save(settled(7, 18, [1]), 3);
    await store().save(settled(6, 3), 4);
    expect(await store().logSeqs([nth.session(1), nth.session(2)])).toEqual(new Map([[nth.session(1), 7]]));
    const [newest] = await store().settled([nth.session(1), nth.session(2)]);
    const { people, ...kept } = settled(7, 18, [1]);
    expect(newest).toEqual({ ...kept, people: people.toReversed() });
    await store().remove(nth.session(1));
    expect(await store().settled([nth.session(1)])).toEqual([]);
    expect(await counts()).toEqual([]);
    expect(await store().settled([])).toEqual([]);
  });

  test('thresholds are a register', async (context) => {
    if (missing !== null) return context.skip(missing);
    const note = { by: 'test', validFrom: localDate.parse('2026-03-02'), id: 'validLesson' as const };
    await store().thresholds.add({ ...defaultThresholds, heldRatio: 0.5 }, note);
    const found = await store().thresholds.get('validLesson', { date: note.validFrom });
    expect(found?.fields.heldRatio).toBe(0.5);
  });

  test('a thousand samples and a first frame go in at once, and nothing is well too', async (context) => {
    if (missing !== null) return context.skip(missing);
    const origin = {
      sampledAtMs: PLANNED_START_MS,
      sessionId: nth.session(1),
      connectionId: nth.connection(1),
      seat: seatOfRoom(nth.room(1)),
    };
    const received = {
      streamId: nth.stream(1),
      source: 'camera' as const,
      bitrateBps: 1_000_000_000,
      packetsLostCount: 4_294_967_295,
      packetsCount: 1,
      jitterMs: 0.5,
      picture: { framesPerSecond: 29.97, width: 1280, height: 720, freezeCount: 0, frozenMs: 0 },
      concealedRatio: null,
    };
    const report = { roundTripMs: 1.25, received: [received] };
    const quality = createQualityStore(database);
    await quality.add({ reports: [], firstFrames: [], steps: [] });
    await quality.add({
      reports: Array.from({ length: 1_000 }, () => ({ ...origin, report })),
      firstFrames: [{ ...origin, fact: { source: 'camera', sinceRequestMs: 412 } }],
      steps: [
        { ...origin, atMs: 1, from: null, to: { step: 5, reason: null } },
        {
          ...origin,
          atMs: 4_000_000_000_000,
          from: { step: 5, reason: null },
          to: { step: 1, reason: 'line' },
        },
      ],
    });
    const rows = await database
      .withTables<{
        quality_sample: { packets_lost_count: number; jitter_ms: number; round_trip_ms: number };
      }>()
      .selectFrom('quality_sample')
      .select(['packets_lost_count', 'jitter_ms', 'round_trip_ms'])
      .execute();
    expect(rows).toHaveLength(1_000);
    expect(rows[0]).toEqual({ packets_lost_count: 4_294_967_295, jitter_ms: 0.5, round_trip_ms: 1.25 });
  });
});
