import { type ChildProcess, spawn } from 'node:child_process';
import { createSocket, type Socket } from 'node:dgram';
import { type RtspServer, type RtspServerWish, startRtspServer } from './rtsp-server.ts';

export type CameraWish = Pick<RtspServerWish, 'login' | 'port'> & {
  /** `high` with pictures that wait for later ones, as cameras are set by default; `nobodys` is described as a codec that nobody knows. */
  readonly profile: keyof typeof video;
  readonly voice?: boolean;
};

export type RtspCamera = {
  readonly server: RtspServer;
  readonly address: string;
  /** When each flash was filmed, epoch ms. */
  readonly flashAtMs: readonly number[];
  /** From now on its clock is so much ahead, as when somebody has set it. */
  setClock(aheadMs: number): void;
  close(): Promise<void>;
};

const SIZE = { width: 640, height: 360 } as const;
const FPS = 25;
const FLASH_EVERY = 50;
const FLASH_FRAMES = 5;
const [DARK, BRIGHT] = [60, 235];

const x264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'];
const x265 = ['-c:v', 'libx265', '-preset', 'ultrafast', '-tune', 'zerolatency', '-pix_fmt', 'yuv420p'];
const baseline = [...x264, '-profile:v', 'baseline', '-tune', 'zerolatency', '-g', '25'];
const repeated = ['-x264-params', 'repeat-headers=1'];
const video = {
  baseline: [...baseline, ...repeated],
  // One thread: several would hold back a picture each, as no camera's own encoder does.
  high: [...x264, '-profile:v', 'high', '-bf', '2', '-g', '25', '-threads', '1', ...repeated],
  hevc: [...x265, '-g', '25', '-x265-params', 'repeat-headers=1:log-level=none'],
  mjpeg: ['-c:v', 'mjpeg', '-huffman', 'default', '-force_duplicated_matrix', '1', '-pix_fmt', 'yuvj420p'],
  nobodys: [...baseline, ...repeated],
} as const;
const described: Readonly<Record<keyof typeof video, readonly [payloadType: number, ...lines: string[]]>> = {
  baseline: [96, 'a=rtpmap:96 H264/90000', 'a=fmtp:96 packetization-mode=1'],
  high: [96, 'a=rtpmap:96 H264/90000', 'a=fmtp:96 packetization-mode=1'],
  hevc: [96, 'a=rtpmap:96 H265/90000'],
  mjpeg: [26],
  nobodys: [96, 'a=rtpmap:96 NOBODYS/90000'],
};

/** A camera on loopback: ffmpeg encodes what is filmed here, and flashes now and then. */
export async function startRtspCamera({
  profile,
  voice = false,
  ...server
}: CameraWish): Promise<RtspCamera> {
  const [picture, sound] = [await receiver(), await receiver()];
  const rtsp = await startRtspServer({ sdp: sdp(profile, voice), ...server });
  let aheadMs = 0;
  picture.socket.on('message', (packet) => rtsp.send(0, ahead(packet, aheadMs * 90)));
  sound.socket.on('message', (packet) => rtsp.send(1, ahead(packet, aheadMs * 8)));
  const encoder = encode(profile, [
    ...['-flush_packets', '1', '-f', 'rtp', '-payload_type', `${described[profile][0]}`],
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
  let closed = false;
  return {
    ...{ server: rtsp, flashAtMs, address: `rtsp://127.0.0.1:${rtsp.port}/live` },
    setClock(ms) {
      aheadMs = ms;
    },
    async close() {
      if (closed) return;
      closed = true;
      stop();
      for (const child of children) child.kill('SIGKILL');
      await rtsp.close();
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
      ...[...video[profile], ...to],
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

/** The same packet from a clock that is so much ahead. */
function ahead(packet: Buffer, ticks: number): Buffer {
  const [, second = 0] = packet;
  if (ticks === 0 || (second >= 192 && second < 224)) return packet;
  const moved = Buffer.from(packet);
  moved.writeUInt32BE((packet.readUInt32BE(4) + ticks + 2 ** 40) % 2 ** 32, 4);
  return moved;
}

function sdp(profile: CameraWish['profile'], voice: boolean): string {
  const [payloadType, ...lines] = described[profile];
  return [
    ...['v=0', 'o=- 0 0 IN IP4 127.0.0.1', 's=camera', 't=0 0', 'a=control:*'],
    ...[`m=video 0 RTP/AVP ${payloadType}`, ...lines, 'a=control:track0'],
    ...(voice ? ['m=audio 0 RTP/AVP 8', 'a=rtpmap:8 PCMA/8000', 'a=control:track1'] : []),
    '',
  ].join('\r\n');
}
