import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { LINE_BYTES_MAX, LINE_PATH } from '../../shared/device.ts';
import { deviceId } from '../../shared/kernel/ids.ts';
import { createNewId } from '../platform/ids.ts';
import { silentLog } from '../platform/log.ts';
import { createLineMeter } from './device.line.ts';

const newId = createNewId({ nowMs: () => 1_800_000_000_000 });
const screens = new Map(['one', 'two'].map((name) => [name, deviceId.parse(newId())]));
const clock = { atMs: 1_000_000 };
let server: Server;
let origin: string;
let databaseAway: boolean;

beforeEach(async () => {
  databaseAway = false;
  const measure = createLineMeter({
    clock: { nowMs: () => clock.atMs },
    log: silentLog,
    deviceOf: async ({ screen }) => {
      if (databaseAway) throw new Error('away');
      return screens.get(screen ?? '') ?? null;
    },
  });
  server = createServer((request, response) => {
    if (!measure(request, response)) response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  origin = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const ask = (query: string, screen = 'one') =>
  fetch(`${origin}${LINE_PATH}${query}`, { headers: { cookie: `screen=${screen}` } });
const send = (body: Uint8Array, screen = 'one') =>
  fetch(origin + LINE_PATH, { method: 'POST', body: body.slice(), headers: { cookie: `screen=${screen}` } });

describe('measuring a line', () => {
  test.each(['', '?bytes=', '?bytes=-1', '?bytes=1e3', '?bytes=99999999', `?bytes=${LINE_BYTES_MAX + 1}`])(
    'gives nothing for %j',
    async (query) => {
      expect((await ask(query)).status).toBe(400);
    },
  );

  test('is for paired screens alone, and for nobody while nobody can be known', async () => {
    expect((await ask('?bytes=1', 'other')).status).toBe(401);
    expect((await send(new Uint8Array(8), 'other')).status).toBe(401);
    databaseAway = true;
    expect((await ask('?bytes=1')).status).toBe(503);
  });

  test('leaves other places and other methods to others', async () => {
    expect((await fetch(`${origin}/lines`)).status).toBe(404);
    expect((await fetch(origin + LINE_PATH, { method: 'PUT' })).status).toBe(404);
  });

  test('takes no more than its limit in, told or untold', async () => {
    expect((await send(new Uint8Array(LINE_BYTES_MAX + 1))).status).toBe(413);
    const endless = new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(65_536)),
    });
    const wish = {
      method: 'POST',
      body: endless,
      duplex: 'half',
      headers: { cookie: 'screen=one' },
    } as RequestInit;
    const answer = await fetch(origin + LINE_PATH, wish).then(
      ({ status }) => status,
      () => 'hung up',
    );
    expect([413, 'hung up']).toContain(answer);
  });

  test('gives and takes what was asked, and nothing on the way may keep or squeeze it', async () => {
    const answer = await ask('?bytes=300000');
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect((await answer.arrayBuffer()).byteLength).toBe(300_000);
    expect((await send(new Uint8Array(300_000))).status).toBe(204);
  });

  test('stops a screen that asks without end, not the others', async () => {
    for (let each = 0; each < 150; each += 1) await (await ask('?bytes=0')).arrayBuffer();
    expect((await ask('?bytes=0')).status).toBe(429);
    expect((await ask('?bytes=0', 'two')).status).toBe(200);
  });

  test('lets few measure at once, and lets the next in when one is done', async () => {
    const held = await Promise.all(
      [1, 2, 3].map(async () => {
        let end: () => void = () => undefined;
        const body = new ReadableStream({
          start(controller) {
            controller.enqueue(new Uint8Array(10));
            end = () => controller.close();
          },
        });
        const wish = {
          method: 'POST',
          body,
          duplex: 'half',
          headers: { cookie: 'screen=one' },
        } as RequestInit;
        return { answer: fetch(origin + LINE_PATH, wish), end };
      }),
    );
    await expect.poll(async () => (await ask('?bytes=0', 'two')).status).toBe(503);
    for (const { answer, end } of held) {
      end();
      expect((await answer).status).toBe(204);
    }
    await expect.poll(async () => (await ask('?bytes=0', 'two')).status).toBe(200);
  });
});
