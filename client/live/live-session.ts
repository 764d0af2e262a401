import { type AppError, errors } from '../../shared/kernel/errors.ts';
import type { RoomId, SessionId, StreamId } from '../../shared/kernel/ids.ts';
import { fail, type Result } from '../../shared/kernel/result.ts';
import type { LadderNow } from '../../shared/ladder.ts';
import type { RoomQuality } from '../../shared/quality.ts';
import { policyOf } from '../../shared/session/session.policy.ts';
import type { Joined } from '../../shared/wire/requests.ts';
import type { Environment } from './environment.ts';
import { FrameClock } from './first-frames.ts';
import type { JoinedSession, LiveOptions, Readable, SessionFacts } from './live.types.ts';
import type { CodecChoice } from './media/encodings.ts';
import type { MediaKit } from './media/media-kit.ts';
import { MediaSession } from './media/media-session.ts';
import type { Mirror } from './mirror.ts';
import { type Look, REPORT_MS, reportBetween } from './quality-sampler.ts';
import { withRooms } from './rooms.ts';
import { type Part, Seat } from './seat.ts';
import type { Signalling } from './signalling.ts';
import { createStore } from './store.ts';

export type LiveSessionDeps = {
  readonly environment: Environment;
  readonly signalling: Signalling;
  readonly kit: MediaKit;
  readonly options: LiveOptions;
  readonly codec: CodecChoice;
};

/** How long the server may take to answer before a silent line is thought cut. */
const PROBE_MS = 1200;

/** One lesson as this client lives it: the seat, the mirror and the media, joined together. */
export class LiveSession {
  readonly media: MediaSession;
  readonly frames = new FrameClock();
  readonly #deps: LiveSessionDeps;
  readonly #facts = createStore<SessionFacts>({ state: 'none' });
  readonly #rooms = createStore<ReadonlyMap<RoomId, RoomQuality>>(new Map());
  readonly #ladder = createStore<LadderNow | null>(null);
  readonly #seat: Seat;
  #serverAheadMs: number | null = null;
  #look: Look | null = null;

  constructor(deps: LiveSessionDeps) {
    const { environment, signalling, kit, options, codec } = deps;
    this.#deps = deps;
    this.media = new MediaSession({
      environment,
      kit,
      options,
      codec,
      ask: (name, body, limits) => signalling.request(name, body, limits),
      linkIsUp: () => this.#linkIsUp() && this.#seat.current,
      redial: () => signalling.redial(),
      probe: () => this.#seat.check(PROBE_MS),
    });
    this.#seat = new Seat({
      environment,
      join: (body) => signalling.request('session.join', body),
      catchUp: (body, limits) => signalling.request('session.catchUp', body, limits),
      linkIsUp: () => this.#linkIsUp(),
      seated: (joined) => this.#seated(joined),
      refused: (error) => this.#refused(error),
      viewChanged: (mirror) => this.#viewChanged(mirror),
    });
    this.#listen();
  }

  get facts(): Readable<SessionFacts> {
    return this.#facts;
  }
  get ladder(): Readable<LadderNow | null> {
    return this.#ladder;
  }
  get rooms(): Readable<ReadonlyMap<RoomId, RoomQuality>> {
    return this.#rooms;
  }
  /** Whether commands of the session may go out: joined again after every cut, or no session wanted. */
  get settled(): boolean {
    return this.#seat.sessionId === null || this.#seat.current;
  }

  serverNowMs(): number {
    return this.#deps.environment.nowMs() + (this.#serverAheadMs ?? 0);
  }

  tellServerTime(serverNowMs: number): void {
    this.#serverAheadMs = serverNowMs - this.#deps.environment.nowMs();
  }

  async join(sessionId: SessionId, part: Part): Promise<Result<JoinedSession>> {
    const nowMs = this.#deps.environment.nowMs();
    if (this.#facts.get().state === 'joined') this.media.end();
    this.frames.asked(nowMs);
    this.#facts.set({ state: 'joining', sessionId, sinceMs: nowMs });
    const result = await this.#seat.take(sessionId, part);
    if (!result.ok) return result;
    const facts = this.#facts.get();
    return facts.state === 'joined' && facts.sessionId === sessionId
      ? { ok: true, value: facts }
      : fail('INVALID_STATE');
  }

  async leave(): Promise<void> {
    const sessionId = this.#seat.sessionId;
    this.#seat.release();
    this.media.end();
    this.#facts.set({ state: 'none' });
    this.#rooms.set(new Map());
    this.#ladder.set(null);
    if (sessionId !== null) await this.#deps.signalling.request('session.leave', { sessionId });
  }

  frameShown(streamId: StreamId, size: { widthPx: number; heightPx: number }): void {
    const facts = this.#facts.get();
    const stream = facts.state === 'joined' ? facts.view.streams[streamId] : undefined;
    if (facts.state !== 'joined' || stream?.part !== 'lecturer' || stream.seat === facts.seat) return;
    const firstMs = this.frames.shown(stream.source, size, this.#deps.environment.nowMs());
    if (firstMs === null) return;
    const fact = { source: stream.source, sinceRequestMs: Math.min(firstMs, 600_000) };
    void this.#deps.signalling.request('quality.firstFrame', { sessionId: facts.sessionId, fact });
  }

  #listen(): void {
    const { signalling, environment } = this.#deps;
    signalling.link.subscribe(() => {
      const isUp = this.#linkIsUp();
      if (isUp && !this.#seat.current) this.#seat.linkUp();
      if (!isUp) {
        this.#seat.linkDown();
        this.#change({ current: false });
      }
    });
    signalling.on('session.changed', (envelope) => this.#seat.receive(envelope));
    signalling.on('layer.changed', ({ sessionId, consumerId, layer }) => {
      if (sessionId === this.#seat.sessionId) this.media.layerChanged(consumerId, layer);
    });
    signalling.on('layers.wanted', ({ sessionId, streamId, topLayer }) => {
      if (sessionId === this.#seat.sessionId) this.media.limitLayers(streamId, topLayer);
    });
    signalling.on('ladder.changed', ({ sessionId, step, reason }) => {
      if (sessionId === this.#seat.sessionId) this.#ladder.set({ step, reason });
    });
    signalling.on('quality.sampled', ({ sessionId, rooms }) => {
      if (sessionId !== this.#seat.sessionId) return;
      this.#rooms.set(withRooms(this.#rooms.get(), rooms, this.serverNowMs()));
    });
    this.media.media.subscribe(() => this.#change({ media: this.media.media.get() }));
    environment.every(REPORT_MS, () => this.#report());
  }

  #seated(joined: Joined): void {
    this.tellServerTime(joined.serverNowMs);
    const { connectionId, seat, part, card, snapshot } = joined;
    const sessionId = snapshot.sessionId;
    this.#look = null;
    // What is played in the room itself needs no path of the lesson's.
    if (policyOf(snapshot.view.lesson).plays === true) this.media.end();
    else this.media.begin({ sessionId, seat }, snapshot.view, joined.media);
    this.#facts.set({
      state: 'joined',
      sessionId,
      connectionId,
      seat,
      part,
      card,
      view: snapshot.view,
      current: true,
      media: this.media.media.get(),
      maySend: joined.media?.maySend ?? [],
    });
  }

  #refused(error: AppError): void {
    const facts = this.#facts.get();
    const sessionId = this.#seat.sessionId;
    if (sessionId === null) return;
    const { retryable } = errors[error.code];
    // A seat that was held is shown as it was while it is being taken again.
    if (retryable && facts.state === 'joined' && facts.sessionId === sessionId) return;
    if (!retryable) this.media.end();
    this.#facts.set({ state: 'refused', sessionId, error });
  }

  #viewChanged(mirror: Mirror): void {
    const before = this.#facts.get();
    const wasLive = before.state === 'joined' && before.view.lesson.phase.state === 'live';
    // Who waited for the lesson counts from its start: nothing was to be seen before.
    if (!wasLive && mirror.view.lesson.phase.state === 'live') {
      this.frames.asked(this.#deps.environment.nowMs());
    }
    this.#change({ view: mirror.view, current: true });
    this.media.setView(mirror.view);
  }

  #change(change: Partial<Pick<JoinedSession, 'view' | 'current' | 'media'>>): void {
    const facts = this.#facts.get();
    if (facts.state === 'joined') this.#facts.set({ ...facts, ...change });
  }

  #report(): void {
    const facts = this.#facts.get();
    const path = this.media.path;
    if (facts.state !== 'joined' || path === null || !this.#linkIsUp()) return;
    const look = this.#lookNow();
    const before = this.#look;
    this.#look = look;
    if (before === null) return;
    const { roundTripMs } = path.totals;
    const report = reportBetween(before, look, { roundTripMs, heldMs: path.received.heldMs });
    void this.#deps.signalling.request('quality.report', { sessionId: facts.sessionId, report });
  }

  #lookNow(): Look {
    const path = this.media.path;
    const streams = this.media.streams.get().flatMap(({ streamId, source }) => {
      // How a private line sounds is no figure of the lesson.
      if (source === 'line') return [];
      const mid = path?.received.get(streamId)?.receiver.mid;
      const totals = mid === undefined ? undefined : path?.totals.inbound.get(mid);
      return totals === undefined ? [] : [{ streamId, source, totals }];
    });
    return { atMs: this.#deps.environment.nowMs(), streams };
  }

  #linkIsUp(): boolean {
    return this.#deps.signalling.link.get().state === 'connected';
  }
}
