import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ConnectionId } from '../../shared/kernel/ids.ts';
import type { QualityReport, RoomQuality } from '../../shared/quality.ts';
import { seatOfPerson, seatOfRoom } from '../../shared/session/session.events.ts';
import { evolve } from '../../shared/session/session.fold.ts';
import { emptySession } from '../../shared/session/session.state.ts';
import { fact, logOf, nth, planOf } from '../../test/support/session-log.ts';
import { openDatabase } from '../platform/database.ts';
import { silentLog } from '../platform/log.ts';
import { migrate } from '../platform/migrate.ts';
import type { LadderFact } from '../session/session.types.ts';
import { createRoomLines } from './quality.lines.ts';
import { qualityMigrations } from './quality.migrations.ts';
import { type CarriedSample, lossRatio, roomQualityOf } from './quality.rules.ts';
import { createQualityService } from './quality.service.ts';
import { createQualityStore, type QualityBatch } from './quality.store.ts';

const session = nth.session(1);
const report = (changes: Partial<QualityReport['received'][number]> = {}): QualityReport => ({
  roundTripMs: 12.5,
  jitterTargetMs: 200,
  received: [
    {
      streamId: nth.stream(1),
      source: 'camera',
      bitrateBps: 1_500_000,
      packetsLostCount: 5,
      packetsCount: 95,
      jitterMs: 3,
      picture: { framesPerSecond: 25, width: 1280, height: 720, freezeCount: 0, frozenMs: 40 },
      concealedRatio: null,
      ...changes,
    },
  ],
});
const carried = (changes: Partial<CarriedSample> = {}): CarriedSample => ({
  participantId: nth.connection(1),
  streamId: nth.stream(1),
  paused: false,
  currentLayer: 2,
  ...changes,
});

type Pushed = { readonly rooms: readonly RoomQuality[] };

/** Two rooms and the lecturer's console sit in one lesson. */
function open(store: Parameters<typeof createQualityService>[0]['store']) {
  const world = {
    nowMs: 1_000_000,
    pushed: [] as Pushed[],
    samples: [carried()],
    losses: [] as [string, number][],
    climbed: (_fact: LadderFact): void => undefined,
  };
  const state = logOf(session, [
    [-5, fact.opened(planOf([1, 2]))],
    [-4, fact.joined(1, 1)],
    [-4, fact.joined(2, 2)],
  ]).reduce(evolve, emptySession(session));
  const service = createQualityService({
    store,
    lines: createRoomLines(database.database),
    log: silentLog,
    clock: { nowMs: () => world.nowMs },
    sessions: {
      stateOf: async (id) => (id === session ? state : emptySession(id)),
      mediaSample: async () =>
        world.samples.map((each) => ({
          ...each,
          consumerId: '' as never,
          bitrateBps: 0,
          lossRatio: null,
          rttMs: null,
        })),
      sendToConsoles: (_session, _name, body) => {
        world.pushed.push(body as Pushed);
      },
      ladderOf: (id) => (id === connection(1) ? { step: 3, reason: 'saving' } : null),
      heardLoss: (id, ratio) => world.losses.push([id, ratio]),
      onLadderChanged: (listener) => {
        world.climbed = listener;
        return () => {
          world.climbed = () => undefined;
        };
      },
    },
  });
  return { world, service };
}

let database: ReturnType<typeof openDatabase>;
beforeEach(async () => {
  database = openDatabase('file::memory:');
  await migrate(database.database, qualityMigrations);
});
afterEach(() => database.close());
const rowsOf = (table: 'quality_sample' | 'quality_first_frame' | 'quality_step') =>
  database.database
    .withTables<Record<typeof table, Record<string, unknown>>>()
    .selectFrom(table)
    .selectAll()
    .execute();

const connection = (n: number): ConnectionId => nth.connection(n);

test('nobody reports for a lesson in which they have no seat', async () => {
  const { service, world } = open(createQualityStore(database.database));
  expect(await service.report(connection(9), session, report())).toMatchObject({
    error: { code: 'NOT_FOUND' },
  });
  expect(await service.report(connection(1), nth.session(2), report())).toMatchObject({ ok: false });
  expect(
    await service.firstFrame(connection(9), session, { source: 'camera', sinceRequestMs: 1 }),
  ).toMatchObject({ ok: false });
  await service.beat();
  expect(world.pushed).toEqual([]);
  expect(await rowsOf('quality_sample')).toEqual([]);
});

test('a report is stamped by the server, kept under its seat, and shown with the engine’s layer', async () => {
  const { service, world } = open(createQualityStore(database.database));
  await service.report(connection(1), session, report());
  expect(await rowsOf('quality_sample')).toEqual([]);
  await service.beat();
  expect(await rowsOf('quality_sample')).toMatchObject([
    {
      sampled_at_ms: 1_000_000,
      session_id: session,
      seat: `room:${nth.room(1)}`,
      bitrate_bps: 1_500_000,
      height: 720,
      jitter_target_ms: 200,
    },
  ]);
  expect(world.pushed).toEqual([
    {
      sessionId: session,
      rooms: [
        expect.objectContaining({
          roomId: nth.room(1),
          roundTripMs: 12.5,
          jitterTargetMs: 200,
          received: [
            {
              source: 'camera',
              layer: 2,
              bitrateBps: 1_500_000,
              lossRatio: 0.05,
              framesPerSecond: 25,
              height: 720,
              frozenMs: 40,
            },
          ],
        }),
      ],
    },
  ]);
});

test('consoles hear of a session once a beat, of every room that still reports, and of silence once', async () => {
  const { service, world } = open(createQualityStore(database.database));
  await service.report(connection(1), session, report());
  await service.report(connection(2), session, report());
  await service.beat();
  await service.beat();
  expect(world.pushed.map((each) => each.rooms.length)).toEqual([2]);
  world.nowMs += 10_000;
  await service.report(connection(2), session, report());
  world.nowMs += 6_000;
  await service.beat();
  world.nowMs += 20_000;
  await service.beat();
  await service.beat();
  expect(world.pushed.map((each) => each.rooms.length)).toEqual([2, 1, 0]);
});

test('reports that come too fast are heard but not kept', async () => {
  const { service } = open(createQualityStore(database.database));
  for (let n = 0; n < 50; n++) {
    expect((await service.report(connection(1), session, report())).ok).toBe(true);
    await service.firstFrame(connection(1), session, { source: 'camera', sinceRequestMs: n });
  }
  await service.firstFrame(connection(1), session, { source: 'content', sinceRequestMs: 7 });
  await service.beat();
  expect(await rowsOf('quality_sample')).toHaveLength(1);
  expect(await rowsOf('quality_first_frame')).toHaveLength(2);
});

test('a database that is away costs the batch, not the lesson and not the memory', async () => {
  const written: number[] = [];
  let away = true;
  const store = {
    add: async ({ reports }: QualityBatch) => {
      if (away) throw new Error('away');
      written.push(reports.length);
    },
  };
  const { service, world } = open(store);
  for (let n = 0; n < 2_500; n++) {
    world.nowMs += 1_000;
    await service.report(connection(1), session, report());
  }
  away = false;
  await service.beat();
  expect(written).toEqual([2_000]);
  away = true;
  world.nowMs += 1_000;
  await service.report(connection(1), session, report());
  await service.beat();
  expect(world.pushed).toHaveLength(2);
  away = false;
  await service.beat();
  expect(written).toEqual([2_000]);
});

test('a step of the ladder is kept and shown with the next beat, and what a receiver lost goes to the ladder', async () => {
  const { service, world } = open(createQualityStore(database.database));
  await service.report(connection(1), session, report({ packetsCount: 90, packetsLostCount: 10 }));
  await service.report(connection(2), session, report());
  expect(world.losses[0]).toEqual([connection(1), 0.1]);
  await service.beat();
  const [first, second] = world.pushed[0]?.rooms ?? [];
  expect(first?.ladder).toEqual({ step: 3, reason: 'saving' });
  expect(second).not.toHaveProperty('ladder');
  world.climbed({
    sessionId: session,
    connectionId: connection(1),
    seat: seatOfRoom(nth.room(1)),
    atMs: 7,
    from: { step: 5, reason: null },
    to: { step: 3, reason: 'saving' },
  });
  await service.beat();
  expect(world.pushed).toHaveLength(2);
  expect(await rowsOf('quality_step')).toMatchObject([
    { changed_at_ms: 7, seat: seatOfRoom(nth.room(1)), from_step: 5, to_step: 3, reason: 'saving' },
  ]);
  service.stop();
});

test('a paused or foreign consumer lends no layer', () => {
  const last = {
    roomId: nth.room(1),
    connectionId: connection(1),
    sampledAtMs: 1,
    report: report({ picture: null, source: 'voice', packetsCount: 0, packetsLostCount: 0 }),
  };
  const samples = [carried({ paused: true }), carried({ participantId: connection(2), currentLayer: 1 })];
  expect(roomQualityOf(last, samples, null).received).toEqual([
    {
      source: 'voice',
      layer: null,
      bitrateBps: 1_500_000,
      lossRatio: 0,
      framesPerSecond: null,
      height: null,
      frozenMs: 0,
    },
  ]);
  expect(lossRatio({ packetsLostCount: 3, packetsCount: 0 })).toBe(1);
});

test('a room’s line in its last lesson outlives a restart and a silence, and the worst of it counts', async () => {
  const lines = createRoomLines(database.database);
  const heard = (atMs: number, lostCount: number, sessionId = session, to = lines) =>
    to.heard({
      sampledAtMs: atMs,
      sessionId,
      connectionId: connection(1),
      seat: seatOfRoom(nth.room(1)),
      report: report({ packetsLostCount: lostCount, packetsCount: 100 - lostCount }),
    });
  lines.heard({
    sampledAtMs: 1,
    sessionId: session,
    connectionId: connection(2),
    seat: seatOfPerson(nth.person(1)),
    report: report(),
  });
  heard(1_000, 30);
  await lines.write(1_000);
  expect(await lines.lines()).toEqual(
    new Map([[nth.room(1), { atMs: 1_000, lossRatio: 0.3, receivedBps: 1_500_000 }]]),
  );

  const afterRestart = createRoomLines(database.database);
  heard(90_000, 2, session, afterRestart);
  await afterRestart.write(90_000, true);
  expect((await lines.lines()).get(nth.room(1))).toMatchObject({ atMs: 90_000, lossRatio: 0.3 });

  heard(200_000, 1, nth.session(2), afterRestart);
  await afterRestart.write(400_000);
  expect((await lines.lines()).get(nth.room(1))).toMatchObject({ atMs: 200_000, lossRatio: 0.01 });
});
