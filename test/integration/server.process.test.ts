import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serverText } from '../../server/platform/texts.ts';
import { obtainWorker } from '../../sfu/index.ts';
import type { Api } from '../support/api.ts';
import { type County, makeCounty, type PlannedLesson, planLesson } from '../support/county.ts';
import { type Product, startProduct } from '../support/product.ts';
import { pairedScreen, type Sitter, sitDown } from '../support/sitter.ts';

const worker = await obtainWorker({ env: process.env, mayBuild: false });
const inCi = process.env['CI'] === 'true' || process.env['CI'] === '1';
const text = serverText('en');

/** Code that is loaded before the server, into the same process. */
const preloaded = (script: string) => ({
  LC_ALL: 'en_US.UTF-8',
  NODE_OPTIONS: `--import=data:text/javascript;base64,${Buffer.from(script).toString('base64')}`,
  ...(worker.ok ? { MEDIASOUP_WORKER_BIN: worker.path } : {}),
});
const env = preloaded(`process.on('SIGUSR2', () => {
  Promise.reject(new RangeError('nobody awaits this'));
  throw new TypeError('nobody catches this');
});`);
const stormy = preloaded(`process.on('SIGUSR2', () => setInterval(() => {
  throw new Error('again');
}, 2));`);

const soon = { timeout: 20_000, interval: 20 };
const times = (output: string, line: string) => output.split(line).length - 1;

describe.skipIf(!worker.ok && !inCi)('a running server', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'sanketang-process-'));
  const running: Product[] = [];
  const start = async (): Promise<Product> => {
    const product = await startProduct({ dataDir, env });
    running.push(product);
    return product;
  };
  let product: Product;
  let county: County;
  let lesson: PlannedLesson;
  let screen: Api;
  let teacher: Sitter;
  let room: Sitter;

  const sit = async () => {
    const { sessionId } = lesson;
    teacher = await sitDown({ api: county.lecturer, url: product.url, sessionId });
    room = await sitDown({ api: screen, url: product.url, sessionId, door: 'screen' });
  };
  const readAttendance = async () => {
    const attendance = await county.admin.call('attendance.read', { sessionId: lesson.sessionId });
    return { ...attendance, room: attendance.rooms[0]?.attendance };
  };

  beforeAll(async () => {
    product = await start();
    county = await makeCounty(product, 1);
    lesson = await planLesson(county, 1);
    const [point] = county.points;
    if (point === undefined) throw new Error('the county has no teaching point');
    screen = await pairedScreen(product, county, point);
    await sit();
    expect(await teacher.ask('session.start', { sessionId: lesson.sessionId })).toBe(null);
  });
  afterAll(async () => {
    for (const each of running) await each.kill('SIGKILL');
    rmSync(dataDir, { recursive: true, force: true });
  });

  test('outlives an error that nobody caught and a refusal that nobody awaited, and says so once', async () => {
    process.kill(product.pid, 'SIGUSR2');
    await expect.poll(() => times(product.output(), 'an error that nobody caught'), soon).toBe(2);
    const headCount = { sessionId: lesson.sessionId, roomId: county.points[0]?.roomId, presentCount: 19 };
    expect(await teacher.ask('headCount.set', headCount as never)).toBe(null);
    const told = product
      .output()
      .split('\n')
      .filter((line) => line.startsWith('Something unforeseen'));
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(/\((TypeError|RangeError)\)/);
    expect(told[0]).not.toContain('nobody');
  });

  test('told to end, loses everybody now; started again, goes on: one presence with one gap', async () => {
    const askedAtMs = Date.now();
    await product.kill('SIGTERM');
    expect(Date.now() - askedAtMs).toBeLessThan(10_000);
    await Promise.all([teacher.hungUp, room.hungUp]);
    expect(product.exitCode()).toBe(0);
    expect(times(product.output(), text('stop.draining'))).toBe(1);
    expect(times(product.output(), text('stop.done'))).toBe(1);

    product = await startProduct({ dataDir, env, port: product.port });
    running.push(product);
    const away = (await readAttendance()).room;
    expect(away?.stays).toHaveLength(1);
    expect(away?.stays[0]?.ending).toEqual({ kind: 'lost', cause: 'server-restart' });
    expect(Math.abs((away?.stays[0]?.toMs ?? 0) - askedAtMs)).toBeLessThan(2_000);

    const lostAtMs = away?.stays[0]?.toMs ?? 0;
    await sit();
    const backAtMs = Date.now();
    const { room: attendance } = await readAttendance();
    expect(attendance?.stays.map(({ ending }) => ending.kind)).toEqual(['lost', 'still-there']);
    const gapMs = (attendance?.stays[1]?.fromMs ?? 0) - lostAtMs;
    expect(Math.abs(gapMs - (backAtMs - lostAtMs))).toBeLessThan(2_000);
  });

  test('gives up in order, with another exit code, when errors do not stop coming', async () => {
    const broken = await startProduct({ env: stormy });
    running.push(broken);
    process.kill(broken.pid, 'SIGUSR2');
    await expect.poll(() => broken.exitCode(), soon).toBe(1);
    expect(times(broken.output(), text('run.broken'))).toBe(1);
    expect(times(broken.output(), text('stop.done'))).toBe(1);
    await broken.stop();
  });
});
