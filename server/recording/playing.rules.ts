import type { ConnectionId, RoomId } from '../../shared/kernel/ids.ts';
import { fail, ok } from '../../shared/kernel/result.ts';
import { type PlayingNow, type PlayingWish, placeOfPlaying } from '../../shared/session/session.playing.ts';
import { policyOf } from '../../shared/session/session.policy.ts';
import type { SessionState } from '../../shared/session/session.state.ts';
import type { DatedFact, Decision } from '../session/session.types.ts';

export type Told = {
  readonly connectionId: ConnectionId;
  readonly roomId: RoomId;
  readonly now: PlayingNow;
  readonly positionMs: number;
};

/** Clocks and frames are not exact: what lies this near is no news. */
const SAME_PLACE_MS = 1_500;

/**
 * What a screen says of its recording. The first that plays starts the lesson, the last that has played to the end ends it. LESSON_NOT_LIVE
 * (`opensAtMs`) before its time, LESSON_ENDED, INVALID_STATE for a lesson in which nothing is played, NOT_FOUND for who does not sit there.
 */
export function tell(state: SessionState, told: Told, nowMs: number): Decision<DatedFact> {
  const { plan, phase } = state;
  if (plan === null) return fail('LESSON_NOT_LIVE');
  if (policyOf(plan).plays !== true || plan.plays === undefined) return fail('INVALID_STATE');
  if (phase.state === 'ended') return fail('LESSON_ENDED', { endedAtMs: phase.endedAtMs });
  if (state.connections[told.connectionId] === undefined) return fail('NOT_FOUND');
  const starts = phase.state === 'waiting';
  if (starts && nowMs < plan.plannedStartAtMs)
    return fail('LESSON_NOT_LIVE', { opensAtMs: plan.plannedStartAtMs });
  if (starts && told.now !== 'playing') return ok([]);
  if (isKnown(state, told, nowMs)) return ok([]);
  const started: DatedFact = {
    type: 'session.started',
    body: { lecturerId: plan.lecturerId },
    occurredAtMs: nowMs,
  };
  const body = { ...told, recordingId: plan.plays };
  const ended: DatedFact = { type: 'session.ended', body: { reason: 'played' }, occurredAtMs: nowMs };
  return ok([
    ...(starts ? [started] : []),
    { type: 'playing.told', body, occurredAtMs: nowMs },
    ...(isLast(state, told) ? [ended] : []),
  ]);
}

function isKnown({ playings }: SessionState, told: Told, nowMs: number): boolean {
  const known = playings[told.roomId];
  return (
    known?.connectionId === told.connectionId &&
    known.now === told.now &&
    Math.abs(placeOfPlaying(known, nowMs) - told.positionMs) < SAME_PLACE_MS
  );
}

const isLast = ({ plan, playings }: SessionState, { roomId, now }: Told): boolean =>
  now === 'finished' &&
  (plan?.rooms ?? []).every((room) => room.roomId === roomId || playings[room.roomId]?.now === 'finished');

/** LESSON_NOT_LIVE while nothing is played, NOT_FOUND for a room that does not take part. */
export function wish(
  state: SessionState,
  { roomId, wish: wanted }: { readonly roomId: RoomId; readonly wish: PlayingWish },
  nowMs: number,
): Decision<DatedFact> {
  if (state.plan === null || policyOf(state.plan).plays !== true) return fail('INVALID_STATE');
  if (state.phase.state !== 'live') return fail('LESSON_NOT_LIVE');
  if (!state.plan.rooms.some((room) => room.roomId === roomId)) return fail('NOT_FOUND');
  return ok([{ type: 'playing.wished', body: { roomId, wish: wanted }, occurredAtMs: nowMs }]);
}
