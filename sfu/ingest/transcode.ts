import { type ChildProcess, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import type { Feed } from '../types.ts';
import { readRtp } from './rtp.rules.ts';
import type { SdpMedia } from './sdp.rules.ts';

export type Transcoding = {
  /** One RTP packet as the camera sent it. */
  write(packet: Uint8Array): void;
  stop(): void;
};

export type TranscodeOptions = {
  readonly ffmpegBin: string;
  readonly media: SdpMedia;
  readonly feed: Feed;
  /** It ended by itself; null when there is no such program. */
  readonly onEnded: (exitCode: number | null) => void;
};

const loopback = '127.0.0.1';
const KILL_MS = 2_000;

/** ffmpeg makes H.264 that every browser takes, or Opus, of whatever a camera sends. It is told by pipe, so that nothing stands in its arguments. */
export async function transcode(options: TranscodeOptions): Promise<Transcoding> {
  const port = await freePort();
  const socket = createSocket('udp4');
  await new Promise<void>((resolve) => socket.bind(0, loopback, resolve));
  // Its packets come by way of us: the engine believes the first who sends, and ffmpeg's reports come from another port than its packets.
  const { ip, port: to } = options.feed;
  socket.on('message', (packet) => {
    if (readRtp(packet) !== null) socket.send(packet, to, ip);
  });
  const child = spawn(options.ffmpegBin, argumentsFor(options, socket.address().port), {
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  let stopped = false;
  const end = (exitCode: number | null): void => {
    if (stopped) return;
    stopped = true;
    socket.close();
    options.onEnded(exitCode);
  };
  child.once('error', () => end(null));
  child.once('exit', (exitCode) => end(exitCode ?? -1));
  child.stdin.on('error', () => undefined);
  child.stdin.end(sdpOf(options.media, port));
  return {
    write: (packet) => {
      if (!stopped) socket.send(packet, port, loopback);
    },
    stop() {
      if (stopped) return;
      stopped = true;
      socket.close();
      endChild(child);
    },
  };
}

function endChild(child: ChildProcess): void {
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), KILL_MS);
  child.once('exit', () => clearTimeout(late));
}

function argumentsFor({ media, feed }: TranscodeOptions, port: number): string[] {
  const { payloadType, ssrc } = feed;
  const to = ['-f', 'rtp', '-payload_type', String(payloadType), '-ssrc', String(ssrc | 0)];
  const target = `rtp://${loopback}:${port}?rtcpport=${port}&pkt_size=1200`;
  const read = [
    ...['-hide_banner', '-loglevel', 'quiet', '-protocol_whitelist', 'pipe,udp,rtp'],
    ...[
      '-threads',
      '1',
      '-fflags',
      '+nobuffer',
      '-flags',
      'low_delay',
      '-analyzeduration',
      '0',
      '-max_delay',
      '0',
    ],
    ...['-f', 'sdp', '-i', 'pipe:0'],
  ];
  return media.kind === 'audio'
    ? [...read, '-vn', '-c:a', 'libopus', '-b:a', '48k', '-ar', '48000', '-ac', '2', ...to, target]
    : [...read, '-an', ...picture, ...to, target];
}

/** A key frame every two seconds, since nobody here can ask for one. */
const picture = [
  ...['-c:v', 'libx264', '-profile:v', 'baseline', '-preset', 'ultrafast', '-tune', 'zerolatency'],
  ...[
    '-pix_fmt',
    'yuv420p',
    '-vf',
    'scale=w=min(1280\\,iw):h=-2',
    '-b:v',
    '1800k',
    '-maxrate',
    '2200k',
    '-bufsize',
    '1100k',
  ],
  ...['-force_key_frames', 'expr:gte(t,n_forced*2)', '-x264-params', 'repeat-headers=1'],
];

function sdpOf({ kind, payloadTypes, attributes }: SdpMedia, port: number): string {
  const [payloadType = 96] = payloadTypes;
  const kept = attributes.filter(({ name }) => name === 'rtpmap' || name === 'fmtp');
  return [
    'v=0',
    `o=- 0 0 IN IP4 ${loopback}`,
    's=-',
    `c=IN IP4 ${loopback}`,
    't=0 0',
    `m=${kind} ${port} RTP/AVP ${payloadType}`,
    ...kept.map(({ name, value }) => `a=${name}:${value}`),
    '',
  ].join('\r\n');
}

/** An even one, as RTP likes it; its neighbour is for reports. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = await new Promise<number>((resolve, reject) => {
      const socket = createSocket('udp4');
      socket.once('error', reject);
      socket.bind(0, loopback, () => {
        const { port: bound } = socket.address();
        socket.close(() => resolve(bound));
      });
    });
    if (port % 2 === 0) return port;
  }
}
