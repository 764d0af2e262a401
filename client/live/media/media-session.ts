import type { ConsumerId, SessionId, StreamId } from '../../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../../shared/kernel/result.ts';
import type { StreamSource } from '../../../shared/media.ts';
import type { SeatKey } from '../../../shared/session/session.events.ts';
import type { SessionView } from '../../../shared/session/session.view.ts';
import type { MediaOffer } from '../../../shared/wire/media-requests.ts';
import type { Environment } from '../environment.ts';
import type { LiveOptions, LiveStream, MediaState, OwnStream, Readable, ShownSize } from '../live.types.ts';
import { CompatibleStreams } from './compatible-streams.ts';
import type { CodecChoice } from './encodings.ts';
import { HeldBack } from './held-back.ts';
import { LayerChecker } from './layer-check.ts';
import { MediaEar } from './media-ear.ts';
import type { MediaKit } from './media-kit.ts';
import { type Ask, MediaPath } from './media-path.ts';
import { MediaStateStore } from './media-state.ts';
import { OwnStreams } from './own-streams.ts';
import { Paths, RETIRE_MS } from './paths.ts';
import { Recovery } from './recovery.ts';
import { StreamBoard } from './stream-board.ts';
import { wantedOf } from './wishes.ts';

export type MediaDeps = {
  readonly environment: Environment;
  readonly kit: MediaKit;
  readonly ask: Ask;
  readonly options: LiveOptions;
  readonly codec: CodecChoice;
  /** Whether requests can be asked now. */
  readonly linkIsUp: () => boolean;
  /** Hang up and dial again: the server no longer knows this connection, or the line is dead. */
  readonly redial: () => void;
  /** Whether the server answers at all. */
  readonly probe: () => Promise<boolean>;
};

type Seated = { readonly sessionId: SessionId; readonly seat: SeatKey };

/** The media of one seat: the path that is up, the one that is being left, and what is to flow over it. */
export class MediaSession {
  readonly checker: LayerChecker;
  readonly #deps: MediaDeps;
  readonly #media: MediaStateStore;
  readonly #board = new StreamBoard();
  readonly #own: OwnStreams;
  readonly #compatible: CompatibleStreams;
  readonly #recovery: Recovery;
  readonly #ear: MediaEar;
  readonly #paths = new Paths();
  readonly #heldBack = new HeldBack();
  #seated: Seated | null = null;
  #view: SessionView | null = null;
  #said: ReadonlyMap<StreamId, ShownSize> = new Map();
  #rebuiltForEpoch = -1;
  #generation = 0;

  constructor(deps: MediaDeps) {
    this.#deps = deps;
    this.#media = new MediaStateStore(() => deps.environment.nowMs());
    const { environment } = deps;
    const own = new OwnStreams(deps.options.camera, deps.codec);
    this.#own = own;
    const unpublish = (id: StreamId) => void this.#unpublish(id);
    this.#compatible = new CompatibleStreams({ environment, own, unpublish });
    const now = () => ({ view: this.#view, path: this.#paths.current });
    this.checker = new LayerChecker({ environment, own, now });
    this.#recovery = new Recovery({
      ...deps,
      restartIce: (limitMs) =>
        this.#paths.current?.restartIce(limitMs) ?? Promise.resolve(fail('INVALID_STATE')),
      rebuild: () => this.#rebuild(),
    });
    this.#ear = new MediaEar({
      environment,
      own,
      paths: this.#paths,
      recovery: this.#recovery,
      media: this.#media,
      board: this.#board,
      view: () => this.#view,
      changed: () => this.#publishStreams(),
    });
  }

  get media(): Readable<MediaState> {
    return this.#media.readable;
  }
  get streams(): Readable<readonly LiveStream[]> {
    return this.#board.streams;
  }
  get own(): Readable<readonly OwnStream[]> {
    return this.#own.streams;
  }
  get path(): MediaPath | null {
    return this.#paths.current;
  }

  /** A seat was taken (again): transports of the connection before are void. */
  begin(seated: Seated, view: SessionView, offer: MediaOffer | null): void {
    const sameSession = this.#seated?.sessionId === seated.sessionId;
    if (!sameSession) {
      this.#tearDown();
      this.#media.connecting();
      this.#ear.open();
    }
    this.#seated = seated;
    this.#view = view;
    this.#recovery.reset();
    if (view.lesson.phase.state === 'ended') this.#rest();
    else if (offer !== null)
      void this.#use(offer).then((used) => used.ok || this.#recovery.failed(used.error));
    else {
      this.#media.unavailable(null);
      this.#recovery.rebuildNow();
    }
  }

  /** News of the lesson. A later epoch makes everything void that was built for the one before. */
  setView(view: SessionView): void {
    const wasEnded = this.#view?.lesson.phase.state === 'ended';
    this.#view = view;
    if (view.lesson.phase.state === 'ended') this.#rest();
    else if (wasEnded) this.#recovery.rebuildNow();
    this.#checkEpoch();
    this.#sync();
  }

  /** The lesson is over, so there is no media to keep alive; a lesson that goes on gets a new path. */
  #rest(): void {
    this.#generation += 1;
    this.#recovery.reset();
    this.#own.use(null);
    this.#paths.close();
    this.#publishStreams();
    this.#media.connecting();
  }

  #checkEpoch(): void {
    const epoch = this.#view?.lesson.mediaEpoch ?? 0;
    if (this.#paths.current === null || epoch <= this.#paths.current.epoch || epoch <= this.#rebuiltForEpoch)
      return;
    this.#rebuiltForEpoch = epoch;
    this.#own.use(null);
    this.#recovery.rebuildNow();
  }

  show(said: ReadonlyMap<StreamId, ShownSize>): void {
    this.#said = said;
    this.#sync();
  }

  layerChanged(consumerId: ConsumerId, layer: number | null): void {
    this.#board.setLayer(consumerId, layer);
    this.#publishStreams();
  }

  limitLayers = (id: StreamId, topLayer: number): void => this.#own.limitLayers(id, topLayer);

  publish(source: StreamSource, track: MediaStreamTrack): Promise<Result<void>> {
    return this.#own.publish(source, track);
  }

  async unpublish(source: StreamSource): Promise<void> {
    const stream = this.#own.remove(source);
    if (stream?.streamId != null) await this.#unpublish(stream.streamId);
  }

  async #unpublish(streamId: StreamId): Promise<void> {
    const sessionId = this.#seated?.sessionId;
    if (sessionId === undefined || !this.#deps.linkIsUp()) return;
    await this.#deps.ask('media.unpublish', { sessionId, streamId });
  }

  mute(source: StreamSource, muted: boolean): void {
    this.#own.mute(source, muted);
  }

  /** The seat was given up. Own streams are forgotten, their tracks stay open. */
  end(): void {
    this.#tearDown();
    this.#own.clear();
    this.#said = new Map();
    this.#publishStreams();
  }

  #tearDown(): void {
    this.#generation += 1;
    this.#ear.close();
    this.#recovery.reset();
    this.#own.use(null, []);
    this.#paths.close();
    this.#seated = null;
    this.#view = null;
    this.#board.forget();
    this.#rebuiltForEpoch = -1;
  }

  async #use(offer: MediaOffer): Promise<Result<void>> {
    const seated = this.#seated;
    if (seated === null) return ok();
    this.#generation += 1;
    const generation = this.#generation;
    const current = () => this.#generation === generation;
    const { kit, ask, environment } = this.#deps;
    try {
      const path = await MediaPath.open(
        {
          kit,
          ask,
          sessionId: seated.sessionId,
          heldBack: this.#heldBack,
          nowMs: () => environment.nowMs(),
          later: (work) => void environment.after(RETIRE_MS, work),
          changed: () => current() && this.#publishStreams(),
          failed: (error) => current() && this.#recovery.failed(error),
        },
        offer,
      );
      if (!current()) {
        path.close();
        return ok();
      }
      this.#paths.take(path, environment.nowMs());
      this.#own.use(path.transports, offer.maySend);
      this.#sync();
      this.#checkEpoch();
      return ok();
    } catch {
      // The browser cannot build transports from this offer; asking for another one is all that is left.
      return current() ? fail('MEDIA_UNAVAILABLE') : ok();
    }
  }

  async #rebuild(): Promise<Result<void>> {
    const seated = this.#seated;
    if (seated === null) return fail('INVALID_STATE');
    const generation = this.#generation;
    const result = await this.#deps.ask('media.join', { sessionId: seated.sessionId });
    if (generation !== this.#generation) return ok();
    if (!result.ok) {
      this.#media.unavailable(result.error);
      return result;
    }
    return this.#use(result.value.media);
  }

  #sync(): void {
    const seat = this.#seated?.seat;
    this.#own.setOnStage(this.#view?.lesson.stage.some((each) => each.seat === seat) ?? false);
    this.#own.setMusic(this.#view?.lesson.music === true);
    this.#heldBack.follow(this.#view, seat);
    const sizes = { said: this.#said, byDefault: this.#deps.options.showByDefault };
    if (seat !== undefined) this.#paths.current?.received.want(wantedOf(this.#view, seat, sizes));
    this.#publishStreams();
  }

  #publishStreams(): void {
    this.#compatible.follow(this.#view, this.#seated?.seat ?? null);
    this.#board.show(
      this.#seated === null
        ? null
        : {
            streams: this.#view?.streams ?? {},
            ownSeat: this.#seated.seat,
            path: this.#paths.current,
            retiring: this.#paths.retiring,
            healthy: this.#recovery.state !== 'lost',
            nowMs: this.#deps.environment.nowMs(),
          },
    );
  }
}
