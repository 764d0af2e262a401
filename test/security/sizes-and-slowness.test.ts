import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { issueLeaf, makeAuthority } from '../../server/access/access.authority.ts';
import { MAX_MESSAGE_BYTES } from '../../shared/wire/version.ts';
import { type Client, type Edge, startEdge } from '../support/edge.ts';
import { openRaw, openWebSocket, type Raw, textFrame, untilHeard } from '../support/raw-socket.ts';
import { askTrusting } from '../support/trusting.ts';

const names = { dns: ['localhost'], ip: ['127.0.0.1'] };

let edge: Edge;
let witness: Client;
beforeAll(async () => {
  edge = await startEdge();
  witness = await edge.client();
});
afterAll(() => edge.stop());

const body = { sessionId: '01890000-0000-7000-8000-000000000001' };
async function askMs(): Promise<number> {
  const askedAtMs = performance.now();
  expect((await witness.ask('session.leave', { body })).ok).toBe(true);
  return performance.now() - askedAtMs;
}
async function joinMs(): Promise<number> {
  const askedAtMs = performance.now();
  const client = await edge.client();
  expect(client.refused).toBeNull();
  await client.ask('session.leave', { body });
  client.socket.disconnect();
  return performance.now() - askedAtMs;
}

describe('S-03: size', () => {
  test.each([MAX_MESSAGE_BYTES + 1, 2 ** 20, 20 * 2 ** 20])(
    'a frame of %i bytes ends its connection with 1009 within a second',
    async (bytes) => {
      const raw = await openWebSocket(edge.port);
      raw.write(textFrame('40{"version":1}'));
      await untilHeard(raw, '"sid":"');
      const frame = textFrame(`421["session.leave",{"body":"${'x'.repeat(bytes)}"}]`);
      const sentAtMs = performance.now();
      raw.write(frame);
      await raw.closedAfterMs;
      expect(performance.now() - sentAtMs).toBeLessThan(1_000);
      expect(raw.heard()).toContain('\u0088\u0002\u0003\u00f1');
      await askMs();
    },
  );

  test('a message just below the limit is read', async () => {
    const client = await edge.client();
    const answer = await client.ask('session.join', {
      body: { resumeToken: 'x'.repeat(MAX_MESSAGE_BYTES - 200) },
    });
    expect(answer).toMatchObject({ error: { code: 'BAD_REQUEST' } });
  });

  test.each([MAX_MESSAGE_BYTES + 1, 2 ** 20])('a request of %i bytes is too large', async (bytes) => {
    const sentAtMs = performance.now();
    const answer = await fetch(`${edge.url}/api/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ password: 'x'.repeat(bytes) }),
    });
    expect(answer.status).toBe(413);
    expect(await answer.json()).toMatchObject({ code: 'TOO_LARGE' });
    expect(performance.now() - sentAtMs).toBeLessThan(1_000);
  });

  test('a request without end is answered when it passes the limit', async () => {
    const raw = await openRaw(edge.port);
    raw.write(
      'POST /api/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n',
    );
    const chunk = `4000\r\n${'x'.repeat(0x4000)}\r\n`;
    const sentAtMs = performance.now();
    raw.write(`1\r\n"\r\n${chunk.repeat(6)}`);
    await untilHeard(raw, 'TOO_LARGE');
    expect(performance.now() - sentAtMs).toBeLessThan(1_000);
    raw.socket.destroy();
  });

  test('a polling post above the limit is refused', async () => {
    const opened = await fetch(`${edge.url}/socket.io/?EIO=4&transport=polling`);
    const { sid } = JSON.parse((await opened.text()).slice(1)) as { sid: string };
    const answer = await fetch(`${edge.url}/socket.io/?EIO=4&transport=polling&sid=${sid}`, {
      method: 'POST',
      body: `4${'x'.repeat(MAX_MESSAGE_BYTES)}`,
    });
    expect(answer.status).toBe(413);
    await askMs();
  });

  test.each([
    ['slashes', '/'.repeat(10_000)],
    ['dots', `/api/${'../'.repeat(3_000)}`],
    ['escapes', `/api/devices/${'%25'.repeat(3_000)}/revoke`],
    ['parameters', `/api/coverage?${'a=1&'.repeat(3_000)}`],
  ])('an address of many %s is answered at once', async (_what, path) => {
    const raw = await openRaw(edge.port);
    const sentAtMs = performance.now();
    raw.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    await raw.closedAfterMs;
    expect(raw.heard()).toMatch(/^HTTP\/1\.1 [245]/);
    expect(performance.now() - sentAtMs).toBeLessThan(500);
  });
});

test('S-03: 500 senders of one header line at a time and 100 silent sockets are cut off, and others join meanwhile', async () => {
  const slow = await Promise.all(Array.from({ length: 500 }, () => openRaw(edge.port)));
  const silent = await Promise.all(Array.from({ length: 100 }, () => openWebSocket(edge.port)));
  const beganAtMs = performance.now();
  for (const raw of slow) raw.write('GET / HTTP/1.1\r\n');
  const drip = setInterval(() => {
    for (const raw of slow) raw.write('X-Slow: 1\r\n');
  }, 500);
  const over = { yet: false };
  const joins: number[] = [];
  const joining = (async () => {
    while (!over.yet) joins.push(await joinMs());
  })();
  const closed = async (raws: readonly Raw[]) => {
    await Promise.all(raws.map((raw) => raw.closedAfterMs));
    return performance.now() - beganAtMs;
  };
  const [slowMs, silentMs] = await Promise.all([closed(slow), closed(silent)]);
  clearInterval(drip);
  over.yet = true;
  await joining;
  expect(slowMs).toBeLessThanOrEqual(7_000);
  expect(silentMs).toBeLessThanOrEqual(6_500);
  const sorted = joins.sort((a, b) => a - b);
  expect(sorted.length).toBeGreaterThan(10);
  expect(sorted[Math.floor(sorted.length * 0.99)]).toBeLessThanOrEqual(1_000);
}, 40_000);

test('S-03: at the door of plain HTTP, slow senders and silent sockets are cut off, and TLS comes in meanwhile', async () => {
  const shown = await issueLeaf(await makeAuthority(['localhost'], Date.now()), names, Date.now());
  const door = await startEdge({
    http: {
      transport: {
        certificate: () => shown,
        onCertificate: () => undefined,
        keepsOut: () => false,
        door: (_request, response) => response.end('door'),
        isStrict: () => false,
      },
    },
  });
  const slow = await Promise.all(Array.from({ length: 200 }, () => openRaw(door.port)));
  const silent = await Promise.all(Array.from({ length: 200 }, () => openRaw(door.port)));
  const half = await Promise.all(Array.from({ length: 100 }, () => openRaw(door.port)));
  const beganAtMs = performance.now();
  for (const raw of half) raw.socket.write(Buffer.from([0x16, 0x03, 0x01]));
  for (const raw of slow) raw.write('GET / HTTP/1.1\r\n');
  const drip = setInterval(() => {
    for (const raw of slow) raw.write('X-Slow: 1\r\n');
  }, 500);
  const closedMs = async (raws: readonly Raw[]) => {
    await Promise.all(raws.map((raw) => raw.closedAfterMs));
    return performance.now() - beganAtMs;
  };
  const closing = Promise.all([closedMs(silent), closedMs(half), closedMs(slow)]);
  const secure = await askTrusting(
    `https://127.0.0.1:${door.port}/healthz`,
    shown.cert.split(/(?<=END CERTIFICATE-----)/)[1] ?? '',
  );
  expect(secure.status).toBe(200);
  expect(performance.now() - beganAtMs).toBeLessThan(1_500);
  const [silentMs, halfMs, slowMs] = await closing;
  clearInterval(drip);
  await door.stop();
  expect(silentMs).toBeLessThanOrEqual(7_000);
  expect(halfMs).toBeLessThanOrEqual(12_500);
  expect(slowMs).toBeLessThanOrEqual(12_500);
}, 40_000);
