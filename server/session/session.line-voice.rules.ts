import type { ConnectionId, RoomId } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import { seatOfPhone } from '../../shared/session/session.events.ts';
import type { LineSide } from '../../shared/session/session.line.ts';
import { RING_MS } from '../../shared/session/session.line-voice.ts';
import type { Connection, SessionState } from '../../shared/session/session.state.ts';
import { roomOf } from './session.stage.rules.ts';
import type { DatedFact, Decision } from './session.types.ts';

type Wish = { readonly roomId: RoomId; readonly connectionId: ConnectionId };

/** At which end of a room's line a connection can speak: the lecturer's console, or one of the room's phones; null for anything else. */
export function endOf({ connections }: SessionState, { roomId, connectionId }: Wish): LineSide | null {
  const connection: Connection | undefined = connections[connectionId];
  if (connection?.part === 'lecturer') return 'lecturer';
  return connection?.seat === seatOfPhone(roomId) ? 'room' : null;
}

/**
 * Rings at the other end of a room's line 私线语音. Refuses with `LESSON_NOT_LIVE`, `LESSON_ENDED`, `NOT_FOUND` for a room of another lesson,
 * `FORBIDDEN` for whom is no end of it, `CONFLICT` while somebody else speaks or rings, and `INVALID_STATE` when nobody is there to answer.
 * Asking while the other end rings is answering.
 */
export function askVoice(state: SessionState, wish: Wish, nowMs: number): Decision<DatedFact> {
  const side = placed(state, wish);
  if (!side.ok) return side;
  const { roomId, connectionId } = wish;
  const now = state.lineVoice;
  if (now !== null) {
    if (now.roomId !== roomId) return fail('CONFLICT');
    if (now.state === 'open') return fail('CONFLICT');
    return now.by === side.value ? ok([]) : answerVoice(state, wish, nowMs);
  }
  const other = Object.keys(state.connections).some((id) => {
    const end = endOf(state, { roomId, connectionId: id as ConnectionId });
    return end !== null && end !== side.value;
  });
  if (!other) return fail('INVALID_STATE');
  const body = { roomId, by: side.value, connectionId };
  return ok([{ type: 'lineVoice.asked', body, occurredAtMs: nowMs }]);
}

/** The other end answers. `NOT_FOUND` when nothing rings any more, `FORBIDDEN` for whom it does not ring. */
export function answerVoice(state: SessionState, wish: Wish, nowMs: number): Decision<DatedFact> {
  const side = placed(state, wish);
  if (!side.ok) return side;
  const { roomId, connectionId } = wish;
  const now = state.lineVoice;
  if (now?.roomId !== roomId || now.state === 'open') return fail('NOT_FOUND');
  if (now.by === side.value) return fail('FORBIDDEN');
  const ends =
    side.value === 'room'
      ? { lecturer: now.connectionId, room: connectionId }
      : { lecturer: connectionId, room: now.connectionId };
  return ok([{ type: 'lineVoice.opened', body: { roomId, ends }, occurredAtMs: nowMs }]);
}

/** Ends what is open, takes back what was asked, or declines it; nothing to end is nothing to say. */
export function endVoice(
  { lineVoice }: SessionState,
  { roomId, side }: { readonly roomId: RoomId; readonly side: LineSide },
  nowMs: number,
): Decision<DatedFact> {
  if (lineVoice?.roomId !== roomId) return ok([]);
  const asked = lineVoice.state === 'asked';
  const reason = !asked ? 'ended' : lineVoice.by === side ? 'withdrawn' : 'declined';
  return ok([{ type: 'lineVoice.closed', body: { roomId, reason }, occurredAtMs: nowMs }]);
}

/** What nobody has answered is over by itself, at that very moment. */
export function ringsOver({ lineVoice }: SessionState, nowMs: number): DatedFact[] {
  if (lineVoice?.state !== 'asked' || lineVoice.askedAtMs + RING_MS > nowMs) return [];
  const body = { roomId: lineVoice.roomId, reason: 'unanswered' } as const;
  return [{ type: 'lineVoice.closed', body, occurredAtMs: lineVoice.askedAtMs + RING_MS }];
}

function placed(state: SessionState, wish: Wish): Result<LineSide> {
  const { plan, phase } = state;
  if (phase.state === 'ended') return fail('LESSON_ENDED', { endedAtMs: phase.endedAtMs });
  if (plan === null || phase.state !== 'live') return fail('LESSON_NOT_LIVE');
  if (roomOf(plan, wish.roomId) === undefined) return fail('NOT_FOUND');
  const side = endOf(state, wish);
  return side === null ? fail('FORBIDDEN') : ok(side);
}
