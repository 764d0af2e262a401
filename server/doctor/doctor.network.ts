import { createSocket } from 'node:dgram';
import { request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import { createServer } from 'node:net';
import { cpus } from 'node:os';
import type { Config } from '../platform/config.ts';
import { interfaceAddresses } from '../platform/network.ts';
import type { Echo, MediaPorts, WebPort } from './doctor.types.ts';

const ANSWER_MS = 3_000;
const ECHO_MS = 1_000;

/** Tries to take the port; when it is taken, asks who is there. */
export async function lookAtWebPort(config: Config): Promise<WebPort> {
  const tried = await tryTcp(config.port, config.host === '' ? '0.0.0.0' : config.host);
  if (tried === null) return { state: 'free' };
  if (tried !== 'EADDRINUSE') return { state: 'denied', error: tried };
  const host =
    config.host === '0.0.0.0' || config.host === '::' || config.host === '' ? '127.0.0.1' : config.host;
  for (const secure of [true, false]) {
    const health = await ask({ secure, host, port: config.port, path: '/healthz' });
    if (typeof health !== 'object' || health === null || !('healthy' in health)) continue;
    const ready = await ask({ secure, host, port: config.port, path: '/readyz' });
    return { state: 'ours', unready: unreadyIn(ready) };
  }
  return { state: 'other' };
}

function unreadyIn(ready: unknown): string[] {
  if (typeof ready !== 'object' || ready === null || !('checks' in ready)) return ['readyz'];
  const { checks } = ready;
  if (typeof checks !== 'object' || checks === null) return ['readyz'];
  return Object.entries(checks).flatMap(([name, fine]) => (fine === true ? [] : [name]));
}

/** Null when the port can be opened, else why not. */
function tryTcp(port: number, host: string): Promise<string | null> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    probe.listen(port, host, () => probe.close(() => resolve(null)));
  });
}

function tryUdp(port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const probe = createSocket('udp4');
    probe.once('error', (error: NodeJS.ErrnoException) => {
      probe.close();
      resolve(error.code ?? error.message);
    });
    probe.bind(port, '0.0.0.0', () => probe.close(() => resolve(null)));
  });
}

type Question = {
  readonly secure: boolean;
  readonly host: string;
  readonly port: number;
  readonly path: string;
};

/** The JSON that our server answers; null for whatever else is there. Whose certificate it is, is another check's matter. */
function ask({ secure, ...at }: Question): Promise<unknown> {
  return new Promise((resolve) => {
    const options = { ...at, agent: false, timeout: ANSWER_MS } as const;
    const sent = secure ? requestSecure({ ...options, rejectUnauthorized: false }) : requestPlain(options);
    const end = (value: unknown) => {
      sent.destroy();
      resolve(value);
    };
    sent.once('error', () => end(null));
    sent.once('timeout', () => end(null));
    sent.once('response', (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => {
        text = (text + chunk).slice(0, 10_000);
      });
      answer.once('end', () => end(fromJson(text)));
      answer.once('error', () => end(null));
    });
    sent.end();
  });
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    if (cause instanceof SyntaxError) return null;
    throw cause;
  }
}

/** One for each worker and one for the standby, over UDP and TCP. */
export async function lookAtMediaPorts({ rtc }: Config, serverRuns: boolean): Promise<MediaPorts> {
  const first = rtc.port;
  const count = Math.max(1, cpus().length) + 1;
  const ports = Array.from({ length: count }, (_, index) => first + index);
  const tried = first === 0 || serverRuns ? [] : await Promise.all(ports.map(isTaken));
  return { first, count, serverRuns, taken: ports.filter((_, index) => tried[index] === true) };
}

const isTaken = async (port: number) =>
  (await tryUdp(port)) !== null || (await tryTcp(port, '0.0.0.0')) !== null;

/** A datagram to every announced address and back, over this machine's own stack and firewall. */
export function lookForEchoes({ rtc }: Config): Promise<Echo[]> {
  const own = new Set(['127.0.0.1', '::1', ...interfaceAddresses()]);
  return Promise.all(
    rtc.announcedAddresses.map(async (address): Promise<Echo> => {
      if (!own.has(address)) return { address, state: 'elsewhere' };
      const tripMs = await tripTo(address);
      return tripMs === null ? { address, state: 'silent' } : { address, state: 'heard', tripMs };
    }),
  );
}

function tripTo(address: string): Promise<number | null> {
  return new Promise((resolve) => {
    const family = address.includes(':') ? 'udp6' : 'udp4';
    const [there, here] = [createSocket(family), createSocket(family)];
    const end = (value: number | null) => {
      clearTimeout(late);
      for (const socket of [there, here]) socket.close();
      resolve(value);
    };
    const late = setTimeout(() => end(null), ECHO_MS);
    for (const socket of [there, here]) socket.once('error', () => end(null));
    there.on('message', (message, from) => there.send(message, from.port, from.address));
    there.bind(0, address, () => {
      const sentAtMs = performance.now();
      here.once('message', () => end(performance.now() - sentAtMs));
      here.send('sanketang', there.address().port, address);
    });
  });
}
