import type { ConnectionId, PersonId } from '../kernel/ids.ts';
import { mapValues, without } from '../kernel/record.ts';
import { unreachable } from '../kernel/result.ts';
import { type EventOf, type SeatKey, seatOfPerson } from './session.events.ts';
import { lineVoiceWithout } from './session.line-voice.ts';
import { playingsWithout, playingTold, playingWished } from './session.playing.ts';
import type { Connection, Presence, Seat, SessionState, Stream } from './session.state.ts';

export type PresenceEvent = EventOf<
  | 'presence.joined'
  | 'presence.lost'
  | 'presence.left'
  | 'media.connected'
  | 'media.disconnected'
  | 'media.failed'
  | 'stream.published'
  | 'stream.closed'
  | 'codec.missed'
>;

/** Who is there, and what they send. */
export function presenceAfter(state: SessionState, event: PresenceEvent): SessionState {
  switch (event.type) {
    case 'presence.joined':
      return joined(state, event);
    case 'presence.lost':
      return gone(state, event.body.connectionId, {
        state: 'lost',
        sinceMs: event.occurredAtMs,
        cause: event.body.cause,
      });
    case 'presence.left':
      return gone(state, event.body.connectionId, {
        state: 'left',
        sinceMs: event.occurredAtMs,
        reason: event.body.reason,
      });
    case 'media.connected':
      return withMedia(state, event.body.connectionId, true);
    case 'media.disconnected':
      return withMedia(state, event.body.connectionId, false);
    case 'media.failed':
      return withoutMedia(state);
    case 'stream.published': {
      const { connectionId, ...sent } = event.body;
      const owner = state.connections[connectionId];
      if (owner === undefined) return state;
      const stream: Stream = { ...sent, connectionId, seat: owner.seat, part: owner.part };
      return { ...state, streams: { ...state.streams, [sent.streamId]: stream } };
    }
    case 'stream.closed':
      return { ...state, streams: without(state.streams, event.body.streamId) };
    case 'codec.missed': {
      const { connectionId, ...misfit } = event.body;
      const connection = state.connections[connectionId];
      if (connection === undefined) return state;
      const connections = { ...state.connections, [connectionId]: { ...connection, misfit } };
      return { ...state, connections };
    }
    default:
      return unreachable(event);
  }
}

function joined(state: SessionState, event: EventOf<'presence.joined'>): SessionState {
  const { connectionId, seat, part } = event.body;
  const connection: Connection = { connectionId, seat, part, joinedAtMs: event.occurredAtMs, media: false };
  const connections = { ...state.connections, [connectionId]: connection };
  return seated(seenLecturer({ ...state, connections }, seat, event.occurredAtMs), seat, part, {
    state: 'connected',
    sinceMs: event.occurredAtMs,
    media: false,
  });
}

function gone(
  state: SessionState,
  connectionId: ConnectionId,
  ending: Presence & { sinceMs: number },
): SessionState {
  const connection = state.connections[connectionId];
  if (connection === undefined) return state;
  const streams = Object.values<Stream>(state.streams).filter(
    (stream) => stream.connectionId === connectionId,
  );
  const rest: SessionState = {
    ...state,
    connections: without(state.connections, connectionId),
    lineVoice: lineVoiceWithout(state.lineVoice, connectionId),
    playings: playingsWithout(state.playings, connectionId, ending.sinceMs),
    streams: streams.reduce<SessionState['streams']>(
      (all, stream) => without(all, stream.streamId),
      state.streams,
    ),
  };
  return seated(
    seenLecturer(rest, connection.seat, ending.sinceMs),
    connection.seat,
    connection.part,
    ending,
  );
}

function withMedia(state: SessionState, connectionId: ConnectionId, media: boolean): SessionState {
  const connection = state.connections[connectionId];
  if (connection === undefined || connection.media === media) return state;
  const connections = { ...state.connections, [connectionId]: { ...connection, media } };
  // Who can no longer be heard on a private line is not left speaking into it.
  const lineVoice = media ? state.lineVoice : lineVoiceWithout(state.lineVoice, connectionId);
  const rest = { ...state, connections, lineVoice };
  const seat = state.seats[connection.seat];
  if (seat === undefined || seat.presence.state !== 'connected') return rest;
  return seated(rest, seat.seat, seat.part, seat.presence);
}

/** A room that plays its recording has its media as one that hears a lecturer has: that is what its minutes are counted by. */
export function playingAfter(
  state: SessionState,
  event: EventOf<'playing.told' | 'playing.wished'>,
): SessionState {
  if (event.type === 'playing.wished')
    return { ...state, playings: playingWished(state.playings, event.body) };
  const { connectionId, now } = event.body;
  if (state.connections[connectionId] === undefined) return state;
  const playings = playingTold(state.playings, event.body, event.occurredAtMs);
  return withMedia({ ...state, playings }, connectionId, now === 'playing');
}

/** Whoever leads has the lecturer's part with all that is theirs; a planned lecturer who came second assists. */
export function ledBy(state: SessionState, lecturerId: PersonId): SessionState {
  const lecturerSeat = seatOfPerson(lecturerId);
  const partOf = <T extends { readonly seat: SeatKey; readonly part: Seat['part'] }>(each: T): T => {
    if (each.seat === lecturerSeat) return each.part === 'lecturer' ? each : { ...each, part: 'lecturer' };
    return each.part === 'lecturer' ? { ...each, part: 'assistant' } : each;
  };
  return {
    ...state,
    lecturerId,
    lineVoice: state.lecturerId === lecturerId ? state.lineVoice : null,
    seats: mapValues(state.seats, partOf),
    connections: mapValues(state.connections, partOf),
    streams: mapValues(state.streams, partOf),
  };
}

export const isHeard = (presence: Presence | undefined): boolean =>
  presence?.state === 'connected' && presence.media;

export const offStage = (state: SessionState, seat: SeatKey): SessionState =>
  state.stage.some((each) => each.seat === seat)
    ? { ...state, stage: state.stage.filter((each) => each.seat !== seat) }
    : state;

/** Every stream and every media connection is over at once; clients see a new epoch. Nobody is on stage with dead media. */
export function withoutMedia(state: SessionState): SessionState {
  const silent = Object.keys(state.connections).reduce(
    (each, connectionId) => withMedia(each, connectionId as ConnectionId, false),
    state,
  );
  return { ...silent, stage: [], lineVoice: null, streams: {}, mediaEpoch: state.mediaEpoch + 1 };
}

/** Sets a seat's presence, which stays `connected` while any other connection of the seat lives. */
function seated(state: SessionState, seat: SeatKey, part: Seat['part'], wanted: Presence): SessionState {
  const live = Object.values<Connection>(state.connections).filter((each) => each.seat === seat);
  const before = state.seats[seat];
  const presence: Presence =
    live.length === 0
      ? wanted
      : {
          state: 'connected',
          sinceMs:
            before?.presence.state === 'connected'
              ? before.presence.sinceMs
              : Math.min(...live.map((each) => each.joinedAtMs)),
          media: live.some((each) => each.media),
        };
  // Never an open microphone on dead media: whoever cannot be heard is not on stage.
  const rest = isHeard(presence) ? state : offStage(state, seat);
  return { ...rest, seats: { ...rest.seats, [seat]: { seat, part, presence } } };
}

function seenLecturer(state: SessionState, seat: SeatKey, atMs: number): SessionState {
  if (state.lecturerId === null || seat !== seatOfPerson(state.lecturerId)) return state;
  return { ...state, lecturerSeenAtMs: Math.max(state.lecturerSeenAtMs ?? atMs, atMs) };
}
