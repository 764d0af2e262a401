import { createSocket, type Socket } from 'node:dgram';
import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';

const IP = '127.0.0.1';
const TRIES_MAX = 20;
const TAKEN_MS = 5_000;
const LOOK_MS = 20;

function bound(port: number): Promise<Socket | null> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4');
    socket.once('error', () => {
      socket.close();
      resolve(null);
    });
    socket.bind({ port, address: IP, exclusive: true }, () => resolve(socket));
  });
}

const closed = (socket: Socket): Promise<void> => new Promise((resolve) => socket.close(resolve));

/** An even port on loopback that is free together with the one behind it; null when none was found. */
export async function freePair(): Promise<number | null> {
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    const any = await bound(0);
    if (any === null) continue;
    const port = any.address().port;
    const second = port % 2 === 0 ? await bound(port + 1) : null;
    await closed(any);
    if (second === null) continue;
    await closed(second);
    return port;
  }
  return null;
}

/** Whether somebody listens there, without getting in the way of who is about to. */
async function isTaken(port: number): Promise<boolean> {
  const table = await readFile('/proc/net/udp', 'utf8').catch(() => null);
  if (table !== null) return table.includes(`:${port.toString(16).toUpperCase().padStart(4, '0')} 0`);
  const socket = await bound(port);
  if (socket === null) return true;
  await closed(socket);
  return false;
}

/** Resolves once somebody listens there; false when it is over before that, or after five seconds. ffmpeg opens the port of RTCP last. */
export async function untilTaken(port: number, isOver: () => boolean): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < TAKEN_MS && !isOver(); waitedMs += LOOK_MS) {
    if (await isTaken(port)) return !isOver();
    await pause(LOOK_MS);
  }
  return false;
}

/** An empty receiver report, which has to stand first (RFC 3550, 6.1), and the word that its sender has gone (6.6). */
const goodbye = Buffer.from([0x80, 201, 0, 1, 0, 0, 0, 1, 0x81, 203, 0, 1, 0, 0, 0, 1]);

/** For whoever listens for RTCP there the stream is then at its end. */
export async function sayBye(rtcpPort: number): Promise<void> {
  const socket = await bound(0);
  if (socket === null) return;
  await new Promise<void>((resolve) => socket.send(goodbye, rtcpPort, IP, () => resolve()));
  await closed(socket);
}
