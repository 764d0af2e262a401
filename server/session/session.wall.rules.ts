import type { PersonId, RoomId } from '../../shared/kernel/ids.ts';
import { fail, ok } from '../../shared/kernel/result.ts';
import {
  type SeatKey,
  type SessionFact,
  seatOfPerson,
  seatOfPhone,
} from '../../shared/session/session.events.ts';
import { lessonOf, policyOf } from '../../shared/session/session.policy.ts';
import type { Connection, SessionState } from '../../shared/session/session.state.ts';
import type { WallLayout } from '../../shared/session/session.wall.ts';
import { roomOf } from './session.stage.rules.ts';
import type { DatedFact, Decision, SaltedText } from './session.types.ts';

/** What every wall shows 版式, for a lesson that has walls; before the start too, so that the class finds it as it is meant. */
export function arrange(state: SessionState, layout: WallLayout, nowMs: number): Decision<DatedFact> {
  if (!isOpen(state)) return fail('LESSON_NOT_LIVE');
  if (policyOf(lessonOf(state)).parts.room === undefined) return fail('INVALID_STATE');
  return written(state.wall.layout === layout, { type: 'wall.arranged', body: { layout } }, nowMs);
}

/** One room's picture large on every wall, or none's. `INVALID_STATE` for a room that is not there to be seen. */
export function spotlight(state: SessionState, seat: SeatKey | null, nowMs: number): Decision<DatedFact> {
  if (!isOpen(state)) return fail('LESSON_NOT_LIVE');
  if (seat !== null) {
    const wanted = state.seats[seat];
    if (wanted === undefined || wanted.part !== 'room') return fail('NOT_FOUND');
    const sends = policyOf(lessonOf(state)).parts.room?.sends ?? [];
    if (wanted.presence.state !== 'connected' || !sends.includes('camera')) return fail('INVALID_STATE');
  }
  return written(state.wall.spotlight === seat, { type: 'wall.spotlit', body: { seat } }, nowMs);
}

/** A message to all rooms; one that still stands is replaced by it. */
export function sayNotice(
  state: SessionState,
  { text, hash }: { readonly text: SaltedText; readonly hash: string },
  nowMs: number,
): Decision<DatedFact> {
  if (!isOpen(state)) return fail('LESSON_NOT_LIVE');
  const body = { textId: text.id, textHash: hash };
  return ok([{ type: 'notice.said', body, occurredAtMs: nowMs, text }]);
}

export const clearNotice = (state: SessionState, nowMs: number): Decision<DatedFact> =>
  written(state.notice === null, { type: 'notice.cleared', body: {} }, nowMs);

export function setMusic(state: SessionState, on: boolean, nowMs: number): Decision<DatedFact> {
  if (!isOpen(state)) return fail('LESSON_NOT_LIVE');
  return written(state.music === on, { type: 'music.set', body: { on } }, nowMs);
}

/** Data saving 省流 of one room. */
export function setSaving(
  state: SessionState,
  { roomId, on }: { readonly roomId: RoomId; readonly on: boolean },
  nowMs: number,
): Decision<DatedFact> {
  if (!isOpen(state)) return fail('LESSON_NOT_LIVE');
  if (roomOf(state.plan, roomId) === undefined) return fail('NOT_FOUND');
  const isSo = (state.savings[roomId] !== undefined) === on;
  return written(isSo, { type: 'saving.set', body: { roomId, on } }, nowMs);
}

/** Closes a microphone, or lets it be opened again. Whoever leads is not muted by others. */
export function mute(
  state: SessionState,
  { seat, on }: { readonly seat: SeatKey; readonly on: boolean },
  nowMs: number,
): Decision<DatedFact> {
  if (!isOpen(state)) return fail('LESSON_NOT_LIVE');
  const wanted = state.seats[seat];
  if (wanted === undefined) return fail('NOT_FOUND');
  if (wanted.part !== 'room' && wanted.part !== 'member') return fail('INVALID_STATE');
  const isSo = (state.muted[seat] !== undefined) === on;
  return written(isSo, { type: on ? 'seat.muted' : 'seat.unmuted', body: { seat } }, nowMs);
}

/** Shows a room or member out: their connections end and their seat is not taken again before it is readmitted. */
export function remove(state: SessionState, seat: SeatKey, nowMs: number): Decision<DatedFact> {
  if (!isOpen(state)) return fail('LESSON_NOT_LIVE');
  const wanted = state.seats[seat];
  if (wanted === undefined) return fail('NOT_FOUND');
  if (wanted.part !== 'room' && wanted.part !== 'member') return fail('INVALID_STATE');
  if (state.removed[seat] !== undefined) return ok([]);
  const phone = wanted.part === 'room' ? seatOfPhone(seat.slice('room:'.length) as RoomId) : null;
  const leaving = Object.values<Connection>(state.connections).filter(
    (each) => each.seat === seat || each.seat === phone,
  );
  return ok([
    { type: 'seat.removed', body: { seat }, occurredAtMs: nowMs },
    ...leaving.map(
      ({ connectionId }): DatedFact => ({
        type: 'presence.left',
        body: { connectionId, reason: 'removed' },
        occurredAtMs: nowMs,
      }),
    ),
  ]);
}

export const readmit = (state: SessionState, seat: SeatKey, nowMs: number): Decision<DatedFact> =>
  written(state.removed[seat] === undefined, { type: 'seat.readmitted', body: { seat } }, nowMs);

/**
 * Another teacher leads from now on 交接讲台; whoever led assists. `NOT_FOUND` for somebody who is not there, `INVALID_STATE` for one who
 * neither assists nor takes part by name.
 */
export function handOver(state: SessionState, personId: PersonId, nowMs: number): Decision<DatedFact> {
  if (state.phase.state !== 'live') return fail('LESSON_NOT_LIVE');
  if (state.lecturerId === personId) return ok([]);
  const wanted = state.seats[seatOfPerson(personId)];
  if (wanted?.presence.state !== 'connected') return fail('NOT_FOUND');
  if (wanted.part !== 'assistant' && wanted.part !== 'member') return fail('INVALID_STATE');
  return ok([{ type: 'lectern.handed', body: { lecturerId: personId }, occurredAtMs: nowMs }]);
}

const isOpen = ({ phase }: SessionState): boolean => phase.state === 'waiting' || phase.state === 'live';

const written = (isSo: boolean, fact: SessionFact, nowMs: number): Decision<DatedFact> =>
  ok(isSo ? [] : [{ ...fact, occurredAtMs: nowMs }]);
