import { type ChildProcess, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import type { Feed } from '../feed.types.ts';
import { freePair, untilTaken } from '../recorder/ports.ts';
import { readRtp } from './rtp.rules.ts';
import { codecsOf, type SdpMedia } from './sdp.rules.ts';
import { steadyClock } from './steady.rules.ts';

export type Transcoding = {
  /** Whether it listens: what is written before that is lost. */
  readonly ready: Promise<boolean>;
  /** One RTP packet as the camera sent it. */
  write(packet: Uint8Array): void;
  stop(): void;
};

export type TranscodeOptions = {
  readonly ffmpegBin: string;
  readonly media: SdpMedia;
  readonly feed: Feed;
  /** Left out: a picture is made H.264 in the size in which it comes. Else it becomes VP8, small, as it suits this source. */
  readonly small?: 'camera' | 'content';
  /** Something was made of what came. */
  readonly onFirst?: () => void;
  /** It ended by itself; null when there is no such program. */
  readonly onEnded: (exitCode: number | null) => void;
};

const loopback = '127.0.0.1';
const PICTURE_RATE = 90_000;
const KILL_MS = 2_000;
/** What nothing was made of for so long cannot be decoded; cameras send a key frame every few seconds. */
const NOTHING_MS = 15_000;
const NOTHING = -1;

/** ffmpeg makes H.264 that every panel takes, Opus, or VP8 of whatever a camera sends. It is told by pipe, so that nothing stands in its arguments. */
export async function transcode(options: TranscodeOptions): Promise<Transcoding> {
  // One that is even, as RTP likes it, and its neighbour for reports.
  const port = await freePair();
  if (port === null) return neverBegun(options);
  const socket = createSocket('udp4');
  await new Promise<void>((resolve) => socket.bind(0, loopback, resolve));
  // Its packets come by way of us: the engine believes the first who sends, and ffmpeg's reports come from another port than its packets.
  const { ip, port: to } = options.feed;
  const steady = steadyClock(codecsOf(options.media)[0]?.clockRate ?? PICTURE_RATE);
  let made = false;
  socket.on('message', (packet) => {
    if (readRtp(packet) === null) return;
    if (!made) options.onFirst?.();
    made = true;
    socket.send(packet, to, ip);
  });
  const child = spawn(options.ffmpegBin, argumentsFor(options, socket.address().port), {
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  let stopped = false;
  let late: NodeJS.Timeout | undefined;
  const giveUp = (): void => {
    if (made) return;
    endChild(child);
    end(NOTHING);
  };
  const end = (exitCode: number | null): void => {
    if (stopped) return;
    stopped = true;
    clearTimeout(late);
    socket.close();
    options.onEnded(exitCode);
  };
  child.once('error', () => end(null));
  child.once('exit', (exitCode) => end(exitCode ?? -1));
  child.stdin.on('error', () => undefined);
  child.stdin.end(sdpOf(options.media, port));
  return {
    ready: untilTaken(port + 1, () => stopped),
    write: (packet) => {
      if (stopped) return;
      late ??= setTimeout(giveUp, NOTHING_MS);
      socket.send(retimed(packet, steady), port, loopback);
    },
    stop() {
      if (stopped) return;
      stopped = true;
      clearTimeout(late);
      socket.close();
      endChild(child);
    },
  };
}

/** As one that ended at once: whoever asked tries again later. */
function neverBegun({ onEnded }: TranscodeOptions): Transcoding {
  setImmediate(() => onEnded(NOTHING));
  return { ready: Promise.resolve(false), write: () => undefined, stop: () => undefined };
}

function retimed(packet: Uint8Array, steady: (timestamp: number) => number): Uint8Array {
  if (readRtp(packet) === null) return packet;
  const copy = Uint8Array.from(packet);
  const view = new DataView(copy.buffer);
  view.setUint32(4, steady(view.getUint32(4)));
  return copy;
}

function endChild(child: ChildProcess): void {
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), KILL_MS);
  child.once('exit', () => clearTimeout(late));
}

function argumentsFor({ media, feed, small }: TranscodeOptions, port: number): string[] {
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
  if (media.kind === 'audio')
    return [...read, '-vn', '-c:a', 'libopus', '-b:a', '48k', '-ar', '48000', '-ac', '2', ...to, target];
  return [...read, '-an', ...(small === undefined ? picture : smallPicture(small)), ...to, target];
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

/** As browsers send it for the same end; what is written on slides can still be read. Frames that come faster are left out. */
const sizes = {
  camera: { width: 640, height: 360, leastS: 0.03 },
  content: { width: 1280, height: 720, leastS: 0.19 },
} as const;

/** One core at most, of which it takes a part. */
function smallPicture(source: keyof typeof sizes): string[] {
  const { width, height, leastS } = sizes[source];
  const fit = `scale=w=min(${width}\\,iw):h=min(${height}\\,ih):force_original_aspect_ratio=decrease:force_divisible_by=2`;
  const select = `select=isnan(prev_selected_t)+gte(t-prev_selected_t\\,${leastS})`;
  return [
    ...['-vf', `${select},${fit}`, '-vsync', 'vfr', '-filter_threads', '1'],
    ...['-c:v', 'libvpx', '-threads', '1', '-deadline', 'realtime', '-cpu-used', '8', '-lag-in-frames', '0'],
    ...['-auto-alt-ref', '0', '-error-resilient', '1', '-pix_fmt', 'yuv420p'],
    ...[
      '-b:v',
      '400k',
      '-maxrate',
      '500k',
      '-bufsize',
      '300k',
      '-force_key_frames',
      'expr:gte(t,n_forced*2)',
    ],
  ];
}

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
