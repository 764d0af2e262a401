import type { EngineEvent, MediaEngine, SpaceId } from '../../sfu/types.ts';
import type { ConnectionId, SessionId, StreamId } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import type { TransportDirection } from '../../shared/media.ts';
import type { SeatPart } from '../../shared/session/session.events.ts';
import { maySend } from '../../shared/session/session.policy.ts';
import type { Connection, SessionState } from '../../shared/session/session.state.ts';
import type { MediaOffer } from '../../shared/wire/requests.ts';
import type { Clock, Log } from '../platform/ports.ts';
import { createLanes } from './session.lanes.ts';
import type { SessionLog } from './session.log.ts';
import type { Roster } from './session.roster.ts';

/**
 * Keeps the engine equal to the fold: a space while anybody is connected to a session that is not over, transports for those who
 * asked for them, nothing for those who are gone. What happens in the engine by itself becomes facts.
 */
export interface MediaKeeper {
  /** New transports for a connection; an earlier pair is void. `MEDIA_UNAVAILABLE` while the engine cannot. */
  offer(sessionId: SessionId, connectionId: ConnectionId): Promise<Result<MediaOffer>>;
  /** Whether a stream ended in the engine before it could be written down. */
  hasClosed(streamId: StreamId): boolean;
  /** How often a session's space has failed, known before the log knows it. */
  failureCount(sessionId: SessionId): number;
  busy(): boolean;
  settled(): Promise<void>;
  stop(): void;
}

export type KeeperDeps = {
  readonly engine: MediaEngine;
  readonly sessionLog: SessionLog;
  readonly roster: Roster;
  readonly clock: Clock;
  readonly log: Log;
};

/** The engine's room for a session carries the session's id. */
export const spaceOf = (sessionId: SessionId): SpaceId => sessionId as string as SpaceId;
const sessionOf = (spaceId: SpaceId): SessionId => spaceId as string as SessionId;

type Space = {
  readonly admitted: Map<ConnectionId, SeatPart>;
  readonly transports: Map<ConnectionId, Partial<Record<TransportDirection, boolean>>>;
};

const CLOSED_REMEMBERED = 1_000;

export function createMediaKeeper(deps: KeeperDeps): MediaKeeper {
  const { engine, sessionLog, roster, clock, log } = deps;
  const spaces = new Map<SessionId, Space>();
  const lanes = createLanes<SessionId>();
  const closed = new Set<StreamId>();
  const failures = new Map<SessionId, number>();

  const opened = async (sessionId: SessionId) => {
    const result = await engine.openSpace(spaceOf(sessionId));
    if (result.ok && !spaces.has(sessionId))
      spaces.set(sessionId, { admitted: new Map(), transports: new Map() });
    return result;
  };

  const disconnected = (sessionId: SessionId, connectionId: ConnectionId): void => {
    spaces.get(sessionId)?.transports.delete(connectionId);
    if (sessionLog.peek(sessionId)?.connections[connectionId]?.media === true) {
      void sessionLog.record(sessionId, {
        type: 'media.disconnected',
        body: { connectionId },
        occurredAtMs: clock.nowMs(),
      });
    }
  };

  const reconcile = async (sessionId: SessionId): Promise<void> => {
    const state = sessionLog.peek(sessionId);
    if (state === undefined) return;
    const connections = Object.values<Connection>(state.connections);
    if (!carriesMedia(state) || connections.length === 0) {
      if (!spaces.delete(sessionId)) return;
      const reason = state.phase.state === 'ended' ? 'session-ended' : 'requested';
      return engine.closeSpace(spaceOf(sessionId), reason);
    }
    const result = await opened(sessionId);
    if (!result.ok) log.warn({ sessionId, code: result.error.code }, 'the engine has no space for a session');
    const space = spaces.get(sessionId);
    for (const [connectionId, part] of [...(space?.admitted ?? [])]) {
      const connection = state.connections[connectionId];
      if (connection?.part === part) continue;
      space?.admitted.delete(connectionId);
      // With another part come other rights: whoever stays asks for new transports.
      await engine.expel(spaceOf(sessionId), connectionId, connection === undefined ? 'left' : 'replaced');
      disconnected(sessionId, connectionId);
    }
  };

  const offer = async (sessionId: SessionId, connectionId: ConnectionId): Promise<Result<MediaOffer>> => {
    const connection = sessionLog.peek(sessionId)?.connections[connectionId];
    if (connection === undefined) return fail('NOT_FOUND');
    const space = await opened(sessionId);
    if (!space.ok) return fail('MEDIA_UNAVAILABLE');
    const rights = maySend(connection);
    disconnected(sessionId, connectionId);
    const admitted = await engine.admit(spaceOf(sessionId), { participantId: connectionId, maySend: rights });
    if (!admitted.ok) return fail('MEDIA_UNAVAILABLE');
    spaces.get(sessionId)?.admitted.set(connectionId, connection.part);
    const state = sessionLog.peek(sessionId);
    if (state === undefined || !(connectionId in state.connections) || !carriesMedia(state)) {
      await reconcile(sessionId);
      return fail('NOT_FOUND');
    }
    const { rtpCapabilities } = space.value;
    return ok({ epoch: state.mediaEpoch, rtpCapabilities, maySend: [...rights], ...admitted.value });
  };

  const hear = (event: EngineEvent): void => {
    const sessionId = sessionOf(event.spaceId);
    const occurredAtMs = clock.nowMs();
    switch (event.type) {
      case 'space.failed': {
        spaces.delete(sessionId);
        failures.set(sessionId, (failures.get(sessionId) ?? 0) + 1);
        const cause = event.cause === 'died' ? 'worker-died' : 'worker-hung';
        void sessionLog.record(sessionId, { type: 'media.failed', body: { cause }, occurredAtMs });
        void work(sessionId);
        return;
      }
      case 'transport.changed':
        transportChanged(sessionId, event);
        return;
      case 'stream.closed': {
        const { streamId, reason } = event;
        remember(closed, streamId);
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
  };

  /** A client connects a transport when it first needs it: media is there when one carries and none has broken. */
  const transportChanged = (
    sessionId: SessionId,
    { participantId, direction, connected }: EngineEvent & { type: 'transport.changed' },
  ): void => {
    const transports = spaces.get(sessionId)?.transports;
    if (transports === undefined) return;
    const both = { ...transports.get(participantId), [direction]: connected };
    transports.set(participantId, both);
    const type = Object.values(both).every((each) => each) ? 'media.connected' : 'media.disconnected';
    const body = { connectionId: participantId };
    void sessionLog.record(sessionId, { type, body, occurredAtMs: clock.nowMs() });
  };

  const work = async (sessionId: SessionId): Promise<void> => {
    try {
      await lanes.run(sessionId, () => reconcile(sessionId));
    } catch (error) {
      log.error({ error, sessionId }, 'the engine could not be made equal to a session');
    }
  };

  const stops = [
    engine.listen(hear),
    sessionLog.onCommitted((sessionId, events) => {
      if (events.some((event) => changesMedia.has(event.type))) void work(sessionId);
    }),
  ];

  return {
    offer: (sessionId, connectionId) => lanes.run(sessionId, () => offer(sessionId, connectionId)),
    hasClosed: (streamId) => closed.has(streamId),
    failureCount: (sessionId) => failures.get(sessionId) ?? 0,
    busy: lanes.busy,
    settled: lanes.settled,
    stop: () => {
      for (const stop of stops) stop();
    },
  };
}

const changesMedia: ReadonlySet<string> = new Set([
  'session.started',
  'session.ended',
  'presence.joined',
  'presence.lost',
  'presence.left',
  'media.failed',
]);

const carriesMedia = ({ phase }: SessionState): boolean =>
  phase.state === 'waiting' || phase.state === 'live';

function remember(closed: Set<StreamId>, streamId: StreamId): void {
  closed.add(streamId);
  const oldest = closed.values().next();
  if (closed.size > CLOSED_REMEMBERED && !oldest.done) closed.delete(oldest.value);
}
