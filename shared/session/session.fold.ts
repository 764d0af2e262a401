import type { ConnectionId, PersonId, QuestionId, RoomId, StreamId } from '../kernel/ids.ts';
import { unreachable } from '../kernel/result.ts';
import { attentionAfter, withOwnTurn } from './session.attention.ts';
import {
  type SeatKey,
  type SessionEvent,
  type SessionPlan,
  seatOfPerson,
  seatOfRoom,
} from './session.events.ts';
import { withRead, withWord } from './session.line.ts';
import type { Question } from './session.question.ts';
import type { Connection, Presence, Seat, SessionState, Stream } from './session.state.ts';

/** The next state. Pure; an event that no longer fits (a connection unknown by now) changes nothing but `seq`. */
export function evolve(state: SessionState, event: SessionEvent): SessionState {
  const next = apply(state, event);
  return { ...next, attention: attentionAfter(state, next, event.occurredAtMs), seq: event.seq };
}

function apply(state: SessionState, event: SessionEvent): SessionState {
  switch (event.type) {
    case 'session.opened':
      return opened(state, event.body.plan);
    case 'session.started':
      return {
        ...ledBy(state, event.body.lecturerId),
        phase: { state: 'live', startedAtMs: event.occurredAtMs },
        lecturerSeenAtMs: event.occurredAtMs,
      };
    case 'session.ended':
      return {
        ...withoutMedia(state),
        hands: {},
        question: null,
        phase: {
          state: 'ended',
          startedAtMs: state.phase.state === 'live' ? state.phase.startedAtMs : null,
          endedAtMs: event.occurredAtMs,
          recordedAtMs: event.recordedAtMs,
          reason: event.body.reason,
        },
      };
    case 'session.reopened': {
      const startedAtMs = state.phase.state === 'ended' ? state.phase.startedAtMs : null;
      return {
        ...state,
        phase: { state: 'live', startedAtMs: startedAtMs ?? event.occurredAtMs },
        reopenedAtMs: event.occurredAtMs,
      };
    }
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
    case 'headCount.set': {
      const { roomId, ...count } = event.body;
      return {
        ...state,
        headCounts: { ...state.headCounts, [roomId]: { ...count, setAtMs: event.occurredAtMs } },
      };
    }
    case 'stage.called': {
      const { seat } = event.body;
      if (!isHeard(state.seats[seat]?.presence)) return state;
      const stage = [...offStage(state, seat).stage, { seat, sinceMs: event.occurredAtMs }];
      return { ...state, stage };
    }
    case 'stage.released':
      return offStage(state, event.body.seat);
    case 'stage.picked':
      return state;
    case 'ownTurn.noted':
      return {
        ...state,
        attention: withOwnTurn(state.attention, event.body.roomId, event.occurredAtMs),
      };
    case 'hand.raised': {
      const { roomId } = event.body;
      const hand = state.hands[roomId] ?? { raisedAtMs: event.occurredAtMs };
      return { ...state, hands: { ...state.hands, [roomId]: hand } };
    }
    case 'hand.lowered':
      return { ...state, hands: without(state.hands, event.body.roomId) };
    case 'signal.sent': {
      const { roomId, signal } = event.body;
      return {
        ...state,
        signals: { ...state.signals, [roomId]: { signal, sentAtMs: event.occurredAtMs } },
      };
    }
    case 'confirmation.set': {
      const { roomId, ...said } = event.body;
      return {
        ...state,
        confirmations: { ...state.confirmations, [roomId]: { ...said, setAtMs: event.occurredAtMs } },
      };
    }
    case 'line.said': {
      const { roomId, from } = event.body;
      const word = { from, words: event.words ?? null, saidAtMs: event.occurredAtMs };
      return { ...state, lines: withWord(state.lines, roomId, word) };
    }
    case 'question.asked': {
      const { questionId, kind, optionCount } = event.body;
      const words = event.words ?? null;
      const askedAtMs = event.occurredAtMs;
      return {
        ...state,
        question: { questionId, kind, optionCount, words, askedAtMs, shown: false, answers: {} },
      };
    }
    case 'question.answered': {
      const { questionId, roomId, answer } = event.body;
      return withQuestion(state, questionId, (open) => ({
        ...open,
        answers: { ...open.answers, [roomId]: answer },
      }));
    }
    case 'question.shown':
      return withQuestion(state, event.body.questionId, (open) => ({ ...open, shown: true }));
    case 'question.closed':
      return withQuestion(state, event.body.questionId, () => null);
    case 'line.read':
      return { ...state, lines: withRead(state.lines, event.body.roomId, event.body) };
    default:
      return unreachable(event);
  }
}

/** Only the question that is open can change. */
const withQuestion = (
  state: SessionState,
  questionId: QuestionId,
  change: (open: Question) => Question | null,
): SessionState =>
  state.question?.questionId === questionId ? { ...state, question: change(state.question) } : state;

function opened(state: SessionState, plan: SessionPlan): SessionState {
  const seats: Record<SeatKey, Seat> = { ...state.seats };
  for (const room of plan.rooms) {
    const seat = seatOfRoom(room.roomId);
    seats[seat] ??= { seat, part: 'room', presence: { state: 'absent' } };
  }
  return { ...state, plan, phase: { state: 'waiting' }, lecturerId: plan.lecturerId, seats };
}

function joined(state: SessionState, event: SessionEvent & { type: 'presence.joined' }): SessionState {
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
  const seat = state.seats[connection.seat];
  if (seat === undefined || seat.presence.state !== 'connected') return { ...state, connections };
  return seated({ ...state, connections }, seat.seat, seat.part, seat.presence);
}

/** Whoever leads has the lecturer's part with all that is theirs; a planned lecturer who came second assists. */
function ledBy(state: SessionState, lecturerId: PersonId): SessionState {
  const lecturerSeat = seatOfPerson(lecturerId);
  const partOf = <T extends { readonly seat: SeatKey; readonly part: Seat['part'] }>(each: T): T => {
    if (each.seat === lecturerSeat) return each.part === 'lecturer' ? each : { ...each, part: 'lecturer' };
    return each.part === 'lecturer' ? { ...each, part: 'assistant' } : each;
  };
  return {
    ...state,
    lecturerId,
    seats: mapValues(state.seats, partOf),
    connections: mapValues(state.connections, partOf),
    streams: mapValues(state.streams, partOf),
  };
}

const isHeard = (presence: Presence | undefined): boolean =>
  presence?.state === 'connected' && presence.media;

const offStage = (state: SessionState, seat: SeatKey): SessionState =>
  state.stage.some((each) => each.seat === seat)
    ? { ...state, stage: state.stage.filter((each) => each.seat !== seat) }
    : state;

/** Every stream and every media connection is over at once; clients see a new epoch. Nobody is on stage with dead media. */
function withoutMedia(state: SessionState): SessionState {
  const silent = Object.keys(state.connections).reduce(
    (each, connectionId) => withMedia(each, connectionId as ConnectionId, false),
    state,
  );
  return { ...silent, stage: [], streams: {}, mediaEpoch: state.mediaEpoch + 1 };
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

function mapValues<K extends string, V>(
  record: Readonly<Record<K, V>>,
  map: (value: V) => V,
): Readonly<Record<K, V>> {
  const mapped = Object.entries<V>(record).map(([key, value]) => [key, map(value)]);
  return Object.fromEntries(mapped) as Readonly<Record<K, V>>;
}

function without<K extends ConnectionId | StreamId | RoomId, V>(
  record: Readonly<Record<K, V>>,
  key: K,
): Readonly<Record<K, V>> {
  if (!(key in record)) return record;
  const { [key]: _removed, ...rest } = record;
  return rest as Readonly<Record<K, V>>;
}
