import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { request as requestTls } from 'node:https';
import { connect, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { issueLeaf, makeAuthority } from '../access/access.authority.ts';
import type { KeyedCertificate } from '../access/access.types.ts';
import { openDoors, type Transport } from './http-doors.ts';
import { silentLog } from './log.ts';

const nowMs = Date.now();
const names = { dns: ['localhost'], ip: ['127.0.0.1'] };
let ca = '';
let one: KeyedCertificate;
let other: KeyedCertificate;
beforeAll(async () => {
  const authority = await makeAuthority(['localhost'], nowMs);
  ca = authority.cert;
  one = await issueLeaf(authority, names, nowMs);
  other = await issueLeaf(authority, names, nowMs);
});

type House = { readonly port: number; readonly server: Server; show(next: KeyedCertificate | null): void };
const closers: (() => void)[] = [];
afterEach(() => {
  vi.useRealTimers();
  for (const close of closers.splice(0)) close();
});

async function open(shown: KeyedCertificate | null, keepsOut = false): Promise<House> {
  let current = shown;
  const listeners: (() => void)[] = [];
  const transport: Transport = {
    certificate: () => current,
    onCertificate: (listener) => void listeners.push(listener),
    keepsOut: () => keepsOut,
    door: (request, response) => response.end(`door ${request.method} ${request.url}`),
    isStrict: () => false,
  };
  const inside = createServer((request, response) => {
    const { socket } = request;
    response.end(`inside ${request.method} ${request.url} ${'encrypted' in socket ? 'tls' : 'plain'}`);
  });
  inside.on('upgrade', (_request, socket: Socket) => {
    socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n');
    socket.pipe(socket);
  });
  const server = openDoors(inside, transport, { limits: {}, log: silentLog });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    server,
    show(next) {
      current = next;
      for (const listener of listeners) listener();
    },
  };
}

const plain = async ({ port }: House, path: string, init: RequestInit = {}) => {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
    headers: { connection: 'close' },
    ...init,
  });
  return await answer.text();
};

function secure({ port }: House, path: string): Promise<{ text: string; fingerprint: string }> {
  return new Promise((resolve, reject) => {
    const asked = requestTls({ host: '127.0.0.1', port, path, ca, agent: false }, (answer) => {
      const { fingerprint256: fingerprint } = (answer.socket as TLSSocket).getPeerCertificate();
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      answer.on('end', () => resolve({ text, fingerprint }));
    });
    asked.on('error', reject);
    asked.end();
  });
}

/** What came until the other side hung up. */
async function raw({ port }: House, bytes: string | Buffer): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  closers.push(() => socket.destroy());
  let heard = '';
  socket.setEncoding('latin1').on('data', (chunk: string) => {
    heard += chunk;
  });
  socket.on('error', () => socket.destroy());
  socket.write(bytes);
  await once(socket, 'close');
  return heard;
}

describe('without a certificate', () => {
  test('plain HTTP reaches the product, and TLS nobody', async () => {
    const house = await open(null);
    expect(await plain(house, '/a')).toBe('inside GET /a plain');
    await expect(secure(house, '/a')).rejects.toThrow();
  });

  test('somebody who is kept out gets the door, however they come', async () => {
    const house = await open(null, true);
    expect(await plain(house, '/a')).toBe('door GET /a');
    await expect(secure(house, '/a')).rejects.toThrow();
  });
});

describe('with a certificate', () => {
  test('one port speaks both: TLS comes in, plain HTTP stays at the door', async () => {
    const house = await open(one);
    expect(await plain(house, '/a')).toBe('door GET /a');
    expect(await plain(house, '/b', { method: 'POST', body: 'x'.repeat(100_000) })).toBe('door POST /b');
    expect((await secure(house, '/c')).text).toBe('inside GET /c tls');
  });

  test('first bytes that come one by one lose nothing', async () => {
    const house = await open(one);
    const socket = connect(house.port, '127.0.0.1');
    closers.push(() => socket.destroy());
    socket.setNoDelay(true);
    socket.write('G');
    await once(house.server, 'connection');
    socket.write('ET /slow HTTP/1.1\r\nHost: x\r\n\r\n');
    const [chunk] = (await once(socket, 'data')) as [Buffer];
    expect(chunk.toString()).toContain('HTTP/1.1 200');
  });

  test('an upgrade over plain HTTP is answered like any other request', async () => {
    const house = await open(one);
    const heard = await raw(
      house,
      'GET /socket.io/ HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
    );
    expect(heard).toContain('door GET /socket.io/');
    expect(heard).not.toContain('101');
  });

  test('garbage and half a handshake end the connection and nothing else', async () => {
    const house = await open(one);
    expect(await raw(house, Buffer.from([0x16, 0xff, 0xff, 0xff, 0xff, 0xff]))).not.toContain('HTTP');
    expect(await raw(house, Buffer.from([0x00, 0x01, 0x02]))).toContain('400');
    expect((await secure(house, '/c')).text).toBe('inside GET /c tls');
  });

  test('who says nothing is cut off after five seconds', async () => {
    const house = await open(one);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const socket = connect(house.port, '127.0.0.1');
    closers.push(() => socket.destroy());
    await once(house.server, 'connection');
    const closed = once(socket, 'close');
    vi.advanceTimersByTime(4_900);
    expect(socket.destroyed).toBe(false);
    vi.advanceTimersByTime(200);
    await closed;
  });

  test('who trickles at the door is cut off too', async () => {
    const house = await open(one);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const socket = connect(house.port, '127.0.0.1');
    closers.push(() => socket.destroy());
    socket.write('GET / HTTP/1.1\r\n');
    const [taken] = (await once(house.server, 'connection')) as [Socket];
    await vi.waitUntil(() => taken.listenerCount('data') > 0);
    const closed = once(socket, 'close');
    vi.advanceTimersByTime(10_100);
    await closed;
  });
});

describe('while the certificate changes', () => {
  test('an open connection lives on, a new one sees the new certificate', async () => {
    const house = await open(one);
    const before = await secure(house, '/');
    const held = connectTls({ host: '127.0.0.1', port: house.port, ca });
    closers.push(() => held.destroy());
    await once(held, 'secureConnect');
    held.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n');
    await once(held, 'data');
    house.show(other);
    const after = await secure(house, '/');
    expect(after.fingerprint).not.toBe(before.fingerprint);
    held.write('still here');
    const [echo] = (await once(held, 'data')) as [Buffer];
    expect(echo.toString()).toBe('still here');
  });

  test('plain HTTP is shut out as soon as there is one, and let in again when there is none', async () => {
    const house = await open(null);
    expect(await plain(house, '/')).toBe('inside GET / plain');
    house.show(one);
    expect(await plain(house, '/')).toBe('door GET /');
    expect((await secure(house, '/')).text).toBe('inside GET / tls');
    house.show(null);
    expect(await plain(house, '/')).toBe('inside GET / plain');
    await expect(secure(house, '/')).rejects.toThrow();
  });

  test('closing waits for nobody', async () => {
    const house = await open(one);
    const held = connectTls({ host: '127.0.0.1', port: house.port, ca });
    const silent = connect(house.port, '127.0.0.1');
    closers.push(
      () => held.destroy(),
      () => silent.destroy(),
    );
    await once(held, 'secureConnect');
    for (const each of [held, silent]) each.on('error', () => each.destroy());
    house.server.closeAllConnections();
    await new Promise<void>((resolve) => house.server.close(() => resolve()));
  });
});
