import type { SessionId } from '../../shared/kernel/ids.ts';
import { addDays, wallClock, zone } from '../../shared/kernel/time.ts';
import type { PlanningReader } from '../planning/planning.types.ts';
import type { Clock, Jobs, Log } from '../platform/ports.ts';
import type { SessionReader } from '../session/session.types.ts';
import { attendanceOf } from './attendance.rules.ts';
import type { AttendanceStore } from './attendance.store.ts';
import { settle } from './settle.rules.ts';

/** Ended lessons of the last school year are looked for; of the last days also those that went on after they were settled. */
const MISSING_DAYS = 400;
const STALE_DAYS = 3;
const RETRY_MS = 60_000;

export type SettlementDeps = {
  readonly store: AttendanceStore;
  readonly sessions: SessionReader;
  readonly planning: PlanningReader;
  readonly clock: Clock;
  readonly jobs: Jobs;
  readonly log: Log;
};

/** Keeps the settled lessons equal to the logs. What fails is tried again; what a stopped process missed is found at the next start. */
export function createSettlement(deps: SettlementDeps) {
  const { store, sessions, planning, clock, log } = deps;
  const waiting = new Set<SessionId>();
  const failed = new Set<SessionId>();
  let working: Promise<void> | null = null;
  let caughtUp = false;
  let stopListening = (): void => undefined;

  /** Computes one session anew from its log. Idempotent. */
  async function recompute(sessionId: SessionId): Promise<void> {
    const events = await sessions.eventsOf(sessionId);
    const lesson = await planning.lessonOfSession(sessionId);
    const settled = settle(sessionId, attendanceOf(events, clock.nowMs()), lesson?.fields.linkId ?? null);
    if (settled === null) await store.remove(sessionId);
    else await store.save(settled, clock.nowMs());
  }

  async function work(): Promise<void> {
    for (const sessionId of waiting) {
      waiting.delete(sessionId);
      try {
        await recompute(sessionId);
      } catch (error) {
        log.warn({ error, sessionId }, 'attendance not settled yet');
        failed.add(sessionId);
      }
    }
  }

  /** Settles what waits, one session after another. */
  function drain(): Promise<void> {
    working ??= work().finally(() => {
      working = null;
      if (waiting.size > 0) void drain();
    });
    return working;
  }

  async function catchUp(): Promise<void> {
    const today = wallClock(clock.nowMs(), zone.parse('UTC')).date;
    const lessons = await planning.lessonsBetween(addDays(today, -MISSING_DAYS), addDays(today, 1));
    const dateOf = new Map(lessons.map(({ fields }) => [fields.sessionId, fields.localDate]));
    const phases = await sessions.phasesOf([...dateOf.keys()]);
    const ended = [...dateOf.keys()].filter((id) => phases.get(id) === 'ended');
    const logSeqs = await store.logSeqs(ended);
    const recent = addDays(today, -STALE_DAYS);
    for (const id of ended) {
      const known = logSeqs.get(id);
      const stale =
        known === undefined ||
        ((dateOf.get(id) ?? today) >= recent && (await sessions.stateOf(id)).seq !== known);
      if (stale) waiting.add(id);
    }
    caughtUp = true;
  }

  async function retry(): Promise<void> {
    if (!caughtUp) await catchUp();
    for (const id of failed) waiting.add(id);
    failed.clear();
    await drain();
  }

  return {
    recompute,
    /** Resolves when everything that a stopped process missed is settled, or will be tried again by the job. */
    async start(): Promise<void> {
      stopListening = sessions.onCommitted((sessionId, events, state) => {
        const reopened = events.some((event) => event.type === 'session.reopened');
        if (state.phase.state !== 'ended' && !reopened) return;
        waiting.add(sessionId);
        void drain();
      });
      deps.jobs.every('attendance.settle', RETRY_MS, retry);
      await retry().catch((error: unknown) => log.warn({ error }, 'attendance not caught up yet'));
    },
    async stop(): Promise<void> {
      stopListening();
      await working;
    },
    /** For tests: resolves when nothing waits any more. */
    settled: async (): Promise<void> => {
      while (working !== null || waiting.size > 0) await drain();
    },
  };
}
