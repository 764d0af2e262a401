import { type ChildProcess, spawn } from 'node:child_process';
import { createSocket, type Socket } from 'node:dgram';
import { type RtspServer, type RtspServerWish, startRtspServer } from './rtsp-server.ts';

export type CameraWish = Pick<RtspServerWish, 'login'> & {
  /** `high` with pictures that wait for later ones, as cameras are set by default. */
  readonly profile: 'baseline' | 'high';
  readonly voice?: boolean;
};

export type RtspCamera = {
  readonly server: RtspServer;
  readonly address: string;
  /** When each flash was filmed, epoch ms. */
  readonly flashAtMs: readonly number[];
  close(): Promise<void>;
};

const SIZE = { width: 640, height: 360 } as const;
const FPS = 25;
const FLASH_EVERY = 50;
const FLASH_FRAMES = 5;
const [DARK, BRIGHT] = [60, 235];

const video = {
  baseline: ['-profile:v', 'baseline', '-tune', 'zerolatency', '-g', '25'],
  // One thread: several would hold back a picture each, as no camera's own encoder does.
  high: ['-profile:v', 'high', '-bf', '2', '-g', '25', '-threads', '1'],
} as const;

/** A camera on loopback: ffmpeg encodes what is filmed here, and flashes now and then. */
export async function startRtspCamera({ profile, voice = false, login }: CameraWish): Promise<RtspCamera> {
  const [picture, sound] = [await receiver(), await receiver()];
  const server = await startRtspServer({ sdp: sdp(voice), ...(login === undefined ? {} : { login }) });
  picture.socket.on('message', (packet) => server.send(0, packet));
  sound.socket.on('message', (packet) => server.send(1, packet));
  const encoder = encode(profile, [
    ...['-x264-params', 'repeat-headers=1', '-flush_packets', '1', '-f', 'rtp', '-payload_type', '96'],
    `rtp://127.0.0.1:${picture.port}?pkt_size=1300`,
  ]);
  const children: ChildProcess[] = [encoder];
  if (voice)
    children.push(
      spawn(
        'ffmpeg',
        [
          ...[
            ...quiet,
            '-re',
            '-f',
            'lavfi',
            '-i',
            'sine=440:sample_rate=8000',
            '-c:a',
            'pcm_alaw',
            '-ac',
            '1',
          ],
          ...['-f', 'rtp', '-payload_type', '8', `rtp://127.0.0.1:${sound.port}?pkt_size=172`],
        ],
        { stdio: ['ignore', 'ignore', 'inherit'] },
      ),
    );
  const { flashAtMs, stop } = film(encoder);
  return {
    ...{ server, flashAtMs, address: `rtsp://127.0.0.1:${server.port}/live` },
    async close() {
      stop();
      for (const child of children) child.kill('SIGKILL');
      await server.close();
      for (const { socket } of [picture, sound]) socket.close();
    },
  };
}

const quiet = ['-hide_banner', '-loglevel', 'error'];

function encode(profile: CameraWish['profile'], to: readonly string[]): ChildProcess {
  const raw = ['-f', 'rawvideo', '-pix_fmt', 'gray', '-s', `${SIZE.width}x${SIZE.height}`, '-r', String(FPS)];
  return spawn(
    'ffmpeg',
    [
      ...[
        ...quiet,
        '-probesize',
        '32',
        '-analyzeduration',
        '0',
        '-fflags',
        'nobuffer',
        ...raw,
        '-i',
        'pipe:0',
      ],
      ...['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', ...video[profile], ...to],
    ],
    { stdio: ['pipe', 'ignore', 'inherit'] },
  );
}

/** The same picture as an encoder sends it by RTMP. */
export function startRtmpCamera(address: string): Pick<RtspCamera, 'flashAtMs' | 'close'> {
  const encoder = encode('baseline', ['-flush_packets', '1', '-tcp_nodelay', '1', '-f', 'flv', address]);
  const { flashAtMs, stop } = film(encoder);
  return {
    flashAtMs,
    async close() {
      stop();
      encoder.kill('SIGKILL');
    },
  };
}

function film({ stdin }: ChildProcess): { readonly flashAtMs: readonly number[]; readonly stop: () => void } {
  const flashAtMs: number[] = [];
  let frame = 0;
  stdin?.on('error', () => undefined);
  const timer = setInterval(() => {
    const turn = frame % FLASH_EVERY;
    const picture = Buffer.alloc(SIZE.width * SIZE.height, turn < FLASH_FRAMES ? BRIGHT : DARK);
    // Something moves, as in any room.
    const left = (frame * 7) % (SIZE.width - 40);
    for (let y = SIZE.height - 60; y < SIZE.height - 20; y += 1)
      picture.fill(150, y * SIZE.width + left, y * SIZE.width + left + 40);
    if (turn === 0) flashAtMs.push(Date.now());
    stdin?.write(picture);
    frame += 1;
  }, 1000 / FPS);
  return { flashAtMs, stop: () => clearInterval(timer) };
}

function receiver(): Promise<{ readonly socket: Socket; readonly port: number }> {
  return new Promise((resolve, reject) => {
    const socket = createSocket('udp4');
    socket.once('error', reject);
    socket.bind(0, '127.0.0.1', () => resolve({ socket, port: socket.address().port }));
  });
}

const sdp = (voice: boolean): string =>
  [
    ...['v=0', 'o=- 0 0 IN IP4 127.0.0.1', 's=camera', 't=0 0', 'a=control:*'],
    ...[
      'm=video 0 RTP/AVP 96',
      'a=rtpmap:96 H264/90000',
      'a=fmtp:96 packetization-mode=1',
      'a=control:track0',
    ],
    ...(voice ? ['m=audio 0 RTP/AVP 8', 'a=rtpmap:8 PCMA/8000', 'a=control:track1'] : []),
    '',
  ].join('\r\n');
