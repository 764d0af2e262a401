import type { AppError } from '../../../shared/kernel/errors.ts';
import type { ConsumerId, StreamId } from '../../../shared/kernel/ids.ts';
import type { Result } from '../../../shared/kernel/result.ts';
import { type ConsumerOptions, type ConsumerWish, isCompatibleCodec } from '../../../shared/media.ts';
import type { StreamView } from '../../../shared/session/session.view.ts';
import type { RequestAnswer } from '../../../shared/wire/requests.ts';
import { choose, type Miss, type Misses, pictureOf, REMEDY_MS } from './choice.ts';
import type { Targets } from './jitter-target.ts';
import type { MediaTransports, Receiver } from './media-kit.ts';
import { type Wanted, wishFor } from './wishes.ts';

export type Received = {
  readonly consumerId: ConsumerId;
  readonly receiver: Receiver;
  readonly kind: Kind;
  /** What the server was last told; null before. */
  readonly wish: ConsumerWish | null;
};

export type ReceiveAsks = {
  receive(streamIds: StreamId[]): Promise<Result<RequestAnswer<'media.receive'>>>;
  steer(wishes: ConsumerWish[]): Promise<Result<unknown>>;
  nowMs(): number;
  /** Does it after the last picture may go from the glass. */
  later(work: () => void): void;
  /** Something arrived or went. */
  changed(): void;
  /** The server refused a whole batch or the browser could not take it: the path is of no use any more. */
  failed(error: AppError): void;
};

/** As many as one request may name. */
const BATCH = 64;
type Kind = ConsumerOptions['kind'];
/** A stream is announced from the log and may reach the engine a moment later. */
const MOST_MISSING = 5;

/**
 * The consumers of one receive transport, made equal to what is wanted: one step at a time, all that is new in one batch. Voices and
 * pictures are steered apart, and nothing new waits for either: the server answers a picture's wish when its first whole frame is on its
 * way, and a voice would be heard half a second late.
 */
export class ReceivedStreams {
  readonly #transports: MediaTransports;
  readonly #asks: ReceiveAsks;
  readonly #entries = new Map<StreamId, Received>();
  readonly #missing = new Map<StreamId, number>();
  readonly #unsupported = new Set<StreamId>();
  readonly #misses = new Map<string, Miss>();
  #all: ReadonlyMap<StreamId, Wanted> = new Map();
  /** Of each picture the one stream that this browser can decode. */
  #wanted: ReadonlyMap<StreamId, Wanted> = new Map();
  #held: Targets = { targetMs: 0, pictureMs: 0 };
  #canHold = true;
  #running = false;
  #again = false;
  readonly #steering = new Set<Kind>();
  #closed = false;

  constructor(transports: MediaTransports, asks: ReceiveAsks) {
    this.#transports = transports;
    this.#asks = asks;
  }

  get(streamId: StreamId): Received | undefined {
    return this.#entries.get(streamId);
  }

  get count(): number {
    return this.#entries.size;
  }

  /** How many are here or are still to come. */
  get expectedCount(): number {
    return [...this.#wanted.keys()].filter((id) => this.#entries.has(id) || this.#isMissing(id)).length;
  }

  find(consumerId: ConsumerId): StreamId | undefined {
    return [...this.#entries].find(([, entry]) => entry.consumerId === consumerId)?.[0];
  }

  get misses(): Misses {
    return this.#misses;
  }

  /** Whether this browser will have no picture of it. A compatible one gets its time to come. */
  isUnsupported(stream: StreamView): boolean {
    if (!this.#unsupported.has(stream.streamId)) return false;
    const miss = this.#misses.get(pictureOf(stream));
    if (stream.compatible === true || miss === undefined || !this.#canTakeCompatible()) return true;
    return this.#asks.nowMs() - miss.sinceMs >= REMEDY_MS;
  }

  /** @param wanted also compatible streams; which of a picture's is taken is decided here */
  want(wanted: ReadonlyMap<StreamId, Wanted>): void {
    this.#all = wanted;
    this.#choose();
    void this.#run();
  }

  /** Pictures and sound are held back alike, but for the time that each takes, or lips and voice would part. */
  hold({ targetMs, pictureMs }: Targets): void {
    if (targetMs === this.#held.targetMs && pictureMs === this.#held.pictureMs) return;
    this.#held = { targetMs, pictureMs };
    for (const entry of this.#entries.values()) this.#hold(entry);
  }

  /** How long what comes is held back; null where the browser cannot do as it was told. */
  get heldMs(): number | null {
    return this.#canHold ? this.#held.targetMs : null;
  }

  #hold({ receiver, kind }: Pick<Received, 'receiver' | 'kind'>): void {
    const { targetMs, pictureMs } = this.#held;
    if (!receiver.hold(kind === 'video' ? pictureMs : targetMs)) this.#canHold = false;
  }

  #choose(): void {
    const chosen = choose(
      [...this.#all.values()].map(({ stream }) => stream),
      this.#misses,
    );
    const ids = new Set(chosen.map(({ streamId }) => streamId));
    this.#wanted = new Map([...this.#all].filter(([streamId]) => ids.has(streamId)));
  }

  #canTakeCompatible(): boolean {
    const { codecs = [] } = this.#transports.receiveCapabilities;
    return codecs.some(({ mimeType }) => isCompatibleCodec(mimeType));
  }

  /**
   * After a hole in the line a decoder waits for a whole picture, which it asks for late; a consumer that resumes gets one at once.
   */
  async refresh(): Promise<void> {
    const pictures = [...this.#entries].flatMap(([, { wish, receiver }]) =>
      wish !== null && !wish.paused && receiver.track.kind === 'video' ? [wish] : [],
    );
    if (pictures.length === 0) return;
    await this.#asks.steer(pictures.map((wish) => ({ ...wish, paused: true })));
    if (!this.#closed) await this.#asks.steer(pictures);
  }

  close(): void {
    this.#closed = true;
    this.#entries.clear();
  }

  async #run(): Promise<void> {
    this.#again = true;
    if (this.#running) return;
    this.#running = true;
    while (this.#again && !this.#closed) {
      this.#again = false;
      this.#choose();
      this.#drop();
      void this.#steer();
      await this.#fetch();
    }
    this.#running = false;
  }

  #drop(): void {
    const gone: ConsumerWish[] = [];
    for (const [streamId, entry] of [...this.#entries]) {
      if (this.#wanted.has(streamId)) continue;
      this.#entries.delete(streamId);
      gone.push({ consumerId: entry.consumerId, paused: true, released: true });
      // A closed receiver's picture turns black at once, while what replaces it is often on its way.
      this.#asks.later(() => entry.receiver.close());
      this.#asks.changed();
    }
    for (const streamId of this.#missing.keys())
      if (!this.#wanted.has(streamId)) this.#missing.delete(streamId);
    // What comes again later comes as new: its place here is taken until its last picture may go.
    if (gone.length > 0) void this.#asks.steer(gone);
  }

  async #fetch(): Promise<void> {
    const missing = [...this.#wanted.keys()].filter((id) => this.#isMissing(id)).slice(0, BATCH);
    if (missing.length === 0) return;
    const result = await this.#asks.receive(missing);
    if (this.#closed) return;
    if (!result.ok) return this.#asks.failed(result.error);
    for (const { streamId, code } of result.value.refused) {
      if (code === 'CODEC_UNSUPPORTED') this.#missed(streamId);
      else this.#missing.set(streamId, (this.#missing.get(streamId) ?? 0) + 1);
    }
    await Promise.all(result.value.consumers.map((options) => this.#take(options)));
    this.#again = true;
    this.#asks.changed();
  }

  #missed(streamId: StreamId): void {
    this.#unsupported.add(streamId);
    const stream = this.#all.get(streamId)?.stream;
    if (stream === undefined || stream.compatible === true) return;
    this.#misses.set(pictureOf(stream), { codec: stream.codec, sinceMs: this.#asks.nowMs() });
  }

  async #take(options: ConsumerOptions): Promise<void> {
    const stream = this.#wanted.get(options.streamId)?.stream;
    // Lips and voice of one seat stay in step; content need not wait for either.
    const group = stream === undefined ? options.streamId : groupOf(stream);
    try {
      const receiver = await this.#transports.receive(options, group);
      if (this.#closed) return receiver.close();
      const entry = { consumerId: options.consumerId, receiver, kind: options.kind, wish: null };
      if (this.#held.targetMs > 0 || this.#held.pictureMs > 0) this.#hold(entry);
      this.#entries.set(options.streamId, entry);
    } catch {
      // Whatever the browser's WebRTC stack throws here, only a new transport helps.
      if (!this.#closed) this.#asks.failed({ code: 'MEDIA_UNAVAILABLE' });
    }
  }

  /** Wishes of one kind go one after another, so that none overtakes the one before. */
  async #steer(): Promise<void> {
    const news = this.#news();
    if (news.length === 0 || this.#closed) return;
    const told = new Set(news.map(({ kind }) => kind));
    for (const kind of told) this.#steering.add(kind);
    this.#asks.changed();
    const result = await this.#asks.steer(news.map(({ wish }) => wish));
    for (const kind of told) this.#steering.delete(kind);
    if (!result.ok && !this.#closed) this.#asks.failed(result.error);
    void this.#steer();
  }

  /** What the server can be told now and has not been yet, noted as told. */
  #news(): { readonly kind: Kind; readonly wish: ConsumerWish }[] {
    const news: { readonly kind: Kind; readonly wish: ConsumerWish }[] = [];
    for (const [streamId, entry] of this.#entries) {
      const wanted = this.#wanted.get(streamId);
      if (wanted === undefined || news.length === BATCH) continue;
      const { kind } = entry;
      if (this.#steering.has(kind)) continue;
      const wish = wishFor(entry.consumerId, wanted.stream, wanted.shown);
      if (JSON.stringify(wish) === JSON.stringify(entry.wish)) continue;
      this.#entries.set(streamId, { ...entry, wish });
      news.push({ kind, wish });
    }
    return news;
  }

  #isMissing(streamId: StreamId): boolean {
    return (
      !this.#entries.has(streamId) &&
      !this.#unsupported.has(streamId) &&
      (this.#missing.get(streamId) ?? 0) < MOST_MISSING
    );
  }
}

function groupOf({ seat, source }: StreamView): string {
  return source === 'content' ? `${seat}/content` : seat;
}
