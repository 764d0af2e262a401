import { streamId } from '../../shared/kernel/ids.ts';
import type { RtpCapabilities, StreamSource, TransportDirection } from '../../shared/media.ts';
import type { MediaOffer } from '../../shared/wire/media-requests.ts';
import type { Environment } from './environment.ts';
import type { Encoding, PictureCodec, SendPlan } from './media/encodings.ts';
import type {
  Coded,
  MediaKit,
  MediaTransports,
  Receiver,
  Sender,
  StatsRows,
  TransportAsks,
} from './media/media-kit.ts';
import type { WireFactory, WireHandlers } from './signalling.ts';

/** Stand-ins for time, the line and WebRTC, for tests. */

/** Lets everything run that waits for a resolved promise only. */
export async function settle(): Promise<void> {
  for (let round = 0; round < 60; round += 1) await Promise.resolve();
}

type Timer = { readonly atMs: number; readonly work: () => void };

/** Time that goes on only when told. */
export class FakeEnvironment implements Environment {
  #nowMs = 1_000_000;
  readonly #timers = new Set<Timer>();
  #bytes = 0;

  nowMs = (): number => this.#nowMs;
  random = (): number => 0;
  randomBytes = (count: number): Uint8Array => {
    this.#bytes += 1;
    return new Uint8Array(count).fill(this.#bytes);
  };
  after = (delayMs: number, work: () => void): (() => void) => {
    const timer = { atMs: this.#nowMs + delayMs, work };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  };
  every = (periodMs: number, work: () => void): (() => void) => {
    let cancel: () => void = () => undefined;
    const again = () => {
      cancel = this.after(periodMs, () => {
        again();
        work();
      });
    };
    again();
    return () => cancel();
  };

  /** Time passes; every timer rings at its own time. */
  async advance(ms: number): Promise<void> {
    const endMs = this.#nowMs + ms;
    await settle();
    for (;;) {
      const due = [...this.#timers].filter((timer) => timer.atMs <= endMs).sort((a, b) => a.atMs - b.atMs)[0];
      if (due === undefined) break;
      this.#timers.delete(due);
      this.#nowMs = Math.max(this.#nowMs, due.atMs);
      due.work();
      await settle();
    }
    this.#nowMs = endMs;
  }
}

export type Asked = {
  readonly name: string;
  readonly frame: { body: Record<string, unknown>; commandId?: string };
};

/** A server at the other end of a line that the test holds in its hand. */
export class FakeServer {
  /** Whether an attempt to connect succeeds. */
  reachable = true;
  /** What the handshake answers instead of letting in. */
  refusal: unknown;
  /** Answers by request name; undefined leaves the request without an answer. */
  readonly answers = new Map<string, (body: Record<string, unknown>) => object | undefined>();
  readonly asked: Asked[] = [];
  connectCount = 0;
  #handlers: WireHandlers | null = null;
  #up = false;

  readonly wire: WireFactory = (handlers) => {
    this.#handlers = handlers;
    return {
      connect: () => {
        this.connectCount += 1;
        void Promise.resolve().then(() => this.#connect(handlers));
      },
      disconnect: () => {
        this.#up = false;
      },
      emit: (name, frame, answer) => this.#emit(name, frame as Asked['frame'], answer),
    };
  };

  #connect(handlers: WireHandlers): void {
    this.#up = this.reachable && this.refusal === undefined;
    if (this.#up) handlers.onUp();
    else handlers.onFailed(this.refusal);
  }

  #emit(name: string, frame: Asked['frame'], answer: (raw: unknown) => void): void {
    if (!this.#up) return;
    this.asked.push({ name, frame });
    const reply = this.answers.get(name)?.(frame.body);
    if (reply !== undefined) void Promise.resolve().then(() => answer(reply));
  }

  /** The line is cut and says so. */
  cut(): void {
    this.#up = false;
    this.#handlers?.onDown();
  }

  push(name: string, body: unknown): void {
    this.#handlers?.onEvent(name, body);
  }

  names(): string[] {
    return this.asked.map((each) => each.name);
  }

  countOf(name: string): number {
    return this.asked.filter((each) => each.name === name).length;
  }
}

export const yes = (data: object) => ({ ok: true, data });
export const no = (code: string) => ({ ok: false, error: { code } });

export function fakeTrack(heightPx = 720, label = 'a track'): MediaStreamTrack {
  const track = {
    kind: 'video',
    label,
    readyState: 'live',
    getSettings: () => ({ height: heightPx }),
    contentHint: '',
    clone: () => fakeTrack(heightPx, `a copy of ${label}`),
    stop: () => {
      track.readyState = 'ended';
    },
  };
  return track as unknown as MediaStreamTrack;
}

export type FakeTwin = {
  readonly source: StreamSource;
  readonly plan: SendPlan & Coded;
  track: MediaStreamTrack;
  muted: boolean;
  closed: boolean;
};

/** A path whose packets come as long as the test lets them. */
export class FakeTransports implements MediaTransports {
  receiveCapabilities: RtpCapabilities = {};
  readonly received: string[] = [];
  readonly sent: StreamSource[] = [];
  readonly sentCodecs: PictureCodec[] = [];
  /** How pictures were to be sent from some moment on. */
  readonly limited: number[] = [];
  readonly tuned: Encoding[] = [];
  /** What is sent once more for those who cannot decode the first, with what became of it. */
  readonly twins: FakeTwin[] = [];
  /** Streams whose receivers were closed. */
  readonly dropped: string[] = [];
  /** Height of every picture that comes. */
  heightPx = 720;
  readonly restarted: TransportDirection[] = [];
  /** How long each receiver holds back what comes, by mid; what was never told is not in it. */
  readonly held = new Map<string, number>();
  canHold = true;
  /** Share of packets that do not come. */
  lossRatio = 0;
  closed = false;
  flowing = true;
  #heard = 0;
  readonly #asks: TransportAsks;

  constructor(asks: TransportAsks) {
    this.#asks = asks;
  }

  async send(source: StreamSource, track: MediaStreamTrack, plan: SendPlan & Coded): Promise<Sender> {
    const { codec, compatible = false } = plan;
    const id = await this.#asks.publish(
      { source, compatible },
      { codecs: [{ mimeType: codec, payloadType: 96, clockRate: 90_000 }] },
    );
    if (compatible) return this.#twin({ source, plan, track, muted: false, closed: false }, id);
    this.sentCodecs.push(codec);
    this.sent.push(source);
    return {
      streamId: streamId.parse(id),
      replaceTrack: async () => undefined,
      mute: () => undefined,
      tune: async (encoding) => void this.tuned.push(encoding),
      limitLayers: async (topLayer) => void this.limited.push(topLayer),
      close: () => undefined,
    };
  }

  #twin(twin: FakeTwin, id: string): Sender {
    this.twins.push(twin);
    return {
      streamId: streamId.parse(id),
      replaceTrack: async (track) => void Object.assign(twin, { track }),
      mute: (muted) => void Object.assign(twin, { muted }),
      tune: async () => undefined,
      limitLayers: async () => undefined,
      close: () => void Object.assign(twin, { closed: true }),
    };
  }

  async receive(options: { readonly streamId: string }): Promise<Receiver> {
    this.received.push(options.streamId);
    const close = () => void this.dropped.push(options.streamId);
    const mid = String(this.received.length - 1);
    return { track: fakeTrack(), mid, hold: (targetMs) => this.#hold(mid, targetMs), close };
  }

  #hold(mid: string, targetMs: number): boolean {
    if (this.canHold) this.held.set(mid, targetMs);
    return this.canHold;
  }

  async restartIce(direction: TransportDirection): Promise<void> {
    this.restarted.push(direction);
  }

  async stats(): Promise<StatsRows> {
    if (this.flowing) this.#heard += 25;
    const rows = this.received.map((_, index) => ({
      type: 'inbound-rtp',
      mid: String(index),
      packetsReceived: this.#heard,
      packetsLost: Math.round(this.#heard * this.lossRatio),
      bytesReceived: this.#heard * 1000,
      frameWidth: (this.heightPx * 16) / 9,
      frameHeight: this.heightPx,
      framesPerSecond: 30,
    }));
    return [...rows, { type: 'transport', packetsReceived: this.#heard }];
  }

  close(): void {
    this.closed = true;
  }
}

export class FakeKit implements MediaKit {
  readonly paths: FakeTransports[] = [];
  broken = false;
  /** Whether packets come over new paths. */
  flows = true;

  async open(_offer: MediaOffer, asks: TransportAsks): Promise<FakeTransports> {
    if (this.broken) throw new Error('no WebRTC here');
    const path = new FakeTransports(asks);
    path.flowing = this.flows;
    this.paths.push(path);
    return path;
  }

  get latest(): FakeTransports {
    const path = this.paths.at(-1);
    if (path === undefined) throw new Error('no path was opened');
    return path;
  }
}
