import type { AppError } from '../../../shared/kernel/errors.ts';
import type { ConsumerId, StreamId } from '../../../shared/kernel/ids.ts';
import type { Result } from '../../../shared/kernel/result.ts';
import { type ConsumerOptions, type ConsumerWish, isCompatibleCodec } from '../../../shared/media.ts';
import type { StreamView } from '../../../shared/session/session.view.ts';
import type { RequestAnswer } from '../../../shared/wire/requests.ts';
import { choose, type Miss, type Misses, pictureOf, REMEDY_MS } from './choice.ts';
import type { MediaTransports, Receiver } from './media-kit.ts';
import { type Wanted, wishFor } from './wishes.ts';

export type Received = {
  readonly consumerId: ConsumerId;
  readonly receiver: Receiver;
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
/** A stream is announced from the log and may reach the engine a moment later. */
const MOST_MISSING = 5;

/** The consumers of one receive transport, made equal to what is wanted: one step at a time, all that is new in one batch. */
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
  #heldMs = 0;
  #canHold = true;
  #running = false;
  #again = false;
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

  /** Pictures and sound are held back alike, or lips and voice would part. */
  hold(targetMs: number): void {
    if (targetMs === this.#heldMs) return;
    this.#heldMs = targetMs;
    for (const { receiver } of this.#entries.values()) this.#hold(receiver);
  }

  /** How long what comes is held back; null where the browser cannot do as it was told. */
  get heldMs(): number | null {
    return this.#canHold ? this.#heldMs : null;
  }

  #hold(receiver: Receiver): void {
    if (!receiver.hold(this.#heldMs)) this.#canHold = false;
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
      await this.#fetch();
      await this.#steer();
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
      if (this.#heldMs > 0) this.#hold(receiver);
      this.#entries.set(options.streamId, { consumerId: options.consumerId, receiver, wish: null });
    } catch {
      // Whatever the browser's WebRTC stack throws here, only a new transport helps.
      if (!this.#closed) this.#asks.failed({ code: 'MEDIA_UNAVAILABLE' });
    }
  }

  async #steer(): Promise<void> {
    const wishes: ConsumerWish[] = [];
    for (const [streamId, entry] of this.#entries) {
      const wanted = this.#wanted.get(streamId);
      if (wanted === undefined) continue;
      const wish = wishFor(entry.consumerId, wanted.stream, wanted.shown);
      if (JSON.stringify(wish) === JSON.stringify(entry.wish)) continue;
      this.#entries.set(streamId, { ...entry, wish });
      wishes.push(wish);
    }
    if (wishes.length === 0) return;
    this.#asks.changed();
    const result = await this.#asks.steer(wishes.slice(0, BATCH));
    if (!result.ok && !this.#closed) this.#asks.failed(result.error);
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
