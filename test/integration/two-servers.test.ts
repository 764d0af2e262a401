import { isDeepStrictEqual } from 'node:util';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDatabase } from '../../server/platform/database.ts';
import { obtainWorker } from '../../sfu/index.ts';
import { streamId as streamIdSchema } from '../../shared/kernel/ids.ts';
import { type Api, createApi } from '../support/api.ts';
import {
  type County,
  makeCounty,
  type PlannedLesson,
  type Point,
  planLesson,
  signIn,
} from '../support/county.ts';
import { type Follower, follow } from '../support/follower.ts';
import { type Postgres, startPostgres } from '../support/postgres.ts';
import { type Product, startProduct } from '../support/product.ts';
import { type Redis, startRedis } from '../support/redis.ts';

const worker = await obtainWorker({ env: process.env, mayBuild: false });
const inCi = process.env['CI'] === 'true' || process.env['CI'] === '1';
const SEEN_MS = 5_000;
const CUT_OFF_MS = 2_000;

let missing: string | null = worker.ok || inCi ? null : 'there is no media worker';
let postgres: Postgres;
let redis: Redis;
let a: Product;
let b: Product;
let county: County;
let lesson: PlannedLesson;

const open = (more: { dataDir?: string } = {}): Promise<Product> =>
  startProduct({
    ...more,
    env: {
      DATABASE_URL: postgres.url,
      REDIS_URL: redis.url,
      ...(worker.ok ? { MEDIASOUP_WORKER_BIN: worker.path } : {}),
    },
  });

beforeAll(async () => {
  if (missing !== null) return;
  const [records, news] = [await startPostgres(), await startRedis()];
  if (records.state === 'running') postgres = records.postgres;
  else missing = records.reason;
  if (news.state === 'running') redis = news.redis;
  else missing = news.reason;
  if (missing !== null) return;
  // Both at once: one makes the tables, the other waits and finds them.
  [a, b] = await Promise.all([open(), open()]);
  // Only one of two one-time links counts: the newer one.
  const first = [a, b].find((each) => each.setupUrl !== null);
  if (first === undefined) throw new Error('neither server offers a first link');
  county = await madeThroughEither();
  lesson = await planLesson(county, 1);
}, 120_000);

afterAll(async () => {
  await Promise.all([a?.stop(), b?.stop()]);
  await redis?.stop();
  await postgres?.stop();
});

async function madeThroughEither(): Promise<County> {
  try {
    return await makeCounty(a, 2);
  } catch {
    [a, b] = [b, a];
    return makeCounty(a, 2);
  }
}

/** A screen that was paired through one server and connects to another. */
async function screenAt(product: Product, point: Point): Promise<Api> {
  const waiting = createApi(a.url);
  const { code } = await waiting.call('device.announce', {});
  const { key } = await county.admin.call('device.pair', { code, roomId: point.roomId });
  const screen = createApi(product.url);
  await screen.call('device.exchange', { key });
  return screen;
}

const at = async (product: Product, api: Api, door: 'console' | 'screen' = 'console'): Promise<Follower> =>
  follow({ api, url: product.url, sessionId: lesson.sessionId, door });

const point = (index: number): Point => {
  const found = county.points[index];
  if (found === undefined) throw new Error(`the county has no point ${index}`);
  return found;
};

/** Both know the same, and nothing on the way was missed or told twice. */
async function expectSame(one: Follower, other: Follower): Promise<void> {
  const bothAtOnce = () => isDeepStrictEqual(one.mirror().view, other.mirror().view);
  await expect.poll(bothAtOnce, { timeout: SEEN_MS }).toBe(true);
  for (const each of [one, other]) {
    expect(each.gapCount()).toBe(0);
    expect(each.repeatedCount()).toBe(0);
  }
}

async function countInLog(type: string): Promise<number> {
  const records = openDatabase(postgres.url);
  const { rows } = await sql<{ count: number }>`select count(*) as count from session_event
    where session_id = ${lesson.sessionId} and type = ${type}`.execute(records.database);
  await records.close();
  return rows[0]?.count ?? 0;
}

describe('two servers on one PostgreSQL', () => {
  let teacherAtA: Follower;
  let teacherAtB: Follower;
  let screenAtA: Follower;
  let screenAtB: Follower;
  let counted = 0;

  /** Everybody counts pupils through both servers at once; each number is another. */
  async function countManyTimes(times: number): Promise<(string | null)[]> {
    const { sessionId } = lesson;
    const asks = Array.from({ length: times }, (_, index) => {
      counted += 1;
      const through = index % 2 === 0 ? teacherAtA : teacherAtB;
      const { roomId } = point((index >> 1) % 2);
      return through.ask('headCount.set', { sessionId, roomId, presentCount: counted % 500 });
    });
    return Promise.all(asks);
  }

  test('who signs in at one is known at the other, and what one writes into the registers too', async ({
    skip,
  }) => {
    if (missing !== null) return skip(missing);
    const lecturer = await signIn(b.url, 'chen');
    teacherAtA = await at(a, county.lecturer);
    teacherAtB = await at(b, lecturer);
    screenAtA = await at(a, await screenAt(a, point(0)), 'screen');
    screenAtB = await at(b, await screenAt(b, point(1)), 'screen');
    await expectSame(teacherAtA, teacherAtB);
    const { rows } = await county.admin.call('school.list', {} as never);
    const before = rows.length;
    const [region] = await county.admin.call('region.list', {} as never).then((list) => list.rows);
    if (region === undefined) throw new Error('no region');
    await county.admin.call('school.add', {
      regionId: region.id,
      name: '新教学点',
      kind: 'teachingPoint',
      officialCode: 'P99',
      phone: '',
    } as never);
    const elsewhere = await signIn(b.url, 'zhoumin');
    await expect
      .poll(async () => (await elsewhere.call('school.list', {} as never)).rows.length, { timeout: SEEN_MS })
      .toBe(before + 1);
  });

  test('a code that is given through both at once is one school’s, and the other is refused as on one server', async ({
    skip,
  }) => {
    if (missing !== null) return skip(missing);
    const elsewhere = await signIn(b.url, 'zhoumin');
    const [region] = (await county.admin.call('region.list', {})).rows;
    if (region === undefined) throw new Error('no region');
    const fields = { regionId: region.id, kind: 'teachingPoint', phone: '', responsibleId: null } as const;
    for (let round = 0; round < 5; round += 1) {
      const officialCode = `Q${round}`;
      const add = (api: Api, name: string) =>
        api.call('school.add', { ...fields, name, officialCode, mergedIntoId: null });
      const asked = await Promise.allSettled([add(county.admin, '甲'), add(elsewhere, '乙')]);
      const refused = asked.flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : []));
      expect(refused).toMatchObject([{ code: 'INVALID_VALUE' }]);
    }
  });

  test('a lesson is started through the one and led through the other; both show the same', async ({
    skip,
  }) => {
    if (missing !== null) return skip(missing);
    const { sessionId } = lesson;
    expect(await teacherAtB.ask('session.start', { sessionId })).toBeNull();
    await expect.poll(() => screenAtA.mirror().view.lesson.phase.state, { timeout: SEEN_MS }).toBe('live');
    const { roomId } = point(1);
    expect(await teacherAtA.ask('headCount.set', { sessionId, roomId, presentCount: 21 })).toBeNull();
    await expectSame(teacherAtA, teacherAtB);
    const shown = () => screenAtB.mirror().view.lesson.phase.state;
    await expect.poll(shown, { timeout: SEEN_MS }).toBe('live');
    // What the one has done is done for the other too: both decide against the same log.
    expect(await teacherAtB.ask('session.start', { sessionId })).toBeNull();
    expect(await countInLog('session.started')).toBe(1);
  });

  test('commands through both at once are all taken, each once', async ({ skip }) => {
    if (missing !== null) return skip(missing);
    const before = await countInLog('headCount.set');
    const answers = await countManyTimes(60);
    expect(answers.filter((each) => each !== null)).toEqual([]);
    await expectSame(teacherAtA, teacherAtB);
    expect(await countInLog('headCount.set')).toBe(before + 60);
  });

  test('sound and picture are on one of them, and the other says so', async ({ skip }) => {
    if (missing !== null) return skip(missing);
    const { sessionId } = lesson;
    expect(teacherAtA.joined.media).not.toBeNull();
    expect(teacherAtB.joined.media).toBeNull();
    expect(await teacherAtB.ask('media.join', { sessionId })).toBe('MEDIA_ELSEWHERE');
    const streamId = streamIdSchema.parse(county.lecturerId);
    expect(await screenAtB.ask('media.unpublish', { sessionId, streamId })).toBe('MEDIA_ELSEWHERE');
    expect(await teacherAtA.ask('media.join', { sessionId })).toBeNull();
  });

  test('the list of screens shows those of the other server as there', async ({ skip }) => {
    if (missing !== null) return skip(missing);
    const online = async (): Promise<number> =>
      (await county.admin.call('device.list', {})).filter((device) => device.online).length;
    await expect.poll(online, { timeout: 15_000 }).toBe(2);
  });

  test('Redis is killed and comes back in mid-lesson: nothing is lost and nothing is told twice', async ({
    skip,
  }) => {
    if (missing !== null) return skip(missing);
    const before = await countInLog('headCount.set');
    expect((await countManyTimes(20)).filter((each) => each !== null)).toEqual([]);
    await redis.kill();
    expect((await countManyTimes(20)).filter((each) => each !== null)).toEqual([]);
    // Without Redis each looks into the database by itself.
    await expectSame(teacherAtA, teacherAtB);
    expect((await countManyTimes(20)).filter((each) => each !== null)).toEqual([]);
    await redis.restart();
    expect((await countManyTimes(20)).filter((each) => each !== null)).toEqual([]);
    await expectSame(teacherAtA, teacherAtB);
    expect(await countInLog('headCount.set')).toBe(before + 80);
    const fresh = await at(b, await signIn(b.url, 'he'));
    await expectSame(teacherAtA, fresh);
    fresh.leave();
  });

  test('who is signed out or revoked through the one is cut off from the other within two seconds', async ({
    skip,
  }) => {
    if (missing !== null) return skip(missing);
    const colleague = await signIn(a.url, 'he');
    const elsewhere = createApi(b.url);
    // One browser, two servers behind one name: the same cookie.
    const shared: Api = { ...elsewhere, cookies: colleague.cookies };
    const sitting = await at(b, shared);
    const outAtMs = performance.now();
    await colleague.call('login.end', {} as never);
    await sitting.hungUp;
    expect(performance.now() - outAtMs).toBeLessThan(CUT_OFF_MS);

    const devices = await county.admin.call('device.list', {});
    const device = devices.find(({ room }) => room?.roomId === point(1).roomId);
    if (device === undefined) throw new Error('the second screen is not in the list');
    const revokedAtMs = performance.now();
    await county.admin.call('device.revoke', { deviceId: device.deviceId } as never);
    await screenAtB.hungUp;
    expect(performance.now() - revokedAtMs).toBeLessThan(CUT_OFF_MS);
  });

  test('one ends and starts again: whoever sits at the other stays', async ({ skip }) => {
    if (missing !== null) return skip(missing);
    const seats = () => Object.values(teacherAtB.mirror().view.seats).map((seat) => seat.presence.state);
    const { dataDir } = a;
    await a.kill('SIGTERM');
    await expect
      .poll(() => seats().filter((state) => state === 'lost').length, { timeout: SEEN_MS })
      .toBeGreaterThan(0);
    a = await open({ dataDir });
    const { sessionId } = lesson;
    const count = { roomId: point(0).roomId, presentCount: 7 };
    expect(await teacherAtB.ask('headCount.set', { sessionId, ...count })).toBeNull();
    const again = await at(a, await signIn(a.url, 'chen'));
    await expectSame(teacherAtB, again);
    expect(Object.values(again.mirror().view.seats).some((seat) => seat.presence.state === 'connected')).toBe(
      true,
    );
    expect(await again.ask('session.end', { sessionId })).toBeNull();
    await expectSame(again, teacherAtB);
  });
});
