import { instantOf, MINUTE_MS } from '../../shared/kernel/time.ts';
import {
  type SessionEventBody,
  type SessionPlan,
  seatOfPerson,
} from '../../shared/session/session.events.ts';
import { policyOf } from '../../shared/session/session.policy.ts';
import type { Connection, SessionState } from '../../shared/session/session.state.ts';
import { mediaOver } from './session.presence.rules.ts';
import type { DatedFact } from './session.types.ts';

/** A lesson ends by itself this long after its planned end, or after it was reopened. */
export const OVERTIME_MS = 45 * MINUTE_MS;
/** A room that began late plays on so long past the bell. */
export const PLAYING_ON_MS = 5 * MINUTE_MS;
const GONE_AFTER_END_MS = 10 * MINUTE_MS;
const GONE_MS = 30 * MINUTE_MS;
const DAY_END_MINUTE = 23 * 60 + 59;

type Ending = {
  readonly reason: SessionEventBody<'session.ended'>['reason'];
  /** The end that counts: the last moment at which the lecturer was connected. */
  readonly occurredAtMs: number;
};

/**
 * Whether nobody will end this lesson any more: no lecturer connected for 10 minutes after the planned end, or for 30 at any time; planned
 * end + 45 minutes; 23:59 local. A reopening is somebody's will, so every one of these counts anew from it.
 */
export function forgotten(state: SessionState, nowMs: number): Ending | null {
  const { plan, phase } = state;
  if (plan === null || (phase.state !== 'waiting' && phase.state !== 'live')) return null;
  const lastMs = lastMoment(plan, state.reopenedAtMs);
  if (phase.state === 'waiting') return neverStarted(state, plan, { nowMs, lastMs });
  if (policyOf(plan).plays === true) return playedOut(state, plan, nowMs);

  const seenAtMs = Math.max(state.lecturerSeenAtMs ?? 0, state.reopenedAtMs ?? 0, phase.startedAtMs);
  const connected = lecturerConnected(state);
  const countsAtMs = Math.max(state.lecturerSeenAtMs ?? 0, phase.startedAtMs);
  if (!connected) {
    const goneAtMs = Math.min(
      Math.max(seenAtMs, plan.plannedEndAtMs) + GONE_AFTER_END_MS,
      seenAtMs + GONE_MS,
    );
    if (nowMs >= goneAtMs && goneAtMs <= lastMs.atMs)
      return { reason: 'lecturer-gone', occurredAtMs: countsAtMs };
  }
  if (nowMs < lastMs.atMs) return null;
  return { reason: lastMs.reason, occurredAtMs: connected ? Math.min(lastMs.atMs, nowMs) : countsAtMs };
}

/**
 * A recorded lesson is over when every room has played to the end; when its time is over and nobody plays; and five minutes after its time
 * at the latest, since rooms have other lessons. What counts is the last moment at which any of them played.
 */
export function playedOut(state: SessionState, plan: SessionPlan, nowMs: number): Ending | null {
  const { phase } = state;
  if (phase.state !== 'live') return null;
  const own = plan.rooms.map(({ roomId }) => state.playings[roomId]);
  const isDone = own.length > 0 && own.every((each) => each?.now === 'finished');
  const dueAtMs = Math.max(plan.plannedEndAtMs, state.reopenedAtMs ?? 0);
  const isHeld = own.some((each) => each?.now === 'playing' || each?.now === 'waiting');
  const isOver = nowMs >= dueAtMs + PLAYING_ON_MS || (nowMs >= dueAtMs && !isHeld);
  if (!isDone && !isOver) return null;
  const played = own.map((each) => (each?.now === 'playing' ? nowMs : (each?.playedUntilMs ?? 0)));
  return { reason: 'played', occurredAtMs: Math.max(phase.startedAtMs, ...played) };
}

/** The facts of a forgotten lesson's end; none while it is not forgotten. */
export function endForgotten(state: SessionState, nowMs: number): readonly DatedFact[] {
  const ending = forgotten(state, nowMs);
  if (ending === null) return [];
  const { reason, occurredAtMs } = ending;
  return [...mediaOver(state, nowMs), { type: 'session.ended', body: { reason }, occurredAtMs }];
}

/** The same however often it is decided, and another one after a reopening: so each forgotten end happens once. */
export const forgottenCommandId = (state: SessionState): string =>
  `forgotten:${state.sessionId}:${state.reopenedAtMs ?? 0}`;

type LastMoment = { readonly atMs: number; readonly reason: 'overtime' | 'day-end' };

function lastMoment(plan: SessionPlan, reopenedAtMs: number | null): LastMoment {
  const overtimeAtMs = Math.max(plan.plannedEndAtMs, reopenedAtMs ?? 0) + OVERTIME_MS;
  const dayEndAtMs = instantOf(plan.localDate, DAY_END_MINUTE, plan.zone);
  const dayCounts = dayEndAtMs > Math.max(plan.plannedStartAtMs, reopenedAtMs ?? 0);
  return dayCounts && dayEndAtMs < overtimeAtMs
    ? { atMs: dayEndAtMs, reason: 'day-end' }
    : { atMs: overtimeAtMs, reason: 'overtime' };
}

/** A late lecturer is waited for until the plan is over; what never began ends, at the latest, when it should have. */
function neverStarted(
  state: SessionState,
  plan: SessionPlan,
  at: { readonly nowMs: number; readonly lastMs: LastMoment },
): Ending | null {
  const awaitedUntilMs = Math.max(plan.plannedEndAtMs, state.lecturerSeenAtMs ?? 0) + GONE_AFTER_END_MS;
  const over = at.nowMs >= at.lastMs.atMs || (!lecturerConnected(state) && at.nowMs >= awaitedUntilMs);
  if (!over) return null;
  return { reason: 'never-started', occurredAtMs: Math.min(at.nowMs, plan.plannedEndAtMs) };
}

function lecturerConnected(state: SessionState): boolean {
  if (state.lecturerId === null) return false;
  const seat = seatOfPerson(state.lecturerId);
  return Object.values<Connection>(state.connections).some((connection) => connection.seat === seat);
}
