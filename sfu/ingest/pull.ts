import { createSocket, type Socket } from 'node:dgram';
import type { StreamId } from '../../shared/kernel/ids.ts';
import type { Result } from '../../shared/kernel/result.ts';
import type { Feed } from '../types.ts';
import { described, fitOf } from './h264.rules.ts';
import { H264Pass } from './h264-pass.ts';
import { readRtp, writeRtp } from './rtp.rules.ts';
import { RtspClient, RtspError, type RtspFault, type RtspPlace } from './rtsp-client.ts';
import { codecsOf, type SdpMedia } from './sdp.rules.ts';
import { type Transcoding, transcode } from './transcode.ts';

export type PullFault = RtspFault | 'noFfmpeg' | 'codec';
export type PullState =
  | { readonly state: 'connecting' }
  /** `made`: the picture is transcoded here, which costs a core and time; `voice`: whether sound comes with it. */
  | { readonly state: 'on'; readonly picture: 'passed' | 'made'; readonly voice: boolean }
  | { readonly state: 'failed'; readonly fault: PullFault; readonly againInMs: number };

export type PullOptions = {
  readonly place: RtspPlace;
  readonly ffmpegBin: string;
  /** Whether sound is wanted of it. */
  readonly voice: boolean;
  /** Opens a stream of the lesson for one kind; refused while it may not be sent. */
  readonly feed: (kind: 'audio' | 'video') => Promise<Result<Feed>>;
  readonly onState: (state: PullState) => void;
};

export type Pull = {
  /** A stream of ours ended elsewhere: it is made anew as soon as it may be. */
  closed(streamId: StreamId): void;
  stop(): void;
};

const BACKOFF_MS = [500, 1_000, 2_000, 4_000, 8_000, 15_000] as const;
const BEAT_MS = 1_000;
/** After so long a try counts as having worked, and the next failure begins with the shortest wait. */
const STEADY_MS = 20_000;

/** Keeps a camera's streams coming until it is stopped. */
export function pull(options: PullOptions): Pull {
  let run: Run | null = null;
  let failures = 0;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  const start = (): void => {
    const begunMs = performance.now();
    options.onState({ state: 'connecting' });
    run = new Run(options, (fault) => {
      run = null;
      if (stopped) return;
      if (performance.now() - begunMs > STEADY_MS) failures = 0;
      const againInMs = BACKOFF_MS[Math.min(failures, BACKOFF_MS.length - 1)] ?? BEAT_MS;
      failures += 1;
      options.onState({ state: 'failed', fault, againInMs });
      timer = setTimeout(start, againInMs);
    });
    void run.begin();
  };
  start();
  return {
    closed: (streamId) => run?.closed(streamId),
    stop() {
      stopped = true;
      clearTimeout(timer);
      run?.end();
    },
  };
}

type Track = {
  readonly media: SdpMedia;
  readonly channel: number;
  readonly kind: 'audio' | 'video';
  way: Way | null;
  /** Under way to get one. */
  asking: boolean;
};
type Way = {
  readonly feed: Feed;
  readonly how: 'passed' | 'made';
  write(bytes: Uint8Array): void;
  stop(): void;
};

/** One connection to the camera, from asking to its end. */
class Run {
  readonly #options: PullOptions;
  readonly #onEnded: (fault: PullFault) => void;
  readonly #client: RtspClient;
  readonly #socket: Socket = createSocket('udp4');
  readonly #tracks: Track[] = [];
  #beat: NodeJS.Timeout | undefined;
  #ended = false;
  #mustMake = false;

  constructor(options: PullOptions, onEnded: (fault: PullFault) => void) {
    this.#options = options;
    this.#onEnded = onEnded;
    this.#client = new RtspClient(options.place, {
      onPacket: (channel, bytes) => this.#packet(channel, bytes),
      onLost: () => this.#fail('lost'),
    });
  }

  async begin(): Promise<void> {
    try {
      const { media } = await this.#client.describe();
      for (const kind of this.#options.voice ? (['video', 'audio'] as const) : (['video'] as const)) {
        const found = media.find((each) => each.kind === kind && codecsOf(each).length > 0);
        if (found === undefined) continue;
        const channel = this.#tracks.length * 2;
        await this.#client.setup(found, channel);
        this.#tracks.push({ media: found, channel, kind, way: null, asking: false });
      }
      if (!this.#tracks.some(({ kind }) => kind === 'video')) throw new RtspError('unsupported');
      await this.#client.play();
      this.#beat = setInterval(() => this.#open(), BEAT_MS);
      this.#open();
    } catch (cause) {
      this.#fail(cause instanceof RtspError ? cause.fault : 'lost');
    }
  }

  closed(streamId: StreamId): void {
    for (const track of this.#tracks) {
      if (track.way?.feed.streamId !== streamId) continue;
      track.way.stop();
      track.way = null;
    }
  }

  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    clearInterval(this.#beat);
    this.#client.close();
    for (const track of this.#tracks) track.way?.stop();
    this.#socket.close();
  }

  #fail(fault: PullFault): void {
    if (this.#ended) return;
    this.end();
    this.#onEnded(fault);
  }

  #packet(channel: number, bytes: Uint8Array): void {
    this.#tracks.find((each) => each.channel === channel)?.way?.write(bytes);
  }

  #open(): void {
    for (const track of this.#tracks) if (track.way === null && !track.asking) void this.#openOne(track);
  }

  async #openOne(track: Track): Promise<void> {
    track.asking = true;
    const made = await this.#options.feed(track.kind);
    track.asking = false;
    if (!made.ok || this.#ended) return;
    const way = await this.#wayFor(track, made.value);
    // A picture may have turned out not to fit, or all may be over, while ffmpeg was started.
    if (this.#ended) return way.stop();
    track.way = way;
    this.#tell();
  }

  #tell(): void {
    const picture = this.#tracks.find(({ kind }) => kind === 'video')?.way?.how;
    if (picture === undefined) return;
    const voice = this.#tracks.some(({ kind, way }) => kind === 'audio' && way !== null);
    this.#options.onState({ state: 'on', picture, voice });
  }

  async #wayFor(track: Track, feed: Feed): Promise<Way> {
    const [codec] = codecsOf(track.media);
    const send = (packet: Uint8Array) => this.#socket.send(packet, feed.port, feed.ip);
    if (codec?.name === 'h264' && !this.#mustMake) {
      const { profile, sets } = described(codec.parameters);
      const fit = profile === null ? 'unless-b' : fitOf(profile);
      if (fit !== 'no')
        return this.#passing(track, feed, new H264Pass(feed, { fit, sets, firstSequence: 0 }), send);
    }
    if (codec?.name === 'opus') return opusPassing(feed, send);
    return this.#making(track, feed);
  }

  #passing(track: Track, feed: Feed, pass: H264Pass, send: (packet: Uint8Array) => void): Way {
    return {
      ...{ feed, how: 'passed' },
      write: (bytes) => {
        const packet = readRtp(bytes);
        if (packet === null) return;
        const out = pass.take(packet);
        for (const each of out ?? []) send(each);
        if (out !== null) return;
        this.#mustMake = true;
        track.way = null;
        this.#open();
      },
      stop: () => undefined,
    };
  }

  async #making({ media }: Track, feed: Feed): Promise<Way> {
    const { ffmpegBin } = this.#options;
    const onEnded = (exitCode: number | null) => this.#fail(exitCode === null ? 'noFfmpeg' : 'codec');
    const made: Transcoding = await transcode({ ffmpegBin, media, feed, onEnded });
    return { ...{ feed, how: 'made' }, write: made.write, stop: made.stop };
  }
}

function opusPassing(feed: Feed, send: (packet: Uint8Array) => void): Way {
  let sequence = 0;
  return {
    ...{ feed, how: 'passed' },
    write(bytes) {
      const packet = readRtp(bytes);
      if (packet === null) return;
      sequence += 1;
      send(writeRtp(packet, { ...feed, sequence }));
    },
    stop: () => undefined,
  };
}
