import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type RtmpServer, startRtmpServer } from './rtmp-server.ts';

let server: RtmpServer;
const sockets: Socket[] = [];
const asked = vi.fn(async () => 'wrong' as const);

beforeEach(async () => {
  // Only ours: the system's own go on.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  server = await startRtmpServer({ host: '127.0.0.1', port: 0, admit: asked });
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await server.close();
  vi.useRealTimers();
});

/** Somebody who connects, says half a greeting and then nothing. */
async function slow(): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port: server.port });
  sockets.push(socket);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(Buffer.from([3, 0, 0]));
  return socket;
}
/** Until the server has seen as many; it is told by nothing else. */
async function untilStrangers(count: number): Promise<void> {
  while (server.counts().strangers !== count) await new Promise((resolve) => setImmediate(resolve));
}

test('who says nothing is cut off in time, and has kept nobody out for longer', async () => {
  for (let n = 0; n < 8; n++) await slow();
  await untilStrangers(8);
  const late = await slow();
  await once(late, 'close');
  expect(server.counts(), 'one more from the same address').toEqual({ sending: 0, strangers: 8 });
  vi.advanceTimersByTime(8_000);
  await untilStrangers(0);
  await slow();
  await untilStrangers(1);
  expect(asked).not.toHaveBeenCalled();
});

test('who speaks another language is cut off at once', async () => {
  const socket = await slow();
  const other = connect({ host: '127.0.0.1', port: server.port });
  sockets.push(other);
  other.write('GET / HTTP/1.1\r\n\r\n');
  other.resume();
  await once(other, 'close');
  expect(socket.destroyed).toBe(false);
});
