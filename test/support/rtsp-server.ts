import { createHash } from 'node:crypto';
import { createServer, type Socket } from 'node:net';

export type RtspServer = {
  readonly port: number;
  /** To everybody who plays that track. */
  send(track: number, packet: Uint8Array): void;
  readonly playing: () => number;
  /** Cuts everybody off; who comes again is let in again. */
  cut(): void;
  close(): Promise<void>;
};

export type RtspServerWish = {
  readonly sdp: string;
  readonly login?: { readonly username: string; readonly password: string };
  /** Any that is free, unless it has to be found again. */
  readonly port?: number;
};

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
const NONCE = 'c0ffee';
const REALM = 'camera';

/** A camera, as far as a client over one connection sees it; it asks for a digest when it has a login. */
export async function startRtspServer({ sdp, login, port = 0 }: RtspServerWish): Promise<RtspServer> {
  const sockets = new Map<Socket, Map<number, number>>();
  const playing = new Set<Socket>();
  const answer = (socket: Socket, head: string): void => {
    const [first = '', ...lines] = head.split('\r\n');
    const [method = '', uri = ''] = first.split(' ');
    const field = (name: string) =>
      lines
        .find((line) => line.toLowerCase().startsWith(`${name}:`))
        ?.slice(name.length + 1)
        .trim() ?? '';
    const say = (status: string, headers: readonly string[] = [], body = '') =>
      socket.write([`RTSP/1.0 ${status}`, `CSeq: ${field('cseq')}`, ...headers, '', body].join('\r\n'));
    if (login !== undefined && !isRight(field('authorization'), { method, uri, login }))
      return void say('401 Unauthorized', [`WWW-Authenticate: Digest realm="${REALM}", nonce="${NONCE}"`]);
    switch (method) {
      case 'DESCRIBE':
        return void say('200 OK', ['Content-Type: application/sdp', `Content-Length: ${sdp.length}`], sdp);
      case 'SETUP': {
        const track = Number(/track(\d+)$/.exec(uri)?.[1] ?? 0);
        const channel = Number(/interleaved=(\d+)/.exec(field('transport'))?.[1] ?? 0);
        sockets.get(socket)?.set(track, channel);
        return void say('200 OK', ['Session: 1;timeout=30', `Transport: ${field('transport')}`]);
      }
      case 'PLAY':
        say('200 OK', ['Session: 1']);
        return void playing.add(socket);
      default:
        say('200 OK');
    }
  };
  const server = createServer((socket) => {
    sockets.set(socket, new Map());
    let rest = '';
    socket.on('data', (bytes) => {
      rest += bytes.toString('latin1');
      for (let end = rest.indexOf('\r\n\r\n'); end >= 0; end = rest.indexOf('\r\n\r\n')) {
        answer(socket, rest.slice(0, end));
        rest = rest.slice(end + 4);
      }
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      sockets.delete(socket);
      playing.delete(socket);
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    playing: () => playing.size,
    send(track, packet) {
      for (const socket of playing) {
        const channel = sockets.get(socket)?.get(track);
        if (channel === undefined) continue;
        const frame = Buffer.alloc(4 + packet.length);
        frame.writeUInt8(0x24, 0);
        frame.writeUInt8(channel, 1);
        frame.writeUInt16BE(packet.length, 2);
        frame.set(packet, 4);
        socket.write(frame);
      }
    },
    cut() {
      for (const socket of sockets.keys()) socket.destroy();
    },
    async close() {
      for (const socket of sockets.keys()) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

type Asked = {
  readonly method: string;
  readonly uri: string;
  readonly login: NonNullable<RtspServerWish['login']>;
};

function isRight(authorization: string, { method, uri, login }: Asked): boolean {
  const one = md5(`${login.username}:${REALM}:${login.password}`);
  const right = md5(`${one}:${NONCE}:${md5(`${method}:${uri}`)}`);
  return authorization.includes(`response="${right}"`) && authorization.includes(`uri="${uri}"`);
}
