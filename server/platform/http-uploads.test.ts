import { createServer, request, type Server } from 'node:http';
import express from 'express';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { fail, ok } from '../../shared/kernel/result.ts';
import { createUploads } from './http-uploads.ts';
import { createNewId } from './ids.ts';
import { listen } from './listen.ts';
import { silentLog } from './log.ts';
import type { RouteHandlers } from './ports.ts';

type Asker = { kind: 'person' | 'visitor' };
let server: Server;
let port = 0;
const taken: { fields: object; bytes: Buffer }[] = [];

beforeAll(async () => {
  const app = express();
  app.use(
    createUploads<Asker>(
      {
        handlers: {} as RouteHandlers<Asker>,
        downloads: [],
        authenticate: async (cookies) => ({ kind: cookies['who'] === 'p' ? 'person' : 'visitor' }),
        gate: (actor, name) =>
          actor.kind === 'visitor' && name === 'import.open' ? fail('UNAUTHENTICATED') : ok(),
        allowedOrigin: (origin) => origin === 'https://ours.example',
        secureCookies: true,
        newId: createNewId({ nowMs: () => 1 }),
        log: silentLog,
      },
      [
        {
          as: 'import.open',
          path: '/api/files/:id/bytes',
          bytesMax: 1_000,
          handle: async (_context, fields, bytes) => {
            taken.push({ fields, bytes });
            return bytes[0] === 0 ? fail('CONFLICT', { at: 3 }) : ok({ fine: true });
          },
        },
      ],
    ),
  );
  server = createServer(app);
  const listening = await listen(server, { host: '127.0.0.1', port: 0 });
  if (!listening.ok) throw new Error(listening.error);
  port = listening.port;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  taken.length = 0;
});

const good = { cookie: 'who=p', 'content-type': 'application/octet-stream', origin: 'https://ours.example' };
const send = async (body: Uint8Array<ArrayBuffer>, headers: Record<string, string>) => {
  const answer = await fetch(`http://127.0.0.1:${port}/api/files/7/bytes?at=3`, {
    method: 'POST',
    body,
    headers,
  });
  return [answer.status, await answer.json()] as const;
};

test.each([
  ['another site', { ...good, origin: 'https://evil.example' }, 403, 'ORIGIN_REFUSED'],
  ['another site by its own words', { ...good, 'sec-fetch-site': 'cross-site' }, 403, 'ORIGIN_REFUSED'],
  ['nobody known', { ...good, cookie: '' }, 401, 'UNAUTHENTICATED'],
  ['another type', { ...good, 'content-type': 'text/plain' }, 400, 'BAD_REQUEST'],
  ['packed', { ...good, 'content-encoding': 'gzip' }, 400, 'BAD_REQUEST'],
])('%s is refused and nothing is taken', async (_, headers, status, code) => {
  expect(await send(Uint8Array.from([1]), headers)).toMatchObject([status, { code }]);
  expect(taken).toEqual([]);
});

test('too much is refused by its announced length, and at the limit when nothing was announced', async () => {
  expect(await send(new Uint8Array(1_001), good)).toMatchObject([
    413,
    { code: 'TOO_LARGE', params: { limit: 1_000 } },
  ]);
  const endless = await new Promise<number | undefined>((resolve, reject) => {
    const path = '/api/files/7/bytes';
    const asking = request({ port, path, method: 'POST', headers: good }, (answer) => {
      resolve(answer.statusCode);
      asking.destroy();
    });
    asking.on('error', reject);
    asking.write(Buffer.alloc(2_000));
  });
  expect(endless).toBe(413);
  expect(taken).toEqual([]);
});

test('bytes come as they are, with what the address says; a refusal is told', async () => {
  expect(await send(Uint8Array.from([9, 0, 255]), good)).toEqual([200, { fine: true }]);
  expect(taken).toEqual([{ fields: { at: '3', id: '7' }, bytes: Buffer.from([9, 0, 255]) }]);
  expect(await send(Uint8Array.from([0]), good)).toMatchObject([
    409,
    { code: 'CONFLICT', params: { at: 3 } },
  ]);
});
