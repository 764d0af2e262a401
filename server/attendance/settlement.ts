import type { RoomId, SessionId } from '../../shared/kernel/ids.ts';
import { type Interval, union } from '../../shared/kernel/intervals.ts';
import { addDays, wallClock, zone } from '../../shared/kernel/time.ts';
import { type SessionEvent, seatOfRoom } from '../../shared/session/session.events.ts';
import type { SessionState } from '../../shared/session/session.state.ts';
import type { DirectoryReader } from '../directory/directory.types.ts';
import type { PlanningReader } from '../planning/planning.types.ts';
import type { Clock, Jobs, Log } from '../platform/ports.ts';
import type { SessionReader } from '../session/session.types.ts';
import { type AttendanceFold, attendanceOf } from './attendance.rules.ts';
import type { AttendanceStore } from './attendance.store.ts';
import type { SettledListener } from './attendance.types.ts';
import { type SettleGround, settle } from './settle.rules.ts';
import type { PhoneHolders } from './work.rules.ts';

/** Ended lessons of the last school year are looked for; of the last days also those that went on after they were settled. */
const MISSING_DAYS = 400;
const STALE_DAYS = 3;
const RETRY_MS = 60_000;

/** What settling asks of modules beside this one; left out, nobody knows. */
export type BesideLog = {
  /** Whose phones helped in a session, by the right that each came with. */
  readonly phoneHolders?: (sessionId: SessionId) => Promise<PhoneHolders>;
  readonly evidenceOf?: (asked: EvidenceAsked) => Promise<SettleGround['evidence']>;
};

/** An ended session whose rooms' quality and devices are looked at. */
export type EvidenceAsked = {
  readonly sessionId: SessionId;
  readonly logSeq: number;
  readonly spans: readonly Interval[];
  readonly rooms: readonly {
    readonly roomId: RoomId;
    readonly media: readonly Interval[];
    readonly reconnectCount: number;
  }[];
};

export type SettlementDeps = BesideLog & {
  readonly store: AttendanceStore;
  readonly sessions: SessionReader;
  readonly planning: PlanningReader;
  readonly directory: DirectoryReader;
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
  let catching: Promise<void> | null = null;
  let caughtUp = false;
  let stopped = false;
  let stopListening = (): void => undefined;
  const listeners = new Set<SettledListener>();

  /** Computes one session anew from its log. Idempotent. */
  async function recompute(sessionId: SessionId): Promise<void> {
    const fold = attendanceOf(await sessions.eventsOf(sessionId), clock.nowMs());
    const settled = fold.phase === 'ended' ? settle(sessionId, fold, await groundOf(sessionId, fold)) : null;
    if (settled === null) await store.remove(sessionId);
    else await store.save(settled, clock.nowMs());
    for (const listener of listeners) listener(sessionId);
  }

  async function groundOf(sessionId: SessionId, fold: AttendanceFold): Promise<SettleGround> {
    const lesson = await planning.lessonOfSession(sessionId);
    const { people } = await deps.directory.snapshot();
    return {
      linkId: lesson?.fields.linkId ?? null,
      holders: (await deps.phoneHolders?.(sessionId)) ?? new Map(),
      schoolOf: (person) => people.get(person)?.fields.schoolId ?? null,
      evidence: (await deps.evidenceOf?.(evidenceAsked(sessionId, fold))) ?? new Map(),
    };
  }

  async function work(): Promise<void> {
    for (const sessionId of waiting) {
      if (stopped) return;
      waiting.delete(sessionId);
      await breathe();
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
      if (waiting.size > 0 && !stopped) void drain();
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
      if (stopped) return;
      const known = logSeqs.get(id);
      const inDoubt = known === undefined || (dateOf.get(id) ?? today) >= recent;
      if (inDoubt && known !== (await headOf(id))) waiting.add(id);
    }
    caughtUp = true;
  }

  async function headOf(id: SessionId): Promise<number> {
    await breathe();
    return (await sessions.stateOf(id)).seq;
  }

  async function retry(): Promise<void> {
    if (!caughtUp) await catchUp();
    for (const id of failed) waiting.add(id);
    failed.clear();
    await drain();
  }

  return {
    recompute,
    onSettled(listener: SettledListener): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    /** Looks in the background for what a stopped process missed. */
    start(): void {
      stopListening = sessions.onCommitted((sessionId, events, state) => {
        if (!changesResult(events, state)) return;
        waiting.add(sessionId);
        void drain();
      });
      deps.jobs.every('attendance.settle', RETRY_MS, retry);
      catching = retry().catch((error: unknown) => log.warn({ error }, 'attendance not caught up yet'));
    },
    async stop(): Promise<void> {
      stopped = true;
      stopListening();
      await catching;
      await working;
    },
    /** For tests: resolves when nothing waits any more. */
    settled: async (): Promise<void> => {
      await catching;
      while (working !== null || waiting.size > 0) await drain();
    },
  };
}

function evidenceAsked(
  sessionId: SessionId,
  { seq, spans, plan, connections }: AttendanceFold,
): EvidenceAsked {
  const rooms = (plan?.rooms ?? []).map(({ roomId }) => {
    const own = connections.filter(({ seat }) => seat === seatOfRoom(roomId));
    const lost = own.filter(({ present, ending }) => ending.kind === 'lost' && within(spans, present.toMs));
    const back = lost.filter(({ present }) => own.some((each) => each.present.fromMs >= present.toMs));
    const media = union(own.flatMap((each) => each.media));
    return { roomId, media, reconnectCount: back.length };
  });
  return { sessionId, logSeq: seq, spans, rooms };
}

const within = (spans: readonly Interval[], atMs: number): boolean =>
  spans.some(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs);

/** Reading a log keeps a thread busy for some milliseconds: between two of them running lessons have their turn. */
const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** After the end people leave one by one, which changes nothing; a count, a confirmation, a reopening or a loss dated back to it does. */
function changesResult(events: readonly SessionEvent[], { phase }: SessionState): boolean {
  return events.some((event) => {
    if (event.type === 'session.reopened') return true;
    if (phase.state !== 'ended') return false;
    const late: readonly SessionEvent['type'][] = ['session.ended', 'headCount.set', 'confirmation.set'];
    return late.includes(event.type) || event.occurredAtMs < phase.endedAtMs;
  });
}
