import { type AppError, errors } from '../../../shared/kernel/errors.ts';
import type { StreamId } from '../../../shared/kernel/ids.ts';
import { ok, type Result } from '../../../shared/kernel/result.ts';
import type { StreamSource } from '../../../shared/media.ts';
import type { CameraProfile, OwnStream, Readable } from '../live.types.ts';
import { createStore } from '../store.ts';
import {
  type CodecChoice,
  heightsOf,
  listeningEncoding,
  type PictureCodec,
  sendPlan,
  soundPlan,
} from './encodings.ts';
import type { MediaTransports, Sender } from './media-kit.ts';

/** A refusal of the server on its way through the media library, which knows only thrown errors. */
export class Refusal extends Error {
  readonly error: AppError;
  constructor(error: AppError) {
    super(error.code);
    this.error = error;
  }
}

/** What this client sends, kept over every path: a new path gets the same tracks again. */
export class OwnStreams {
  readonly #profile: CameraProfile;
  readonly #codec: CodecChoice;
  readonly #store = createStore<readonly OwnStream[]>([]);
  readonly #senders = new Map<StreamSource, Sender>();
  #transports: MediaTransports | null = null;
  #maySend: readonly StreamSource[] = [];
  #onStage = false;
  #music = false;
  /** How the voice that is on the line was agreed. */
  #sentMusic = false;

  constructor(profile: CameraProfile, codec: CodecChoice) {
    this.#profile = profile;
    this.#codec = codec;
  }

  get codec(): PictureCodec {
    return this.#codec.get();
  }

  /** The own camera while it is on the line, with the sizes in which it is sent. */
  get liveCamera(): { readonly streamId: StreamId; readonly heightsPx: readonly number[] } | null {
    const stream = this.#find('camera');
    if (stream?.state !== 'live' || stream.streamId === null) return null;
    return { streamId: stream.streamId, heightsPx: heightsOf(stream.track.getSettings().height) };
  }

  /** Pictures are sent in this codec from now on; the camera at once, as a new stream. */
  async sendAs(codec: PictureCodec): Promise<Result<void>> {
    this.#codec.set(codec);
    return this.#send('camera');
  }

  /** The path in use; null while there is none. */
  get transports(): MediaTransports | null {
    return this.#transports;
  }

  get streams(): Readable<readonly OwnStream[]> {
    return this.#store;
  }

  get sendingCount(): number {
    return this.#senders.size;
  }

  /** A new path, or none. Everything is sent again; answers of the path before are ignored. */
  use(transports: MediaTransports | null, maySend: readonly StreamSource[] = this.#maySend): void {
    this.#transports = transports;
    this.#maySend = maySend;
    this.#senders.clear();
    for (const { source } of this.#store.get()) this.#change(source, { state: 'waiting', streamId: null });
    if (transports !== null) void this.sendWaiting();
  }

  /** Dead media never shows an open microphone; what was sent is `live` again when packets flow again. */
  setHealthy(healthy: boolean): void {
    for (const { source, state } of this.#store.get()) {
      if (!healthy && state === 'live') this.#change(source, { state: 'waiting' });
      if (healthy && state === 'waiting' && this.#senders.has(source))
        this.#change(source, { state: 'live' });
    }
  }

  /** Called or released: a listening room's picture is on every wall, or on the lecturer's board alone. */
  setOnStage(onStage: boolean): void {
    if (onStage === this.#onStage) return;
    this.#onStage = onStage;
    this.#tune();
  }

  /** The voice goes out anew: what its codec does is agreed when it begins. The new one takes the place of the old where packets flow. */
  setMusic(music: boolean): void {
    if (music === this.#music) return;
    this.#music = music;
    if (this.#senders.has('voice')) void this.#send('voice');
  }

  /** What nobody wants is not sent. */
  limitLayers(streamId: StreamId, topLayer: number): void {
    const sender = [...this.#senders.values()].find((each) => each.streamId === streamId);
    // One that went meanwhile refuses; the next one sends everything until it is told otherwise.
    sender?.limitLayers(topLayer).catch(() => undefined);
  }

  async publish(source: StreamSource, track: MediaStreamTrack): Promise<Result<void>> {
    const before = this.#find(source);
    const sender = this.#senders.get(source);
    const muted = before?.muted ?? false;
    this.#put({ source, track, muted, streamId: sender?.streamId ?? null, state: 'waiting', error: null });
    const agreed = source !== 'voice' || this.#sentMusic === this.#music;
    if (sender !== undefined && agreed && sameShape(before?.track, track)) {
      await sender.replaceTrack(track);
      this.#change(source, { state: 'live' });
      return ok();
    }
    return this.#send(source);
  }

  /** The stream's id when it was on the line: the server has to be told. */
  remove(source: StreamSource): OwnStream | undefined {
    const stream = this.#find(source);
    this.#senders.get(source)?.close();
    this.#senders.delete(source);
    this.#store.set(this.#store.get().filter((each) => each.source !== source));
    return stream;
  }

  mute(source: StreamSource, muted: boolean): void {
    this.#senders.get(source)?.mute(muted);
    this.#change(source, { muted });
  }

  async sendWaiting(): Promise<void> {
    const waiting = this.#store.get().filter((each) => each.state === 'waiting');
    await Promise.all(waiting.map((each) => this.#send(each.source)));
  }

  clear(): void {
    for (const { source } of this.#store.get()) this.remove(source);
  }

  async #send(source: StreamSource): Promise<Result<void>> {
    const transports = this.#transports;
    const stream = this.#find(source);
    if (transports === null || stream === undefined) return ok();
    if (!this.#maySend.includes(source)) return this.#failed(source, { code: 'STREAM_REFUSED' });
    this.#change(source, { state: 'publishing', error: null });
    try {
      const music = this.#music;
      const plan =
        source === 'voice'
          ? soundPlan(music)
          : sendPlan(source, this.#profile, stream.track.getSettings().height);
      const sender = await transports.send(source, stream.track, { ...plan, codec: this.codec });
      if (this.#transports !== transports || this.#find(source)?.track !== stream.track) {
        sender.close();
        return ok();
      }
      this.#senders.get(source)?.close();
      this.#senders.set(source, sender);
      if (this.#find(source)?.muted === true) sender.mute(true);
      if (source === 'camera' && this.#onStage) this.#tune();
      if (source === 'voice') this.#sentMusic = music;
      if (source === 'voice' && music !== this.#music) return this.#send(source);
      this.#change(source, { state: 'live', streamId: sender.streamId });
      return ok();
    } catch (cause) {
      if (this.#transports !== transports) return ok();
      return this.#failed(source, cause instanceof Refusal ? cause.error : { code: 'MEDIA_UNAVAILABLE' });
    }
  }

  #tune(): void {
    if (this.#profile !== 'listening') return;
    const heightPx = this.#find('camera')?.track.getSettings().height;
    const encoding = listeningEncoding(this.#onStage ? 'onStage' : 'offStage', heightPx);
    // A sender that went meanwhile refuses; the next one is tuned when it comes.
    this.#senders
      .get('camera')
      ?.tune(encoding)
      .catch(() => undefined);
  }

  #failed(source: StreamSource, error: AppError): Result<void> {
    this.#change(source, {
      state: errors[error.code].retryable ? 'waiting' : 'failed',
      error,
      streamId: null,
    });
    return { ok: false, error };
  }

  #find(source: StreamSource): OwnStream | undefined {
    return this.#store.get().find((each) => each.source === source);
  }

  #put(stream: OwnStream): void {
    this.#store.set([...this.#store.get().filter((each) => each.source !== stream.source), stream]);
  }

  #change(source: StreamSource, change: Partial<OwnStream>): void {
    this.#store.set(
      this.#store.get().map((each) => (each.source === source ? { ...each, ...change } : each)),
    );
  }
}

/** Layers were laid out for the first track's size; another size needs another layout. */
function sameShape(before: MediaStreamTrack | undefined, after: MediaStreamTrack): boolean {
  return before !== undefined && before.getSettings().height === after.getSettings().height;
}
