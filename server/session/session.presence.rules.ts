import type { ConnectionId, DeviceId, PersonId, RoomId, ViewerId } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import {
  type SeatKey,
  type SeatPart,
  type SessionPlan,
  seatOfObserver,
  seatOfPerson,
  seatOfPhone,
  seatOfRoom,
  seatOfViewer,
} from '../../shared/session/session.events.ts';
import { policyOf } from '../../shared/session/session.policy.ts';
import type { Connection, SessionState, Stream } from '../../shared/session/session.state.ts';
import type { DatedFact, Decision } from './session.types.ts';

export type Asker =
  | { readonly kind: 'device' | 'helper'; readonly roomId: RoomId }
  | { readonly kind: 'lectern'; readonly personId: PersonId }
  | { readonly kind: 'viewer'; readonly viewerId: ViewerId }
  | {
      readonly kind: 'person';
      readonly personId: PersonId;
      readonly wish: 'lecturer' | 'assistant' | 'observer' | undefined;
      /** Party to the lesson through a school of theirs. */
      readonly mayAssist: boolean;
      /** By their role over the leading school, whether or not they belong to it. */
      readonly mayLead: boolean;
      /** An inspector's or administrator's right, not a colleague's. */
      readonly mayObserve: boolean;
    };

export type Place = { readonly seat: SeatKey; readonly part: SeatPart };

/**
 * Where somebody sits. A part that the lesson's policy does not know is `FORBIDDEN`. Refuses with `NOT_FOUND` (a room that is not in the plan), `ALREADY_LED` (`lecturerId`) for a second lecturer of a lesson
 * that runs, `REMOVED` for who was shown out, `FORBIDDEN` for a part that is not theirs. Before the start a second teacher assists, and leads by starting.
 */
export function takeSeat(state: SessionState, plan: SessionPlan, asker: Asker): Result<Place> {
  const inForce = state.plan ?? plan;
  const place = placeOf(state, inForce, asker);
  if (!place.ok) return place;
  if (isRemoved(state, place.value.seat)) return fail('REMOVED');
  return policyOf(inForce).parts[place.value.part] === undefined ? fail('FORBIDDEN') : place;
}

function placeOf(state: SessionState, plan: SessionPlan, asker: Asker): Result<Place> {
  switch (asker.kind) {
    case 'device':
    case 'helper': {
      const { roomId } = asker;
      if (!plan.rooms.some((room) => room.roomId === roomId)) return fail('NOT_FOUND');
      return asker.kind === 'device'
        ? ok({ seat: seatOfRoom(roomId), part: 'room' })
        : ok({ seat: seatOfPhone(roomId), part: 'phone' });
    }
    case 'lectern':
      return ok({ seat: seatOfPhone(asker.personId), part: 'phone' });
    case 'viewer':
      return ok({ seat: seatOfViewer(asker.viewerId), part: 'viewer' });
    case 'person':
      return placeOfPerson(state, plan, asker);
  }
}

function placeOfPerson(
  state: SessionState,
  plan: SessionPlan,
  asker: Extract<Asker, { kind: 'person' }>,
): Result<Place> {
  const { personId, wish } = asker;
  const lecturerId = state.lecturerId ?? plan.lecturerId;
  if (wish === 'observer') {
    return asker.mayObserve ? ok({ seat: seatOfObserver(personId), part: 'observer' }) : fail('FORBIDDEN');
  }
  if (personId === lecturerId) return ok({ seat: seatOfPerson(personId), part: 'lecturer' });
  if (plan.memberIds.includes(personId)) {
    return policyOf(plan).memberPart === 'observer'
      ? ok({ seat: seatOfObserver(personId), part: 'observer' })
      : ok({ seat: seatOfPerson(personId), part: 'member' });
  }
  if (wish === 'lecturer' && state.phase.state === 'live') return fail('ALREADY_LED', { lecturerId });
  // Who may lead by a role in a region comes unseen unless they ask for more.
  if (asker.mayAssist || (wish !== undefined && asker.mayLead))
    return ok({ seat: seatOfPerson(personId), part: 'assistant' });
  if (wish === undefined && asker.mayObserve) return ok({ seat: seatOfObserver(personId), part: 'observer' });
  return fail('FORBIDDEN');
}

/** Whether a seat, or the room a phone helps in, was shown out. */
export const isRemoved = (state: SessionState, seat: SeatKey): boolean => {
  const own = seat.startsWith('phone:') ? seatOfRoom(seat.slice('phone:'.length) as RoomId) : seat;
  return state.removed[own] !== undefined;
};

export type Arrival = Place & {
  readonly connectionId: ConnectionId;
  readonly deviceId: DeviceId | null;
  /** Connections of the same seat that this one takes over, with when each was last heard. */
  readonly replaces: readonly { readonly connectionId: ConnectionId; readonly lastHeardAtMs: number }[];
};

/** The old connection goes first and at its last sign of life, so that the gap before the new one has its true length. */
export function arrive(state: SessionState, arrival: Arrival, nowMs: number): Decision<DatedFact> {
  const { connectionId, deviceId, seat, part } = arrival;
  if (state.phase.state === 'ended') return fail('LESSON_ENDED', { endedAtMs: state.phase.endedAtMs });
  if (connectionId in state.connections) return ok([]);
  const replaced = arrival.replaces
    .filter((each) => state.connections[each.connectionId]?.seat === seat)
    .map(
      (each): DatedFact => ({
        type: 'presence.left',
        body: { connectionId: each.connectionId, reason: 'replaced' },
        occurredAtMs: Math.min(each.lastHeardAtMs, nowMs),
      }),
    );
  const joined: DatedFact = {
    type: 'presence.joined',
    body: { connectionId, seat, part, deviceId },
    occurredAtMs: nowMs,
  };
  return ok([...replaced, joined]);
}

/** The media facts that an end brings with it, written out so that no reader of the log has to know it. */
export function mediaOver(state: SessionState, nowMs: number): DatedFact[] {
  const streams = Object.values<Stream>(state.streams).map(
    (stream): DatedFact => ({
      type: 'stream.closed',
      body: { streamId: stream.streamId, reason: 'session-ended' },
      occurredAtMs: nowMs,
    }),
  );
  const connections = Object.values<Connection>(state.connections)
    .filter((connection) => connection.media)
    .map(
      (connection): DatedFact => ({
        type: 'media.disconnected',
        body: { connectionId: connection.connectionId },
        occurredAtMs: nowMs,
      }),
    );
  return [...streams, ...connections];
}

/**
 * Server facts come late and twice: from the engine, from sockets, from the spool. One that says nothing new is left out, and none is
 * dated before its connection joined.
 */
export function admit(state: SessionState, fact: DatedFact): readonly DatedFact[] {
  switch (fact.type) {
    case 'presence.lost':
    case 'presence.left': {
      const connection = state.connections[fact.body.connectionId];
      if (connection === undefined) return [];
      return [{ ...fact, occurredAtMs: Math.max(fact.occurredAtMs, connection.joinedAtMs) }];
    }
    case 'media.connected':
      return state.phase.state !== 'ended' && state.connections[fact.body.connectionId]?.media === false
        ? [fact]
        : [];
    case 'media.disconnected':
      return state.connections[fact.body.connectionId]?.media === true ? [fact] : [];
    case 'stream.published':
      return state.phase.state !== 'ended' &&
        fact.body.connectionId in state.connections &&
        !(fact.body.streamId in state.streams)
        ? [fact]
        : [];
    case 'stream.closed':
      return fact.body.streamId in state.streams ? [fact] : [];
    case 'codec.missed': {
      const connection = state.connections[fact.body.connectionId];
      return connection !== undefined && connection.misfit === undefined ? [fact] : [];
    }
    case 'media.failed':
      return state.phase.state === 'waiting' || state.phase.state === 'live' ? [fact] : [];
    default:
      return [fact];
  }
}

/** The session as if nobody else were connected to it. */
export function onlyThese(state: SessionState, ids: ReadonlyMap<ConnectionId, unknown>): SessionState {
  const connections = Object.values<Connection>(state.connections)
    .filter(({ connectionId }) => ids.has(connectionId))
    .map((connection) => [connection.connectionId, connection] as const);
  return { ...state, connections: Object.fromEntries(connections) };
}

/**
 * What a restart of the server makes true: every connection was lost when it was last heard, and media went with the process.
 * @param lastHeardAtMs when each connection was last heard; one without a beat was heard when it joined
 */
export function restart(
  state: SessionState,
  lastHeardAtMs: ReadonlyMap<ConnectionId, number>,
  nowMs: number,
): readonly DatedFact[] {
  const losses = Object.values<Connection>(state.connections)
    .map(({ connectionId, joinedAtMs }): DatedFact => {
      const heardAtMs = Math.max(joinedAtMs, lastHeardAtMs.get(connectionId) ?? joinedAtMs);
      return {
        type: 'presence.lost',
        body: { connectionId, cause: 'server-restart' },
        occurredAtMs: Math.min(heardAtMs, nowMs),
      };
    })
    .sort((a, b) => a.occurredAtMs - b.occurredAtMs);
  const last = losses.at(-1);
  if (last === undefined) return [];
  const failed: DatedFact = {
    type: 'media.failed',
    body: { cause: 'server-restart' },
    occurredAtMs: last.occurredAtMs,
  };
  return state.phase.state === 'ended' ? losses : [...losses, failed];
}
