import type { ConnectionId } from '../kernel/ids.ts';
import { without } from '../kernel/record.ts';
import { unreachable } from '../kernel/result.ts';
import type { EventOf } from './session.events.ts';
import { withRead, withWord } from './session.line.ts';
import type { Connection, SessionState } from './session.state.ts';

export type RoomEvent = EventOf<
  | 'headCount.set'
  | 'hand.raised'
  | 'hand.lowered'
  | 'signal.sent'
  | 'confirmation.set'
  | 'line.said'
  | 'line.read'
  | 'saving.set'
  | 'caption.chosen'
  | 'lineVoice.asked'
  | 'lineVoice.opened'
  | 'lineVoice.closed'
>;

/** What a room, or somebody for it, says of itself. */
export function roomAfter(state: SessionState, event: RoomEvent): SessionState {
  const atMs = event.occurredAtMs;
  switch (event.type) {
    case 'headCount.set': {
      const { roomId, ...count } = event.body;
      return { ...state, headCounts: { ...state.headCounts, [roomId]: { ...count, setAtMs: atMs } } };
    }
    case 'hand.raised': {
      const { roomId } = event.body;
      const hand = state.hands[roomId] ?? { raisedAtMs: atMs };
      return { ...state, hands: { ...state.hands, [roomId]: hand } };
    }
    case 'hand.lowered':
      return { ...state, hands: without(state.hands, event.body.roomId) };
    case 'signal.sent': {
      const { roomId, signal } = event.body;
      return { ...state, signals: { ...state.signals, [roomId]: { signal, sentAtMs: atMs } } };
    }
    case 'confirmation.set': {
      const { roomId, ...said } = event.body;
      const confirmations = { ...state.confirmations, [roomId]: { ...said, setAtMs: atMs } };
      return { ...state, confirmations };
    }
    case 'line.said': {
      const { roomId, from } = event.body;
      const word = { from, words: event.words ?? null, saidAtMs: atMs };
      return { ...state, lines: withWord(state.lines, roomId, word) };
    }
    case 'line.read':
      return { ...state, lines: withRead(state.lines, event.body.roomId, event.body) };
    case 'saving.set': {
      const { roomId, on } = event.body;
      const savings = on ? { ...state.savings, [roomId]: { sinceMs: atMs } } : without(state.savings, roomId);
      return { ...state, savings };
    }
    case 'caption.chosen': {
      const { roomId, ...choice } = event.body;
      return { ...state, captionChoices: { ...state.captionChoices, [roomId]: choice } };
    }
    case 'lineVoice.asked': {
      if (!speaks(state, event.body.connectionId)) return state;
      return { ...state, lineVoice: { ...event.body, state: 'asked', askedAtMs: atMs } };
    }
    case 'lineVoice.opened': {
      const { ends } = event.body;
      // One end went while the other was answering.
      const both = speaks(state, ends.lecturer) && speaks(state, ends.room);
      return { ...state, lineVoice: both ? { ...event.body, state: 'open', sinceMs: atMs } : null };
    }
    case 'lineVoice.closed':
      return state.lineVoice?.roomId === event.body.roomId ? { ...state, lineVoice: null } : state;
    default:
      return unreachable(event);
  }
}

/** Whether somebody is still there who can be an end of a private line. */
function speaks({ connections }: SessionState, id: ConnectionId): boolean {
  const connection: Connection | undefined = connections[id];
  return connection?.part === 'lecturer' || connection?.part === 'phone';
}
