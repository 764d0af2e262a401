import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';

/** A TCP connection that says whatever it likes, to see what the server makes of it. */
export type Raw = {
  readonly socket: Socket;
  write(data: string | Buffer): void;
  /** Everything heard so far, as Latin-1. */
  heard(): string;
  /** Resolves with the time until the server hung up or said that it will, in ms since `open`. */
  readonly closedAfterMs: Promise<number>;
};

/** No text of ours holds this character. */
const CLOSE_FRAME = '\u0088';

export function openRaw(port: number): Promise<Raw> {
  return new Promise((resolve, reject) => {
    const openedAtMs = performance.now();
    const socket = connect(port, '127.0.0.1');
    let heard = '';
    const closedAfterMs = new Promise<number>((closed) => {
      socket.once('close', () => closed(performance.now() - openedAtMs));
      socket.on('data', (chunk) => {
        heard = (heard + chunk.toString('latin1')).slice(-10_000);
        if (heard.includes(CLOSE_FRAME)) closed(performance.now() - openedAtMs);
      });
    });
    socket.once('error', reject);
    socket.once('connect', () => {
      // A reset is one way of hanging up.
      socket.off('error', reject).on('error', () => socket.destroy());
      resolve({
        socket,
        heard: () => heard,
        closedAfterMs,
        write: (data) => void (socket.writable && socket.write(data)),
      });
    });
  });
}

export type Frame = { readonly opcode: number; readonly payload: Buffer | string; readonly final?: boolean };

/** A masked WebSocket frame as a client sends it (RFC 6455 §5.2). */
export function frameBytes({ opcode, payload, final = true }: Frame): Buffer {
  const body = Buffer.from(payload);
  const mask = randomBytes(4);
  const extended = body.length < 126 ? 0 : body.length < 65_536 ? 2 : 8;
  const head = Buffer.alloc(2 + extended);
  head[0] = (final ? 0x80 : 0) | opcode;
  head[1] = 0x80 | (extended === 0 ? body.length : extended === 2 ? 126 : 127);
  if (extended === 2) head.writeUInt16BE(body.length, 2);
  if (extended === 8) head.writeBigUInt64BE(BigInt(body.length), 2);
  const masked = Buffer.from(body.map((byte, index) => byte ^ (mask[index % 4] ?? 0)));
  return Buffer.concat([head, mask, masked]);
}

export const textFrame = (payload: string): Buffer => frameBytes({ opcode: 1, payload });
export const binaryFrame = (payload: Buffer): Buffer => frameBytes({ opcode: 2, payload });

const upgradeOf = (port: number) =>
  [
    'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1',
    `Host: 127.0.0.1:${port}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
    '',
    '',
  ].join('\r\n');

/** A WebSocket on which Socket.IO has not been spoken yet. */
export async function openWebSocket(port: number): Promise<Raw> {
  const raw = await openRaw(port);
  raw.write(upgradeOf(port));
  await untilHeard(raw, '"pingInterval"');
  return raw;
}

export function untilHeard(raw: Raw, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = () => {
      if (!raw.heard().includes(text)) return;
      raw.socket.off('data', look);
      resolve();
    };
    raw.socket.on('data', look);
    raw.socket.once('close', () =>
      reject(new Error(`closed before "${text}": ${raw.heard().slice(0, 200)}`)),
    );
    look();
  });
}
