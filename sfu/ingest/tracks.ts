import { createSocket, type Socket } from 'node:dgram';
import type { StreamId } from '../../shared/kernel/ids.ts';
import type { Result } from '../../shared/kernel/result.ts';
import type { Feed } from '../feed.types.ts';
import { described, fitOf } from './h264.rules.ts';
import { H264Pass } from './h264-pass.ts';
import { readRtp, writeRtp } from './rtp.rules.ts';
import { codecsOf, type SdpMedia } from './sdp.rules.ts';
import { type Transcoding, transcode } from './transcode.ts';

/** `made`: the picture is transcoded here, which costs a core and time; `voice`: whether sound comes with it. */
export type TracksState = { readonly picture: 'passed' | 'made'; readonly voice: boolean };

export type TracksOptions = {
  readonly ffmpegBin: string;
  /** Opens a stream of the lesson for one kind; refused while it may not be sent. */
  readonly feed: (kind: 'audio' | 'video') => Promise<Result<Feed>>;
  readonly onOn: (state: TracksState) => void;
  /** Nothing can be made of what comes. */
  readonly onFault: (fault: 'noFfmpeg' | 'codec') => void;
};

type Track = {
  media: SdpMedia;
  way: Way | null;
  /** Under way to get one. */
  asking: boolean;
};
type Way = {
  readonly feed: Feed;
  readonly how: 'passed' | 'made';
  /** Whether anything can come of it: until ffmpeg has made something nobody knows. */
  flows: boolean;
  write(bytes: Uint8Array): void;
  stop(): void;
};
type Kind = 'audio' | 'video';

const BEAT_MS = 1_000;

/** One picture and one voice of equipment on their way into a lesson: as they come where they fit, else made anew. */
export class Tracks {
  readonly #options: TracksOptions;
  readonly #socket: Socket = createSocket('udp4');
  readonly #tracks = new Map<Kind, Track>();
  #beat: NodeJS.Timeout | undefined;
  #ended = false;
  #mustMake = false;

  constructor(options: TracksOptions) {
    this.#options = options;
  }

  /** From now on its packets come described so; a stream that was described otherwise is made anew. */
  describe(media: SdpMedia & { readonly kind: Kind }): void {
    this.#tracks.get(media.kind)?.way?.stop();
    this.#tracks.set(media.kind, { media, way: null, asking: false });
    if (this.#beat !== undefined) this.#open();
  }

  /** What may not be sent yet is asked for again. */
  start(): void {
    this.#beat = setInterval(() => this.#open(), BEAT_MS);
    this.#open();
  }

  /** One RTP packet as the equipment sent it. */
  take(kind: Kind, packet: Uint8Array): void {
    this.#tracks.get(kind)?.way?.write(packet);
  }

  /** A stream of ours ended elsewhere: it is made anew as soon as it may be. */
  closed(streamId: StreamId): void {
    for (const track of this.#tracks.values()) {
      if (track.way?.feed.streamId !== streamId) continue;
      track.way.stop();
      track.way = null;
    }
  }

  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    clearInterval(this.#beat);
    for (const { way } of this.#tracks.values()) way?.stop();
    this.#socket.close();
  }

  #open(): void {
    for (const [kind, track] of this.#tracks)
      if (track.way === null && !track.asking) void this.#openOne(kind, track);
  }

  async #openOne(kind: Kind, track: Track): Promise<void> {
    track.asking = true;
    const made = await this.#options.feed(kind);
    track.asking = false;
    if (!made.ok || this.#ended || this.#tracks.get(kind) !== track) return;
    const way = await this.#wayFor(track, made.value);
    // A picture may have turned out not to fit, or all may be over, while ffmpeg was started.
    if (this.#ended || this.#tracks.get(kind) !== track) return way.stop();
    track.way = way;
    this.#tell();
  }

  #tell(): void {
    const picture = this.#tracks.get('video')?.way;
    const voice = this.#tracks.get('audio')?.way?.flows === true;
    if (picture?.flows === true) this.#options.onOn({ picture: picture.how, voice });
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
      ...{ feed, how: 'passed', flows: true },
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
    const { ffmpegBin, onFault } = this.#options;
    const onEnded = (exitCode: number | null) => {
      if (!this.#ended) onFault(exitCode === null ? 'noFfmpeg' : 'codec');
    };
    let flows = false;
    let way: Way | null = null;
    const onFirst = () => {
      flows = true;
      if (way !== null) way.flows = true;
      this.#tell();
    };
    const made: Transcoding = await transcode({ ffmpegBin, media, feed, onFirst, onEnded });
    way = { ...{ feed, how: 'made', flows }, write: made.write, stop: made.stop };
    return way;
  }
}

function opusPassing(feed: Feed, send: (packet: Uint8Array) => void): Way {
  let sequence = 0;
  return {
    ...{ feed, how: 'passed', flows: true },
    write(bytes) {
      const packet = readRtp(bytes);
      if (packet === null) return;
      sequence += 1;
      send(writeRtp(packet, { ...feed, sequence }));
    },
    stop: () => undefined,
  };
}
