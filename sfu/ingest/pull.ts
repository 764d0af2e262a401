import type { StreamId } from '../../shared/kernel/ids.ts';
import type { Result } from '../../shared/kernel/result.ts';
import type { Feed } from '../feed.types.ts';
import { RtspClient, RtspError, type RtspFault, type RtspPlace } from './rtsp-client.ts';
import { codecsOf } from './sdp.rules.ts';
import { Tracks, type TracksState } from './tracks.ts';

export type PullFault = RtspFault | 'noFfmpeg' | 'codec';
export type PullState =
  | { readonly state: 'connecting' }
  | ({ readonly state: 'on' } & TracksState)
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
      const againInMs = BACKOFF_MS[Math.min(failures, BACKOFF_MS.length - 1)] ?? 1_000;
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

/** One connection to the camera, from asking to its end. */
class Run {
  readonly #options: PullOptions;
  readonly #onEnded: (fault: PullFault) => void;
  readonly #client: RtspClient;
  readonly #tracks: Tracks;
  readonly #channels = new Map<number, 'audio' | 'video'>();
  #ended = false;

  constructor(options: PullOptions, onEnded: (fault: PullFault) => void) {
    this.#options = options;
    this.#onEnded = onEnded;
    this.#client = new RtspClient(options.place, {
      onPacket: (channel, bytes) => this.#packet(channel, bytes),
      onLost: () => this.#fail('lost'),
    });
    const { ffmpegBin, feed, onState } = options;
    this.#tracks = new Tracks({
      ...{ ffmpegBin, feed },
      onOn: (state) => onState({ state: 'on', ...state }),
      onFault: (fault) => this.#fail(fault),
    });
  }

  async begin(): Promise<void> {
    try {
      const { media } = await this.#client.describe();
      for (const kind of this.#options.voice ? (['video', 'audio'] as const) : (['video'] as const)) {
        const found = media.find((each) => each.kind === kind && codecsOf(each).length > 0);
        if (found === undefined) continue;
        const channel = this.#channels.size * 2;
        await this.#client.setup(found, channel);
        this.#channels.set(channel, kind);
        this.#tracks.describe({ ...found, kind });
      }
      if (![...this.#channels.values()].includes('video')) throw new RtspError('unsupported');
      await this.#client.play();
      if (!this.#ended) this.#tracks.start();
    } catch (cause) {
      this.#fail(cause instanceof RtspError ? cause.fault : 'lost');
    }
  }

  closed(streamId: StreamId): void {
    this.#tracks.closed(streamId);
  }

  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#client.close();
    this.#tracks.end();
  }

  #fail(fault: PullFault): void {
    if (this.#ended) return;
    this.end();
    this.#onEnded(fault);
  }

  #packet(channel: number, bytes: Uint8Array): void {
    const kind = this.#channels.get(channel);
    if (kind !== undefined) this.#tracks.take(kind, bytes);
  }
}
