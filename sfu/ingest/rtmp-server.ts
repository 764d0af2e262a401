import { createServer, type Socket } from 'node:net';
import { RtmpSession, type RtmpSessionOptions } from './rtmp-session.ts';

export type RtmpServerOptions = Pick<RtmpSessionOptions, 'admit'> & {
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
};

export type RtmpServer = {
  readonly port: number;
  /** Who is connected: let in, and not yet. */
  readonly counts: () => { readonly sending: number; readonly strangers: number };
  close(): Promise<void>;
};

/** By then an encoder has said its key, or is none. */
const INTRODUCED_MS = 8_000;
/** Encoders send many times a second: whoever is silent for so long is gone. */
const SILENT_MS = 15_000;
const STRANGERS_MAX = 64;
const STRANGERS_PER_ADDRESS_MAX = 8;

/** Listens for encoders that send by RTMP. Throws what the system says when the port cannot be opened. */
export async function startRtmpServer({ host, port, admit }: RtmpServerOptions): Promise<RtmpServer> {
  const sockets = new Set<Socket>();
  const strangers = new Map<Socket, string>();
  const server = createServer((socket) => {
    const address = socket.remoteAddress ?? '';
    const same = [...strangers.values()].filter((each) => each === address).length;
    if (strangers.size >= STRANGERS_MAX || same >= STRANGERS_PER_ADDRESS_MAX) {
      socket.destroy();
      return;
    }
    sockets.add(socket);
    strangers.set(socket, address);
    const late = setTimeout(() => session.end(), INTRODUCED_MS);
    const session = new RtmpSession({
      admit,
      write: (bytes) => {
        // Whoever does not read what little we say is none of ours.
        if (socket.writableLength > 64 * 1024) session.end();
        else if (socket.writable) socket.write(bytes);
      },
      onEnd: () => {
        clearTimeout(late);
        socket.destroySoon();
        // What is on its way may still go; a peer that does not take it waits in vain.
        socket.setTimeout(1_000, () => socket.destroy());
      },
      onAdmitted: () => {
        clearTimeout(late);
        strangers.delete(socket);
      },
    });
    socket.setNoDelay(true);
    socket.setTimeout(SILENT_MS, () => session.end());
    socket.on('data', (bytes: Buffer) => session.push(bytes));
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      clearTimeout(late);
      sockets.delete(socket);
      strangers.delete(socket);
      session.end();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve());
  });
  // Too many open files while somebody comes: that one is turned away.
  server.on('error', () => undefined);
  const bound = server.address();
  return {
    port: typeof bound === 'object' && bound !== null ? bound.port : port,
    counts: () => ({ sending: sockets.size - strangers.size, strangers: strangers.size }),
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
