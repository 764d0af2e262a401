import type { RoomId } from '../../shared/kernel/ids.ts';
import { fail, ok } from '../../shared/kernel/result.ts';
import { DAY_MS, MINUTE_MS } from '../../shared/kernel/time.ts';
import {
  type ConfirmationFields,
  type SeatKey,
  type SessionEventBody,
  type SessionPlan,
  type SignalKind,
  seatOfRoom,
} from '../../shared/session/session.events.ts';
import { lessonOf, policyOf } from '../../shared/session/session.policy.ts';
import type { OnStage, SessionState } from '../../shared/session/session.state.ts';
import type { DatedFact, Decision } from './session.types.ts';

/** How long after its lesson a room's local teacher may say what became of it. */
export const CONFIRM_MS = 7 * DAY_MS;

/** How long a call lasts when nobody ends or renews it: an open microphone that was forgotten is a class listened to. */
export const CALL_LIMIT_MS = 5 * MINUTE_MS;
/** Calling again renews; a second tap right after the first does not. */
const RENEWABLE_AFTER_MS = 5_000;

/**
 * Calls a seat on stage in place of whoever is there, or `beside` them; then whoever has been there longest makes room when the stage is
 * full. Calling somebody who is there starts the time anew. Refuses with `INVALID_STATE` a lesson that has no stage and a seat whose
 * media is not there: never an open microphone on dead media.
 */
export function call(
  state: SessionState,
  { seat, beside = false }: { readonly seat: SeatKey; readonly beside?: boolean | undefined },
  nowMs: number,
): Decision<DatedFact> {
  if (state.phase.state !== 'live') return fail('LESSON_NOT_LIVE');
  const { stageMax, parts } = policyOf(lessonOf(state));
  const wanted = state.seats[seat];
  if (wanted === undefined) return fail('NOT_FOUND');
  if (stageMax === 0 || (parts[wanted.part]?.onStage.length ?? 0) === 0) return fail('INVALID_STATE');
  if (wanted.presence.state !== 'connected' || !wanted.presence.media) return fail('INVALID_STATE');
  const called: DatedFact = {
    type: 'stage.called',
    body: { seat, limitMs: CALL_LIMIT_MS },
    occurredAtMs: nowMs,
  };
  const there = state.stage.find((each) => each.seat === seat);
  if (there !== undefined) {
    const isFresh = there.untilMs !== null && there.untilMs - nowMs > CALL_LIMIT_MS - RENEWABLE_AFTER_MS;
    return ok(isFresh ? [] : [called]);
  }
  const leaving = beside ? state.stage.slice(0, Math.max(0, state.stage.length - stageMax + 1)) : state.stage;
  return ok([
    ...leaving.map((each) => released(each, 'replaced', nowMs)),
    called,
    ...Object.keys(state.hands)
      .filter((roomId) => seatOfRoom(roomId as RoomId) === seat)
      .map((roomId) => lowered(roomId as RoomId, nowMs)),
  ]);
}

/** Calls whose time is over end by themselves, at that very moment. */
export const callsOver = (state: SessionState, nowMs: number): DatedFact[] =>
  state.stage.flatMap((each) =>
    each.untilMs !== null && each.untilMs <= nowMs ? [released(each, 'limit', each.untilMs)] : [],
  );

/**
 * Calls on one of the rooms that could be called now, by chance 随机点名: a room with fewer turns is likelier, and none is left out for ever.
 * `NO_ROOM_READY` when there is none beside those on stage.
 * @param chance 0 ≤ chance < 1
 */
export function pick(state: SessionState, chance: number, nowMs: number): Decision<DatedFact> {
  if (state.phase.state !== 'live') return fail('LESSON_NOT_LIVE');
  const ready = (state.plan?.rooms ?? []).flatMap(({ roomId }) => {
    const seat = seatOfRoom(roomId);
    const presence = state.seats[seat]?.presence;
    const isFree = presence?.state === 'connected' && presence.media && !isCalled(state, seat);
    return isFree ? [{ seat, weight: 1 / (1 + (state.attention[roomId]?.turnCount ?? 0)) ** 2 }] : [];
  });
  let left = chance * ready.reduce((sum, { weight }) => sum + weight, 0);
  const chosen = ready.find(({ weight }) => {
    left -= weight;
    return left < 0;
  });
  // Rounding may leave a crumb after the last one.
  const { seat } = chosen ?? ready.at(-1) ?? {};
  if (seat === undefined) return fail('NO_ROOM_READY');
  const called = call(state, { seat }, nowMs);
  if (!called.ok) return called;
  const body = { seat, candidateCount: ready.length };
  return ok([{ type: 'stage.picked', body, occurredAtMs: nowMs }, ...called.value]);
}

/** A turn of the leading side's own pupils. `NOT_FOUND` where nobody sits with the lecturer. */
export function noteOwnTurn(state: SessionState, nowMs: number): Decision<DatedFact> {
  if (state.phase.state !== 'live') return fail('LESSON_NOT_LIVE');
  const own = state.plan?.lectureRoom ?? null;
  if (own === null) return fail('NOT_FOUND');
  return ok([{ type: 'ownTurn.noted', body: { roomId: own.roomId }, occurredAtMs: nowMs }]);
}

const isCalled = (state: SessionState, seat: SeatKey): boolean =>
  state.stage.some((each) => each.seat === seat);

export function release(state: SessionState, seat: SeatKey, nowMs: number): Decision<DatedFact> {
  const there = state.stage.find((each) => each.seat === seat);
  return ok(there === undefined ? [] : [released(there, 'command', nowMs)]);
}

const released = (
  { seat }: OnStage,
  reason: SessionEventBody<'stage.released'>['reason'],
  nowMs: number,
): DatedFact => ({ type: 'stage.released', body: { seat, reason }, occurredAtMs: nowMs });
const lowered = (roomId: RoomId, nowMs: number): DatedFact => ({
  type: 'hand.lowered',
  body: { roomId },
  occurredAtMs: nowMs,
});

/** A hand stays up, with the time it has been waiting, until somebody takes it down. */
export function raiseHand(state: SessionState, roomId: RoomId, nowMs: number): Decision<DatedFact> {
  if (state.phase.state !== 'live') return fail('LESSON_NOT_LIVE');
  if (roomOf(state.plan, roomId) === undefined) return fail('NOT_FOUND');
  if (state.hands[roomId] !== undefined) return ok([]);
  return ok([{ type: 'hand.raised', body: { roomId }, occurredAtMs: nowMs }]);
}

export function lowerHand(state: SessionState, roomId: RoomId, nowMs: number): Decision<DatedFact> {
  return ok(state.hands[roomId] === undefined ? [] : [lowered(roomId, nowMs)]);
}

export function sendSignal(
  state: SessionState,
  { roomId, signal }: { readonly roomId: RoomId; readonly signal: SignalKind },
  nowMs: number,
): Decision<DatedFact> {
  if (state.phase.state !== 'live') return fail('LESSON_NOT_LIVE');
  if (roomOf(state.plan, roomId) === undefined) return fail('NOT_FOUND');
  return ok([{ type: 'signal.sent', body: { roomId, signal }, occurredAtMs: nowMs }]);
}

/**
 * What became of the lesson in a room 课后确认. The last word counts; the log keeps them all. Also for a lesson that nobody ever opened,
 * once its planned end is over: that it was never held then stands in the log before it.
 */
export function confirm(
  state: SessionState,
  said: {
    /** What was planned, for a lesson without a log. */
    readonly plan: SessionPlan;
    readonly roomId: RoomId;
    readonly confirmation: ConfirmationFields;
    readonly source: SessionEventBody<'confirmation.set'>['source'];
    /** Whether the day of the lesson still lasts where it was taught. */
    readonly today: boolean;
  },
  nowMs: number,
): Decision<DatedFact> {
  const { roomId, confirmation, source, today } = said;
  const plan = state.plan ?? said.plan;
  const endedAtMs = endOf(state, plan, nowMs);
  if (endedAtMs === null) return fail('LESSON_NOT_LIVE');
  if (roomOf(plan, roomId) === undefined) return fail('NOT_FOUND');
  const untilMs = endedAtMs + CONFIRM_MS;
  if (nowMs > untilMs) return fail('LESSON_ENDED', { endedAtMs, untilMs });
  const fine = confirmation.outcome === 'held';
  if (fine !== (confirmation.cause === null)) return fail('INVALID_VALUE', { field: 'cause' });
  const body = { roomId, ...confirmation, source, late: !today };
  return ok([
    ...(state.plan === null ? neverHeld(plan) : []),
    { type: 'confirmation.set', body, occurredAtMs: nowMs },
  ]);
}

function endOf({ phase }: SessionState, plan: SessionPlan, nowMs: number): number | null {
  if (phase.state === 'ended') return phase.endedAtMs;
  return phase.state === 'unopened' && nowMs >= plan.plannedEndAtMs ? plan.plannedEndAtMs : null;
}

const neverHeld = (plan: SessionPlan): DatedFact[] => [
  { type: 'session.opened', body: { plan }, occurredAtMs: plan.plannedEndAtMs },
  { type: 'session.ended', body: { reason: 'never-started' }, occurredAtMs: plan.plannedEndAtMs },
];

export const roomOf = (plan: SessionPlan | null, roomId: RoomId) =>
  plan?.rooms.find((room) => room.roomId === roomId);
