import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { afterEach, describe, expect, test } from 'vitest';
import { isPublicAddress } from './outbound.addresses.ts';
import { createOutbound, type OutboundOptions } from './outbound.ts';

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});
async function serve(listener: RequestListener, make: typeof createServer = createServer): Promise<number> {
  const server = make(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
const wish = (url: string) => ({ url: new URL(url), method: 'POST' as const, headers: {}, body: '你好' });
/** Names that lead where the test says, like those of somebody who wants to get in. */
const naming = (addresses: Record<string, readonly string[]>): NonNullable<OutboundOptions['lookup']> =>
  ((name: string, _: unknown, callback: (error: Error | null, found?: unknown) => void) => {
    const found = addresses[name];
    if (found === undefined) callback(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }));
    else
      callback(
        null,
        found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      );
  }) as never;

test.each([
  '127.0.0.1',
  '0.0.0.0',
  '10.1.2.3',
  '172.31.255.255',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::ffff:8.8.8.8',
  '::ffff:127.0.0.1',
  'fe80::1%eth0',
  'fd00::1',
  'ff02::1',
  '64:ff9b::7f00:1',
  '2002:7f00:1::',
  '2001:db8::1',
  'localhost',
  '',
])('%s is not of the open internet', (address) => expect(isPublicAddress(address)).toBe(false));

test.each(['8.8.8.8', '172.32.0.1', '192.169.0.1', '2400:3200::1', '2606:4700::1111'])(
  '%s is of the open internet',
  (address) => expect(isPublicAddress(address)).toBe(true),
);

describe('our own network is not asked', () => {
  test('by address, by name, or by a name that has one fine address among others', async () => {
    let asked = 0;
    const port = await serve((_, response) => {
      asked += 1;
      response.end();
    });
    const outbound = createOutbound({
      local: [],
      timeLimitMs: 2_000,
      lookup: naming({ 'inside.example': ['127.0.0.1', '10.0.0.1'] }),
    });
    const inside = { state: 'failed', reason: 'private' };
    for (const host of ['127.0.0.1', '[::1]', '0x7f.1', '2130706433', 'inside.example'])
      expect([host, await outbound(wish(`http://${host}:${port}/`))]).toEqual([host, inside]);
    expect(asked).toBe(0);
  });

  test('unless the operator names the host', async () => {
    const port = await serve((_, response) => response.end('fine'));
    const lookup = naming({ 'inside.example': ['127.0.0.1'], 'other.example': ['127.0.0.1'] });
    const outbound = createOutbound({ local: ['inside.example'], lookup });
    expect(await outbound(wish(`http://inside.example:${port}/`))).toEqual({
      state: 'answered',
      status: 200,
      text: 'fine',
    });
    expect(await outbound(wish(`http://other.example:${port}/`))).toMatchObject({ reason: 'private' });
  });
});

describe('what comes back', () => {
  const outbound = createOutbound({ local: 'everywhere', timeLimitMs: 300, answerMaxBytes: 100 });

  test('is cut, and a way elsewhere is not followed', async () => {
    const heard: string[] = [];
    const port = await serve((request, response) => {
      heard.push(request.url ?? '');
      if (request.url === '/far') response.writeHead(302, { Location: '/near' }).end();
      else response.end('x'.repeat(1_000_000));
    });
    const long = await outbound(wish(`http://127.0.0.1:${port}/long`));
    expect(long).toMatchObject({ status: 200, text: 'x'.repeat(100) });
    expect(await outbound(wish(`http://127.0.0.1:${port}/far`))).toMatchObject({ status: 302 });
    expect(heard).toEqual(['/long', '/far']);
  });

  test('is nothing from who says nothing, breaks off, is not there, has no name or no certificate', async () => {
    const silent = await serve(() => undefined);
    const slow = await serve((_, response) => void response.write('x'));
    const rude = await serve((request) => request.socket.destroy());
    const bare = await serve(() => undefined, createTlsServer as never);
    const reason = async (url: string) => {
      const answer = await outbound(wish(url));
      return answer.state === 'failed' ? answer.reason : answer.status;
    };
    expect(await reason(`http://127.0.0.1:${silent}/`)).toBe('timeout');
    expect(await reason(`http://127.0.0.1:${slow}/`)).toBe('timeout');
    expect(await reason(`http://127.0.0.1:${rude}/`)).toBe('unreachable');
    expect(await reason('http://127.0.0.1:9/')).toBe('unreachable');
    expect(await reason(`https://127.0.0.1:${bare}/`)).toBe('untrusted');
    const nameless = createOutbound({ local: [], lookup: naming({}) });
    expect(await nameless(wish('https://nowhere.example/'))).toEqual({
      state: 'failed',
      reason: 'unknownName',
    });
  });

  test('is not waited for when the server stops', async () => {
    const port = await serve(() => controller.abort());
    const controller = new AbortController();
    const patient = createOutbound({ local: 'everywhere' });
    const answer = await patient({ ...wish(`http://127.0.0.1:${port}/`), signal: controller.signal });
    expect(answer).toEqual({ state: 'failed', reason: 'stopped' });
  });

  test('what is sent arrives whole', async () => {
    let body = '';
    const port = await serve((request, response) => {
      request.on('data', (part: Buffer) => {
        body += part.toString();
      });
      request.on('end', () => response.writeHead(204).end());
    });
    expect(await outbound(wish(`http://127.0.0.1:${port}/`))).toMatchObject({ status: 204, text: '' });
    expect(body).toBe('你好');
  });
});
