import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBus } from '../../server/platform/bus.open.ts';
import { aloneBus, type Bus } from '../../server/platform/bus.ts';
import { createNewId } from '../../server/platform/ids.ts';
import { silentLog } from '../../server/platform/log.ts';
import { type RedisStart, startRedis } from '../support/redis.ts';

const newId = createNewId({ nowMs: () => 1_800_000_000_000 });
let redis: RedisStart;
beforeAll(async () => {
  redis = await startRedis();
});
afterAll(async () => {
  if (redis.state === 'running') await redis.redis.stop();
});

/** A server's ears: what it heard of one topic, and how often it learned of a gap. */
async function listening(url: string, topic: string) {
  const bus = await openBus({ url, newId, log: silentLog });
  const heard: unknown[] = [];
  const gaps = { count: 0 };
  bus.on(topic, (body) => heard.push(body));
  bus.onGap(() => {
    gaps.count += 1;
  });
  await expect.poll(() => gaps.count).toBeGreaterThan(0);
  return { bus, heard, gaps };
}

const stopAll = (...buses: readonly { readonly bus: Bus }[]) =>
  Promise.all(buses.map(({ bus }) => bus.stop()));

test('news reach every other server once, whole and in order, and not their own', async ({ skip }) => {
  if (redis.state === 'skipped') return skip(redis.reason);
  const [a, b, c] = await Promise.all(
    [1, 2, 3].map(() => listening(redis.state === 'running' ? redis.redis.url : '', 'x')),
  );
  if (!a || !b || !c) throw new Error('three were asked for');
  const told = Array.from({ length: 1_000 }, (_, index) => ({ index, words: '“青山”\n' }));
  for (const each of told) a.bus.publish('x', each);
  a.bus.publish('y', 'for nobody here');
  b.bus.publish('x', 'last');
  await expect.poll(() => c.heard.length).toBe(1_001);
  expect(c.heard.filter((each) => each !== 'last')).toEqual(told);
  await expect.poll(() => b.heard).toEqual(told);
  expect(a.heard).toEqual(['last']);
  await stopAll(a, b, c);
});

test('a listener that throws keeps nothing from the others', async ({ skip }) => {
  if (redis.state === 'skipped') return skip(redis.reason);
  const [a, b] = [await listening(redis.redis.url, 'x'), await listening(redis.redis.url, 'z')];
  b.bus.on('x', () => {
    throw new Error('a listener of the test');
  });
  b.bus.on('x', (body) => b.heard.push(body));
  a.bus.publish('x', 1);
  a.bus.publish('x', 2);
  await expect.poll(() => b.heard).toEqual([1, 2]);
  await stopAll(a, b);
});

test('when Redis was killed everybody learns of the gap, and news flow again', async ({ skip }) => {
  if (redis.state === 'skipped') return skip(redis.reason);
  const [a, b] = [await listening(redis.redis.url, 'x'), await listening(redis.redis.url, 'x')];
  a.bus.publish('x', 'before');
  await expect.poll(() => b.heard).toEqual(['before']);
  const [gapsOfA, gapsOfB] = [a.gaps.count, b.gaps.count];
  await redis.redis.kill();
  a.bus.publish('x', 'lost');
  await redis.redis.restart();
  await expect.poll(() => a.gaps.count, { timeout: 10_000 }).toBeGreaterThan(gapsOfA);
  await expect.poll(() => b.gaps.count, { timeout: 10_000 }).toBeGreaterThan(gapsOfB);
  a.bus.publish('x', 'after');
  await expect.poll(() => b.heard).toEqual(['before', 'after']);
  await stopAll(a, b);
}, 30_000);

test('a server without Redis is alone and says nothing to anybody', async () => {
  const bus = await openBus({ url: null, newId, log: silentLog });
  expect(bus).toBe(aloneBus);
  bus.on('x', () => expect.unreachable('nobody is there'));
  bus.publish('x', 1);
  await bus.stop();
});
