import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createOriginCheck, isFromOwnPage, type OriginCheck } from '../../server/platform/origins.ts';
import { type Edge, startEdge } from '../support/edge.ts';

let edge: Edge;
let check: OriginCheck = () => false;
beforeAll(async () => {
  edge = await startEdge({
    http: { allowedOrigin: (origin) => check(origin) },
    socket: { allowedOrigin: (origin) => check(origin) },
  });
  check = createOriginCheck({
    named: ['https://class.example.edu'],
    scheme: () => 'http',
    port: () => edge.port,
    anyLoopbackPort: false,
    hosts: () => ['localhost', '127.0.0.1', '[::1]', '192.168.1.10'],
  });
});
afterAll(() => edge.stop());

const foreign = (port: number): readonly string[] => [
  'null',
  '',
  'https://evil.example',
  'https://class.example.edu.evil.example',
  'https://evil-class.example.edu',
  'https://class.example.edu:8443',
  'http://class.example.edu',
  'https://CLASS.example.edu',
  'https://class.example.edu/',
  'https://class.example.edu/x',
  'https://user@class.example.edu',
  'https://class.example.edu@evil.example',
  'https://class.example.edu#evil.example',
  'https://class.example.edu%00.evil.example',
  'https://sub.class.example.edu',
  'https://class-example.edu',
  `http://localhost.evil.example:${port}`,
  `http://127.0.0.1.evil.example:${port}`,
  `http://192.168.1.1:${port}`,
  `http://192.168.1.100:${port}`,
  `https://127.0.0.1:${port}`,
  'http://127.0.0.1',
  `http://127.0.0.1:${port + 1}`,
  `http://127.0.0.1:${port}0`,
  `file://127.0.0.1:${port}`,
];
const ours = (port: number): readonly string[] => [
  'https://class.example.edu',
  `http://localhost:${port}`,
  `http://127.0.0.1:${port}`,
  `http://[::1]:${port}`,
  `http://192.168.1.10:${port}`,
];

type Ask = { readonly path: string; readonly method?: string; readonly headers: Record<string, string> };

function statusOf({ path, method = 'GET', headers }: Ask): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port: edge.port, path, method, headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    asked.on('upgrade', (answer, socket) => {
      socket.destroy();
      resolve(answer.statusCode ?? 0);
    });
    asked.on('error', reject);
    asked.end(method === 'POST' ? '{}' : undefined);
  });
}

const upgrade = {
  connection: 'Upgrade',
  upgrade: 'websocket',
  'sec-websocket-version': '13',
  'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
};
const ways: readonly (readonly [string, (headers: Record<string, string>) => Promise<number>, number])[] = [
  [
    'a socket by polling',
    (headers) => statusOf({ path: '/socket.io/?EIO=4&transport=polling', headers }),
    200,
  ],
  [
    'a socket by upgrade',
    (headers) =>
      statusOf({ path: '/socket.io/?EIO=4&transport=websocket', headers: { ...upgrade, ...headers } }),
    101,
  ],
  [
    'a route that changes something',
    (headers) =>
      statusOf({
        path: '/api/logout',
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
      }),
    200,
  ],
];

describe.each(ways)('S-07: %s', (_way, ask, fine) => {
  test('is refused to every foreign origin', async () => {
    expect(foreign(edge.port).length).toBeGreaterThanOrEqual(20);
    for (const origin of foreign(edge.port)) {
      const status = await ask({ origin });
      expect([origin, status >= 400 && status < 500]).toEqual([origin, true]);
    }
  });

  test('is refused to a browser that says it is another site’s page', async () => {
    for (const site of ['cross-site', 'same-site']) {
      for (const headers of [{}, { origin: `http://localhost:${edge.port}` }]) {
        const status = await ask({ 'sec-fetch-site': site, ...headers });
        expect([site, headers, status >= 400 && status < 500]).toEqual([site, headers, true]);
      }
    }
  });

  test('is open to our pages and to what is no browser', async () => {
    for (const origin of ours(edge.port)) expect([origin, await ask({ origin })]).toEqual([origin, fine]);
    expect(await ask({})).toBe(fine);
    expect(await ask({ 'sec-fetch-site': 'same-origin' })).toBe(fine);
  });
});

test('a development server on another port of this machine is let in only when asked for', () => {
  const options = { named: [], scheme: () => 'http' as const, port: () => 8080, hosts: () => [] };
  const development = createOriginCheck({ ...options, anyLoopbackPort: true });
  expect(development('http://localhost:5173')).toBe(true);
  expect(development('http://localhost.evil.example:5173')).toBe(false);
  expect(development('http://192.168.1.10:5173')).toBe(false);
  expect(createOriginCheck({ ...options, anyLoopbackPort: false })('http://localhost:5173')).toBe(false);
});

test('the usual port is left out of an origin', () => {
  const check443 = createOriginCheck({
    named: [],
    scheme: () => 'https',
    port: () => 443,
    anyLoopbackPort: false,
    hosts: () => ['192.168.1.10'],
  });
  expect(check443('https://192.168.1.10')).toBe(true);
  expect(isFromOwnPage({ origin: 'https://192.168.1.10:443' }, check443)).toBe(false);
});
