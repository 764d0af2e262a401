import type { EngineEvent, MediaEngine, SpaceId } from '../../sfu/types.ts';
import type { ConnectionId, SessionId, StreamId } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import type { StreamSource, TransportDirection } from '../../shared/media.ts';
import type { SeatPart } from '../../shared/session/session.events.ts';
import { isOnLine } from '../../shared/session/session.line-voice.ts';
import { lessonOf, maySend, maySendEver } from '../../shared/session/session.policy.ts';
import type { Connection, SessionState } from '../../shared/session/session.state.ts';
import type { MediaOffer } from '../../shared/wire/media-requests.ts';
import type { Clock, Log } from '../platform/ports.ts';
import type { MediaHome } from './session.home.ts';
import { createLanes } from './session.lanes.ts';
import type { SessionLog } from './session.log.ts';
import { carriesMedia, changesMedia, playsOnly } from './session.media.rules.ts';
import type { Roster } from './session.roster.ts';
import { nothingShown, type Shown, Sight, sameShown } from './session.sight.ts';

export type KeeperDeps = {
  readonly engine: MediaEngine;
  readonly sessionLog: SessionLog;
  readonly roster: Roster;
  readonly clock: Clock;
  readonly log: Log;
  readonly home: MediaHome;
};

/** The engine's room for a session carries the session's id. */
export const spaceOf = (sessionId: SessionId): SpaceId => sessionId as string as SpaceId;
const sessionOf = (spaceId: SpaceId): SessionId => spaceId as string as SessionId;

type Admitted = { readonly part: SeatPart; readonly rights: readonly StreamSource[] };
type Space = {
  readonly admitted: Map<ConnectionId, Admitted>;
  readonly transports: Map<ConnectionId, Partial<Record<TransportDirection, boolean>>>;
  /** What stood on the walls when things were last hidden. */
  shown: Shown;
};

const CLOSED_REMEMBERED = 1_000;

/**
 * Keeps the engine equal to the fold: a space while anybody is connected to a session that is not over, transports for those who
 * asked for them, nothing for those who are gone. What happens in the engine by itself becomes facts.
 */
export class MediaKeeper {
  readonly sight: Sight;
  readonly #deps: KeeperDeps;
  readonly #spaces = new Map<SessionId, Space>();
  readonly #lanes = createLanes<SessionId>();
  readonly #closed = new Set<StreamId>();
  readonly #failures = new Map<SessionId, number>();
  readonly #stops: readonly (() => void)[];

  constructor(deps: KeeperDeps) {
    this.#deps = deps;
    this.sight = new Sight({ ...deps, spaceOf });
    this.#stops = [
      deps.engine.listen((event) => this.#hear(event)),
      deps.sessionLog.onCommitted((sessionId, events) => {
        if (events.some((event) => changesMedia.has(event.type))) void this.#work(sessionId);
      }),
    ];
  }

  /** New transports for a connection; an earlier pair is void. `MEDIA_UNAVAILABLE` while the engine cannot. */
  offer(sessionId: SessionId, connectionId: ConnectionId): Promise<Result<MediaOffer>> {
    return this.#lanes.run(sessionId, () => this.#offer(sessionId, connectionId));
  }

  /** Resolves when the engine lets a connection send `source`, which it may send by now: the start and the stage are news to the engine. */
  async grant(sessionId: SessionId, connectionId: ConnectionId, source: StreamSource): Promise<void> {
    const known = this.#spaces.get(sessionId)?.admitted.get(connectionId);
    if (known === undefined || known.rights.includes(source)) return;
    await this.#lanes.run(sessionId, async () => {
      const state = this.#deps.sessionLog.peek(sessionId);
      if (state !== undefined && carriesMedia(state)) await this.#allow(sessionId, state);
    });
  }

  /** Whether a stream ended in the engine before it could be written down. */
  hasClosed(streamId: StreamId): boolean {
    return this.#closed.has(streamId);
  }

  /** How often a session's space has failed, known before the log knows it. */
  failureCount(sessionId: SessionId): number {
    return this.#failures.get(sessionId) ?? 0;
  }

  /** Whether another server carries a session's media. */
  isElsewhere(sessionId: SessionId): boolean {
    return this.#deps.home.isElsewhere(sessionId);
  }

  busy(): boolean {
    return this.#lanes.busy();
  }

  settled(): Promise<void> {
    return this.#lanes.settled();
  }

  stop(): void {
    for (const stop of this.#stops) stop();
  }

  async #offer(sessionId: SessionId, connectionId: ConnectionId): Promise<Result<MediaOffer>> {
    const { engine, sessionLog } = this.#deps;
    const connection = sessionLog.peek(sessionId)?.connections[connectionId];
    if (connection === undefined) return fail('NOT_FOUND');
    if (playsOnly(sessionLog.peek(sessionId)?.plan ?? null)) return fail('MEDIA_UNAVAILABLE');
    if (!(await this.#claim(sessionId))) return fail('MEDIA_ELSEWHERE');
    const space = await this.#open(sessionId);
    if (!space.ok) return fail('MEDIA_UNAVAILABLE');
    const before = sessionLog.peek(sessionId);
    const lesson = before === undefined ? null : lessonOf(before);
    const rights = lesson === null ? [] : maySend(lesson, connection);
    this.#disconnected(sessionId, connectionId);
    const admitted = await engine.admit(spaceOf(sessionId), { participantId: connectionId, maySend: rights });
    if (!admitted.ok) return fail('MEDIA_UNAVAILABLE');
    const { part } = connection;
    this.#spaces.get(sessionId)?.admitted.set(connectionId, { part, rights });
    const state = sessionLog.peek(sessionId);
    if (state === undefined || !(connectionId in state.connections) || !carriesMedia(state)) {
      await this.#reconcile(sessionId);
      return fail('NOT_FOUND');
    }
    const { rtpCapabilities } = space.value;
    await this.#allow(sessionId, state);
    const sources = [...maySendEver(lessonOf(state), part)];
    return ok({ epoch: state.mediaEpoch, rtpCapabilities, maySend: sources, ...admitted.value });
  }

  async #claim(sessionId: SessionId): Promise<boolean> {
    const { home, sessionLog } = this.#deps;
    // Nobody carries what is over: a home is given up with its space.
    const state = sessionLog.peek(sessionId);
    return state === undefined || !carriesMedia(state) || home.claim(sessionId);
  }

  async #open(sessionId: SessionId): ReturnType<MediaEngine['openSpace']> {
    const result = await this.#deps.engine.openSpace(spaceOf(sessionId));
    if (result.ok && !this.#spaces.has(sessionId))
      this.#spaces.set(sessionId, { admitted: new Map(), transports: new Map(), shown: nothingShown });
    return result;
  }

  async #work(sessionId: SessionId): Promise<void> {
    try {
      await this.#lanes.run(sessionId, () => this.#reconcile(sessionId));
    } catch (error) {
      this.#deps.log.error({ error, sessionId }, 'the engine could not be made equal to a session');
    }
  }

  async #reconcile(sessionId: SessionId): Promise<void> {
    const { engine, sessionLog, log } = this.#deps;
    const state = sessionLog.peek(sessionId);
    if (state === undefined) return;
    if (!carriesMedia(state) || Object.keys(state.connections).length === 0) {
      this.#failures.delete(sessionId);
      if (!this.#close(sessionId)) return;
      await this.#deps.home.release(sessionId);
      const reason = state.phase.state === 'ended' ? 'session-ended' : 'requested';
      return engine.closeSpace(spaceOf(sessionId), reason);
    }
    if (!this.#deps.home.holds(sessionId)) return;
    const result = await this.#open(sessionId);
    if (!result.ok) log.warn({ sessionId, code: result.error.code }, 'the engine has no space for a session');
    await this.#expelOthers(sessionId, state);
    await this.#allow(sessionId, state);
    const space = this.#spaces.get(sessionId);
    if (space === undefined || sameShown(space.shown, state)) return;
    space.shown = state;
    await this.sight.hideFromAll(state);
  }

  /** Rights change with the start and with the stage; what nobody may send any longer stops where packets flow. */
  async #allow(sessionId: SessionId, state: SessionState): Promise<void> {
    const admitted = this.#spaces.get(sessionId)?.admitted;
    const lesson = lessonOf(state);
    for (const [connectionId, { part, rights }] of [...(admitted ?? [])]) {
      const connection: Connection | undefined = state.connections[connectionId];
      if (connection?.part !== part) continue;
      const wanted = maySend(lesson, connection);
      if (wanted.length === rights.length && wanted.every((source) => rights.includes(source))) continue;
      const allowed = await this.#deps.engine.allow(spaceOf(sessionId), connectionId, wanted);
      if (allowed.ok) admitted?.set(connectionId, { part, rights: wanted });
    }
  }

  async #expelOthers(sessionId: SessionId, state: SessionState): Promise<void> {
    const admitted = this.#spaces.get(sessionId)?.admitted;
    for (const [connectionId, { part }] of [...(admitted ?? [])]) {
      const connection: Connection | undefined = state.connections[connectionId];
      // A phone has media while its line is open, and no longer.
      const isDone = part === 'phone' && !isOnLine(state.lineVoice, connectionId);
      if (connection?.part === part && !isDone) continue;
      admitted?.delete(connectionId);
      // With another part come other rights: whoever stays asks for new transports.
      const reason = connection === undefined || isDone ? 'left' : 'replaced';
      await this.#deps.engine.expel(spaceOf(sessionId), connectionId, reason);
      this.#disconnected(sessionId, connectionId);
    }
  }

  /** @returns whether there was one */
  #close(sessionId: SessionId): boolean {
    this.sight.forget(this.#spaces.get(sessionId)?.admitted.keys() ?? []);
    return this.#spaces.delete(sessionId);
  }

  #disconnected(sessionId: SessionId, connectionId: ConnectionId): void {
    const { sessionLog, clock } = this.#deps;
    this.#spaces.get(sessionId)?.transports.delete(connectionId);
    this.sight.forget([connectionId]);
    if (sessionLog.peek(sessionId)?.connections[connectionId]?.media !== true) return;
    const occurredAtMs = clock.nowMs();
    void sessionLog.record(sessionId, { type: 'media.disconnected', body: { connectionId }, occurredAtMs });
  }

  #hear(event: EngineEvent): void {
    const { sessionLog, roster, clock } = this.#deps;
    const sessionId = sessionOf(event.spaceId);
    const occurredAtMs = clock.nowMs();
    switch (event.type) {
      case 'space.failed': {
        this.#close(sessionId);
        this.#failures.set(sessionId, this.failureCount(sessionId) + 1);
        const cause = event.cause === 'died' ? 'worker-died' : 'worker-hung';
        void sessionLog.record(sessionId, { type: 'media.failed', body: { cause }, occurredAtMs });
        void this.#work(sessionId);
        return;
      }
      case 'transport.changed':
        this.#transportChanged(sessionId, event);
        return;
      case 'stream.closed': {
        const { streamId, reason } = event;
        remember(this.#closed, streamId);
        void sessionLog.record(sessionId, {
          type: 'stream.closed',
          body: { streamId, reason },
          occurredAtMs,
        });
        return;
      }
      case 'layer.changed': {
        const { consumerId, layer } = event;
        roster
          .memberOf(event.participantId)
          ?.connection.push('layer.changed', { sessionId, consumerId, layer });
      }
    }
  }

  /** A client connects a transport when it first needs it: media is there when one carries and none has broken. */
  #transportChanged(
    sessionId: SessionId,
    { participantId, direction, connected }: EngineEvent & { type: 'transport.changed' },
  ): void {
    const transports = this.#spaces.get(sessionId)?.transports;
    if (transports === undefined) return;
    const both = { ...transports.get(participantId), [direction]: connected };
    transports.set(participantId, both);
    const type = Object.values(both).every((each) => each) ? 'media.connected' : 'media.disconnected';
    const body = { connectionId: participantId };
    void this.#deps.sessionLog.record(sessionId, { type, body, occurredAtMs: this.#deps.clock.nowMs() });
  }
}

function remember(closed: Set<StreamId>, streamId: StreamId): void {
  closed.add(streamId);
  const oldest = closed.values().next();
  if (closed.size > CLOSED_REMEMBERED && !oldest.done) closed.delete(oldest.value);
}
