import type {
  Feed,
  FeedCodec,
  Outlet,
  OutletId,
  OutletRequest,
  OutletState,
  Tap,
  TapId,
  TapRequest,
} from '../../sfu/index.ts';
import type { MediaEngine } from '../../sfu/types.ts';
import {
  type ConnectionId,
  connectionId as connectionIdSchema,
  type SessionId,
  type StreamId,
} from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import {
  COMPATIBLE_CODEC,
  type DtlsParameters,
  type IceParameters,
  type RtpParameters,
  type StreamSource,
  type TransportDirection,
} from '../../shared/media.ts';
import { lessonOf, maySend, policyOf } from '../../shared/session/session.policy.ts';
import { leadingStreams } from '../../shared/session/session.sight.ts';
import type { SessionState } from '../../shared/session/session.state.ts';
import type { MediaOffer } from '../../shared/wire/media-requests.ts';
import type { Clock, Connection, NewId } from '../platform/ports.ts';
import type { Gate } from './session.access.ts';
import type { MediaHome } from './session.home.ts';
import type { SessionLog } from './session.log.ts';
import { type MediaKeeper, spaceOf } from './session.media.ts';
import { arrive, type Place } from './session.presence.rules.ts';
import type { Member, Roster } from './session.roster.ts';
import { serverActor } from './session.types.ts';

/** What sits in a lesson without a socket of ours: equipment, or a player that speaks no language of ours. */
export type Hosted = {
  readonly connectionId: ConnectionId;
  readonly offer: MediaOffer;
  connect(direction: TransportDirection, dtlsParameters: DtlsParameters): Promise<Result<void>>;
  restartIce(direction: TransportDirection): Promise<Result<IceParameters>>;
  /** As a client's. `STREAM_REFUSED` for what may not be sent now, such as a voice before the start. */
  publish(source: StreamSource, rtpParameters: RtpParameters): Promise<Result<StreamId>>;
  /** A port for a process on this machine. */
  feed(source: StreamSource, codec: Exclude<FeedCodec, 'vp8'>): Promise<Result<Feed>>;
  /** Likewise, for the picture of `source` once more, in the codec that everybody can decode. */
  feedCompatible(source: StreamSource): Promise<Result<Feed>>;
  /** A way out for any stream of the lesson to a process on this machine; whoever sits ends it. */
  tap(request: TapRequest): Promise<Result<Tap>>;
  resumeTap(tapId: TapId): Promise<Result<void>>;
  requestKeyFrame(tapId: TapId): Promise<void>;
  untap(tapId: TapId): Promise<void>;
  end(streamId: StreamId): Promise<void>;
  /** A player that keeps to numbers of its own; whoever sits ends it. */
  openOutlet(request: OutletRequest): Promise<Result<Outlet>>;
  /** It gets what the class gets of the leading side 主讲端: the voice, and this picture or the other one where this is not sent. */
  playOutlet(outletId: OutletId, picture: 'camera' | 'content'): Promise<Result<readonly StreamId[]>>;
  restartOutlet(outletId: OutletId): Promise<Result<IceParameters>>;
  /** Null when it is gone. */
  outlet(outletId: OutletId): OutletState | null;
  closeOutlet(outletId: OutletId): Promise<void>;
  /** Idempotent. */
  leave(): Promise<void>;
};

export interface Hosts {
  /**
   * Takes a place in a lesson that waits or is live. `onGone` when it was taken away again. NOT_FOUND, LESSON_NOT_LIVE, FORBIDDEN for a part that the
   * lesson does not have, MEDIA_ELSEWHERE, MEDIA_UNAVAILABLE.
   */
  sit(sessionId: SessionId, place: Place, onGone: () => void): Promise<Result<Hosted>>;
  /** Whether this server carries the session's media, or may. */
  carries(sessionId: SessionId): boolean;
}

export type HostsDeps = {
  readonly engine: MediaEngine;
  readonly sessionLog: SessionLog;
  readonly roster: Roster;
  readonly keeper: MediaKeeper;
  readonly gate: Pick<Gate, 'find'>;
  readonly home: MediaHome;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly draining: () => boolean;
};

export function createHosts(deps: HostsDeps): Hosts {
  const { sessionLog, roster, keeper, gate, clock, newId } = deps;
  return {
    carries: (sessionId) => deps.home.holds(sessionId),
    async sit(sessionId, place, onGone) {
      if (deps.draining()) return fail('UNAVAILABLE');
      const access = await gate.find(sessionId);
      if (!access.ok) return access;
      const known = await sessionLog.read(sessionId);
      if (!known.ok) return known;
      const connectionId = connectionIdSchema.parse(newId());
      const written = await sessionLog.submit({
        sessionId,
        actor: serverActor,
        commandId: newId(),
        remembered: false,
        decide(state, nowMs) {
          const may = mayCome(state, place);
          if (!may.ok) return may;
          return arrive(state, { ...place, connectionId, deviceId: null, replaces: [] }, nowMs);
        },
      });
      if (!written.ok) return written;
      const connection = connectionOf(connectionId, { clock, onGone });
      const member: Member = {
        ...{ ...place, connectionId, connection, sessionId, deviceId: null, access: access.value },
        audience: { kind: 'watch' },
        tokenHash: '',
      };
      roster.seat(member);
      const offer = await keeper.offer(sessionId, connectionId);
      const hosted = { member, deps };
      if (!offer.ok) await leave(hosted);
      return offer.ok ? ok(hostedOf(hosted, offer.value)) : offer;
    },
  };
}

function mayCome({ plan, phase }: SessionState, { part }: Place): Result<void> {
  if (plan === null || (phase.state !== 'waiting' && phase.state !== 'live')) return fail('LESSON_NOT_LIVE');
  return policyOf(plan).parts[part] === undefined ? fail('FORBIDDEN') : ok();
}

/** Nobody reads there what is said to members; that it lives is known as long as it sits. */
const connectionOf = (
  id: ConnectionId,
  { clock, onGone }: { readonly clock: Clock; readonly onGone: () => void },
): Connection<{ kind: 'visitor' }> => ({
  id,
  actor: { kind: 'visitor' },
  wireVersion: 0,
  lastHeardAtMs: () => clock.nowMs(),
  push: () => undefined,
  close: onGone,
});

type Held = { readonly member: Member; readonly deps: HostsDeps };

function hostedOf(held: Held, offer: MediaOffer): Hosted {
  const { member, deps } = held;
  const { engine } = deps;
  const { connectionId } = member;
  const space = spaceOf(member.sessionId);
  return {
    connectionId,
    offer,
    connect: (direction, dtlsParameters) =>
      engine.connect(space, connectionId, { direction, dtlsParameters }),
    restartIce: (direction) => engine.restartIce(space, connectionId, direction),
    async publish(source, rtpParameters) {
      const codec = rtpParameters.codecs[0]?.mimeType ?? '';
      return send(held, { source, codec }, async () => {
        const made = await engine.publish(space, { participantId: connectionId, source, rtpParameters });
        return made.ok ? ok({ streamId: made.value }) : made;
      }).then((made) => (made.ok ? ok(made.value.streamId) : made));
    },
    feed: (source, codec) =>
      send(held, { source, codec: codec === 'h264' ? 'video/H264' : 'audio/opus' }, () =>
        engine.feed(space, { participantId: connectionId, source, codec }),
      ),
    feedCompatible: (source) =>
      send(held, { source, codec: COMPATIBLE_CODEC, compatible: true }, () =>
        engine.feed(space, { participantId: connectionId, source, codec: 'vp8', compatible: true }),
      ),
    tap: (request) => engine.tap(space, request),
    resumeTap: (tapId) => engine.resumeTap(space, tapId),
    requestKeyFrame: (tapId) => engine.requestKeyFrame(space, tapId),
    untap: (tapId) => engine.untap(space, tapId),
    end: (streamId) => engine.unpublish(space, streamId, 'requested'),
    openOutlet: (request) => engine.openOutlet(space, request),
    playOutlet: (outletId, picture) =>
      engine.playOutlet(space, outletId, leadingIds(deps.sessionLog.peek(member.sessionId), picture)),
    restartOutlet: (outletId) => engine.restartOutlet(space, outletId),
    outlet: (outletId) => engine.outlets(space).find((each) => each.outletId === outletId) ?? null,
    closeOutlet: (outletId) => engine.closeOutlet(space, outletId),
    leave: () => leave(held),
  };
}

/** The voice, then the wished picture before the other; each as it is sent before its small copy. */
function leadingIds(state: SessionState | undefined, picture: 'camera' | 'content'): readonly StreamId[] {
  const streams = state === undefined ? [] : leadingStreams(state);
  const of = (wanted: StreamSource) =>
    streams
      .filter(({ source }) => source === wanted)
      .sort((one, two) => Number(one.compatible === true) - Number(two.compatible === true));
  const ordered = [...of('voice'), ...of(picture), ...of(picture === 'camera' ? 'content' : 'camera')];
  return ordered.map(({ streamId }) => streamId);
}

/** Asks for the right, makes the stream, and has it written down, as with a client's. */
async function send<T extends { readonly streamId: StreamId }>(
  { member, deps }: Held,
  about: { readonly source: StreamSource; readonly codec: string; readonly compatible?: true },
  make: () => Promise<Result<T>>,
): Promise<Result<T>> {
  const { sessionLog, keeper, clock } = deps;
  const { sessionId, connectionId } = member;
  const state = sessionLog.peek(sessionId);
  const connection = state?.connections[connectionId];
  if (state === undefined || connection === undefined) return fail('NOT_FOUND');
  if (!maySend(lessonOf(state), connection).includes(about.source)) return fail('STREAM_REFUSED');
  await keeper.grant(sessionId, connectionId, about.source);
  const failureCount = keeper.failureCount(sessionId);
  const made = await make();
  if (!made.ok) return made;
  const { streamId } = made.value;
  // It may have ended, with the space or alone, before this line ran; its end is then already on its way to the log.
  if (keeper.hasClosed(streamId) || keeper.failureCount(sessionId) !== failureCount)
    return fail('MEDIA_UNAVAILABLE');
  const body = { streamId, connectionId, ...about };
  await sessionLog.record(sessionId, { type: 'stream.published', body, occurredAtMs: clock.nowMs() });
  return made;
}

async function leave({ member, deps }: Held): Promise<void> {
  const { sessionId, connectionId } = member;
  if (deps.roster.unseat(connectionId) === undefined) return;
  await deps.sessionLog.record(sessionId, {
    type: 'presence.left',
    body: { connectionId, reason: 'closed' },
    occurredAtMs: deps.clock.nowMs(),
  });
}
