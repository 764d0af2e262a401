import { connect, type Socket } from 'node:net';
import { type Amf, readAmf, writeAmf } from '../../sfu/ingest/amf0.rules.ts';
import { messageType, RtmpReader, writeMessage } from '../../sfu/ingest/rtmp.rules.ts';

const HELLO_BYTES = 1_536;
const command = (...values: readonly Amf[]) =>
  writeMessage(3, { type: messageType.command, streamId: 0, payload: writeAmf(...values) });
const record = [1, 66, 0, 30, 0xff, 0xe1, 0, 4, 0x67, 66, 0, 30, 1, 0, 2, 0x68, 1];
const tag = (...body: readonly number[]) =>
  writeMessage(6, { type: messageType.video, streamId: 1, payload: Uint8Array.from(body) });

export type RtmpEncoder = {
  /** How it was answered: the code of the status. */
  readonly answer: string;
  /** Says once more what its picture is, and sends one. */
  film(): void;
  readonly closed: () => boolean;
  close(): void;
};

/** An encoder as far as its protocol goes; its pictures are no pictures. */
export function startRtmpEncoder(port: number, key: string): Promise<RtmpEncoder> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect({ host: '127.0.0.1', port });
    const reader = new RtmpReader(64 * 1024);
    let greeting: Buffer | null = Buffer.alloc(0);
    let closed = false;
    const encoder = (answer: string): RtmpEncoder => ({
      answer,
      film() {
        socket.write(tag(0x17, 0, 0, 0, 0, ...record));
        socket.write(tag(0x17, 1, 0, 0, 0, 0, 0, 0, 2, 0x65, 0x88));
      },
      closed: () => closed,
      close: () => socket.destroy(),
    });
    const hear = (bytes: Buffer): void => {
      const messages = reader.push(bytes);
      if (messages === 'nonsense') reject(new Error('nonsense was said'));
      for (const { type, payload } of messages === 'nonsense' ? [] : messages) {
        const [name, , , status] = type === messageType.command ? (readAmf(payload) ?? []) : [];
        if (name === 'onStatus' && typeof status === 'object' && status !== null && 'code' in status)
          resolve(encoder(String(status['code'])));
      }
    };
    socket.on('connect', () => socket.write(Buffer.concat([Buffer.from([3]), Buffer.alloc(HELLO_BYTES)])));
    socket.on('data', (bytes) => {
      if (greeting === null) {
        hear(bytes);
        return;
      }
      greeting = Buffer.concat([greeting, bytes]);
      if (greeting.length < 1 + 2 * HELLO_BYTES) return;
      const rest = greeting.subarray(1 + 2 * HELLO_BYTES);
      greeting = null;
      socket.write(Buffer.alloc(HELLO_BYTES));
      socket.write(command('connect', 1, { app: 'live' }));
      socket.write(command('createStream', 2, null));
      socket.write(command('publish', 3, null, key, 'live'));
      hear(rest);
    });
    socket.on('error', reject);
    socket.on('close', () => {
      closed = true;
      reject(new Error('cut off without an answer'));
    });
  });
}
