import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { createServer, request as plainRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import { type RouteName, routes } from '../../shared/wire/routes.ts';
import { createHttpServer } from './http.ts';
import { createNewId } from './ids.ts';
import { listen } from './listen.ts';
import { createLog } from './log.ts';
import type { RouteContext, RouteHandlers } from './ports.ts';

type Asker = { readonly kind: 'person' | 'visitor' };
type Handle = (context: RouteContext<Asker>, body: unknown) => Promise<Result<unknown>>;

const folder = mkdtempSync(join(tmpdir(), 'pages-'));
const lines: string[] = [];
const calls: { name: string; body: unknown; actor: Asker }[] = [];
let handle: Handle = async () => ok({});
let url = '';
let server: Server;

beforeAll(async () => {
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'console.html'), '<title>console</title>');
  writeFileSync(join(folder, 'screen.html'), '<title>screen</title>');
  writeFileSync(join(folder, 'assets', 'a-1.js'), 'let plain;');
  writeFileSync(join(folder, 'assets', 'a-1.js.br'), brotliCompressSync('let packed;'));
  const names = Object.keys(routes) as RouteName[];
  const handlers = Object.fromEntries(
    names.map((name) => [
      name,
      (context: RouteContext<Asker>, body: unknown) => {
        calls.push({ name, body, actor: context.actor });
        return handle(context, body);
      },
    ]),
  ) as unknown as RouteHandlers<Asker>;
  const log = createLog('error', { write: (line: string) => lines.push(line) });
  server = createHttpServer<Asker>({
    handlers,
    downloads: [
      {
        name: 'some.csv',
        path: '/api/some.csv',
        handle: async (_context, query) =>
          query['from'] === undefined
            ? fail('BAD_REQUEST')
            : ok({ contentType: 'text/csv; charset=utf-8', fileName: 'a"b.csv', text: '\ufeffa' }),
      },
      {
        name: 'long.csv',
        path: '/api/long.csv',
        handle: async () =>
          ok({ contentType: 'text/csv; charset=utf-8', fileName: 'long.csv', text: '', pieces: pieces() }),
      },
    ],
    authenticate: async (cookies) => ({ kind: cookies['who'] === 'p' ? 'person' : 'visitor' }),
    gate: (actor, name) =>
      actor.kind === 'visitor' && (name === 'region.list' || name === 'planner.accept')
        ? fail('UNAUTHENTICATED')
        : ok(),
    allowedOrigin: (origin) => origin === 'https://ours.example',
    secureCookies: true,
    newId: createNewId({ nowMs: () => 1 }),
    log,
    clientFolder: folder,
    publicUrl: 'https://ours.example',
    trustedProxyCount: 0,
    readyChecks: [
      { name: 'records', check: async () => true },
      { name: 'media', check: () => Promise.reject(new Error('gone')) },
    ],
    transport: null,
    ownPages: null,
  });
  const listening = await listen(server, { host: '127.0.0.1', port: 0 });
  if (!listening.ok) throw new Error(listening.error);
  url = `http://127.0.0.1:${listening.port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => {
  calls.length = 0;
  lines.length = 0;
  handle = async () => ok({});
});

let pieces: () => AsyncGenerator<string>;
async function* until(isOver: () => boolean): AsyncGenerator<string> {
  while (!isOver()) {
    await new Promise((resolve) => setImmediate(resolve));
    yield 'x'.repeat(10_000);
  }
}

const json = { 'content-type': 'application/json' };
const post = (path: string, body: string | Buffer<ArrayBuffer>, headers: Record<string, string> = json) =>
  fetch(url + path, { method: 'POST', body, headers });
const codeOf = async (answer: Response) => ((await answer.json()) as { code?: string }).code;

describe('a large body', () => {
  const body = JSON.stringify({ slots: 'x'.repeat(200_000) });
  const asPerson = { ...json, cookie: 'who=p', origin: 'https://ours.example' };

  test('is read for the rows that say so, of whoever is let in there', async () => {
    const wrong = await post('/api/planner/accept', body, asPerson);
    expect([wrong.status, await codeOf(wrong)]).toEqual([400, 'BAD_REQUEST']);
    expect(await codeOf(await post('/api/planner/accept', body, json))).toBe('TOO_LARGE');
    expect(await codeOf(await post('/api/login', body, asPerson))).toBe('TOO_LARGE');
    expect(await codeOf(await post('/api/regions/change', body, asPerson))).toBe('BAD_REQUEST');
  });

  test('ends at two megabytes', async () => {
    const huge = JSON.stringify({ slots: 'x'.repeat(2 * 1024 * 1024) });
    expect(await codeOf(await post('/api/planner/accept', huge, asPerson))).toBe('TOO_LARGE');
  });
});

describe('what cannot be understood', () => {
  const id = '01890000-0000-7000-8000-000000000001';
  test.each([
    ['no JSON', '/api/login', '{', json, 400, 'BAD_REQUEST'],
    ['a list', '/api/login', '[]', json, 400, 'BAD_REQUEST'],
    ['a bare value', '/api/login', '1', json, 400, 'BAD_REQUEST'],
    ['null', '/api/logout', 'null', json, 400, 'BAD_REQUEST'],
    ['text that is no UTF-8', '/api/logout', Buffer.from([0x22, 0xff, 0x22]), json, 400, 'BAD_REQUEST'],
    [
      'another content type',
      '/api/login',
      'loginName=a',
      { 'content-type': 'text/plain' },
      400,
      'BAD_REQUEST',
    ],
    ['packed', '/api/login', '{}', { ...json, 'content-encoding': 'gzip' }, 400, 'BAD_REQUEST'],
    ['a missing field', '/api/login', '{"loginName":"a"}', json, 400, 'BAD_REQUEST'],
    ['an unknown field', '/api/logout', '{"personId":1}', json, 400, 'BAD_REQUEST'],
    ['a wrong parameter', '/api/devices/7/revoke', '{}', json, 400, 'BAD_REQUEST'],
    ['a path that does not decode', '/api/devices/%E0%A4%A/revoke', '{}', json, 400, 'BAD_REQUEST'],
    ['too much', '/api/login', JSON.stringify({ password: 'x'.repeat(65_536) }), json, 413, 'TOO_LARGE'],
    ['an unknown route', '/api/none', '{}', json, 404, 'NOT_FOUND'],
    ['a method that the route has not', `/api/sessions/${id}/attendance`, '{}', json, 404, 'NOT_FOUND'],
  ])('%s', async (_what, path, body, headers, status, code) => {
    const answer = await post(path, body, headers);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(await answer.json()).toMatchObject({
      status,
      code,
      type: `urn:sanketang:error:${code}`,
      requestId: answer.headers.get('x-request-id'),
    });
    expect(calls).toEqual([]);
  });

  test('the field at fault is named, its value is not', async () => {
    const answer = await post('/api/login', '{"loginName":"a","password":"hunter2","role":"admin"}');
    const text = await answer.text();
    expect(JSON.parse(text).params).toEqual({ field: 'role' });
    expect(text).not.toContain('hunter2');
  });

  test('nested query parameters are not taken apart', async () => {
    expect(await codeOf(await fetch(`${url}/api/report?kind[a]=day&date=2026-01-01`))).toBe('BAD_REQUEST');
  });
});

describe('who may ask from where', () => {
  test.each([
    ['another site', { origin: 'https://evil.example' }, 403],
    ['ours as a prefix', { origin: 'https://ours.example.evil.example' }, 403],
    ['nowhere', { origin: 'null' }, 403],
    ['a browser on another site that hides its origin', { 'sec-fetch-site': 'cross-site' }, 403],
    ['a neighbour', { 'sec-fetch-site': 'same-site', origin: 'https://ours.example' }, 403],
    ['our page', { 'sec-fetch-site': 'same-origin', origin: 'https://ours.example' }, 200],
    ['no browser', {}, 200],
  ])('%s', async (_who, headers, status) => {
    // fetch does not let the caller write these headers.
    const answered = await new Promise<number>((resolve, reject) => {
      const sent = plainRequest(
        `${url}/api/logout`,
        { method: 'POST', headers: { ...json, ...headers } },
        (answer) => {
          answer.resume();
          resolve(answer.statusCode ?? 0);
        },
      );
      sent.once('error', reject);
      sent.end('{}');
    });
    expect(answered).toBe(status);
    expect(calls.length).toBe(status === 200 ? 1 : 0);
  });

  test('the gate refuses before the handler', async () => {
    const answer = await fetch(`${url}/api/regions`);
    expect(answer.status).toBe(401);
    handle = async () => ok({ rows: [], total: 0 });
    const signedIn = await fetch(`${url}/api/regions`, { headers: { cookie: 'a=b; who=p' } });
    expect(signedIn.status).toBe(200);
    expect(calls.map((call) => call.actor.kind)).toEqual(['person']);
  });
});

describe('answers', () => {
  test('fields that the table does not name stay inside; cookies are closed to scripts', async () => {
    handle = async (context) => {
      context.setCookie({ name: 'who', value: 'a b', maxAgeMs: 60_000 });
      return ok({ open: true, secret: 1 });
    };
    const answer = await fetch(`${url}/api/setup`);
    expect(await answer.json()).toEqual({ open: true });
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('set-cookie')).toMatch(
      /^who=a%20b; Max-Age=60; Path=\/; .*HttpOnly; Secure; SameSite=Lax$/,
    );
  });

  test.each([
    ['a throw', () => Promise.reject(new Error('the stack of it')), 500, 'INTERNAL'],
    ['an answer unlike the table', async () => ok({ open: 'perhaps' }), 500, 'INTERNAL'],
    [
      'a database that is away',
      () => Promise.reject(Object.assign(new Error('busy'), { code: 'SQLITE_BUSY' })),
      503,
      'UNAVAILABLE',
    ],
    ['a refusal', async () => fail('TOO_MANY_TRIES', { minutes: 3 }), 429, 'TOO_MANY_TRIES'],
  ])('%s', async (_what, work, status, code) => {
    handle = work;
    const answer = await fetch(`${url}/api/setup`);
    const text = await answer.text();
    expect(answer.status).toBe(status);
    expect(JSON.parse(text).code).toBe(code);
    expect(text).not.toContain('stack');
    const told = lines.filter((line) => line.includes(answer.headers.get('x-request-id') ?? 'none'));
    expect(told.length).toBe(status >= 500 ? 1 : 0);
  });

  test('parameters and query reach the handler', async () => {
    handle = async () => fail('NOT_FOUND');
    const sessionId = '01890000-0000-7000-8000-000000000001';
    await fetch(`${url}/api/sessions/${sessionId}/attendance`);
    await fetch(`${url}/api/report?kind=day&date=2026-01-01`);
    expect(calls.map((call) => call.body)).toEqual([{ sessionId }, { kind: 'day', date: '2026-01-01' }]);
  });

  test('a long download is sent off while it is made, and ends with whoever hangs up', async () => {
    let isEnded = false;
    let given = 0;
    pieces = async function* () {
      try {
        for (; given < 3; given += 1) yield '一,'.repeat(3);
        yield* until(() => isEnded);
      } finally {
        isEnded = true;
      }
    };
    const hangUp = new AbortController();
    const answer = await fetch(`${url}/api/long.csv`, { signal: hangUp.signal });
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="long.csv"');
    const first = await answer.body?.getReader().read();
    expect(new TextDecoder().decode(first?.value)).toContain('一,一,一,');
    hangUp.abort();
    await expect.poll(() => isEnded).toBe(true);
    expect(lines).toEqual([]);
  });

  test('a long download that breaks off is never taken for whole, and the log says why', async () => {
    pieces = async function* () {
      yield 'a,b';
      await new Promise((resolve) => setImmediate(resolve));
      throw new Error('the disk is gone');
    };
    const read = fetch(`${url}/api/long.csv`).then((answer) => answer.text());
    await expect(read).rejects.toThrow();
    expect(lines.filter((line) => line.includes('the disk is gone'))).toHaveLength(1);
  });

  test('a download is saved under a harmless name', async () => {
    const answer = await fetch(`${url}/api/some.csv?from=1`);
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="a_b.csv"');
    expect(new Uint8Array(await answer.arrayBuffer())[0]).toBe(0xef);
    expect((await fetch(`${url}/api/some.csv`)).status).toBe(400);
  });
});

describe('pages', () => {
  const html = { accept: 'text/html,*/*' };
  test.each([
    ['/', 'console'],
    ['/lessons/today', 'console'],
    ['/screen', 'screen'],
  ])('%s is the %s', async (path, page) => {
    const answer = await fetch(url + path, { headers: html });
    expect(await answer.text()).toContain(page);
    expect(answer.headers.get('cache-control')).toBe('no-cache');
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain('wss://ours.example');
    expect(policy).toContain("frame-ancestors 'none'");
    expect(answer.headers.get('permissions-policy')).toContain('display-capture=(self)');
  });

  test('assets come packed and for ever', async () => {
    const packed = await fetch(`${url}/assets/a-1.js`, { headers: { 'accept-encoding': 'br' } });
    expect(await packed.text()).toBe('let packed;');
    expect(packed.headers.get('content-type')).toContain('javascript');
    expect(packed.headers.get('x-content-type-options')).toBe('nosniff');
    expect(packed.headers.get('cross-origin-resource-policy')).toBe('same-origin');
    expect(packed.headers.get('content-security-policy')).toBeNull();
    expect(packed.headers.get('cache-control')).toContain('immutable');
    const plain = await fetch(`${url}/assets/a-1.js`, { headers: { 'accept-encoding': 'identity' } });
    expect(await plain.text()).toBe('let plain;');
  });

  test.each(['/assets/none.js', '/assets/a-1.js.br', '/../package.json', '/..%2fpackage.json', '/api/none'])(
    '%s is not there',
    async (path) => {
      const answer = await fetch(url + path, { headers: html });
      expect(answer.status).toBe(404);
    },
  );
});

test('healthy and ready are two questions', async () => {
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  const ready = await fetch(`${url}/readyz`);
  expect(ready.status).toBe(503);
  expect(await ready.json()).toEqual({ ready: false, checks: { records: true, media: false } });
});

test('a taken port is a value with its sentence', async () => {
  const second = createServer();
  const port = Number(new URL(url).port);
  expect(await listen(second, { host: '127.0.0.1', port })).toMatchObject({
    ok: false,
    problem: 'start.portTaken',
  });
  expect(await listen(second, { host: '203.0.113.7', port: 0 })).toMatchObject({
    ok: false,
    problem: 'start.hostUnknown',
  });
});
