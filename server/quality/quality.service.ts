import { type ConnectionId, connectionId, type SessionId } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import type { QualityReport } from '../../shared/quality.ts';
import { roomOfSeat } from '../../shared/session/session.events.ts';
import type { Clock, Log } from '../platform/ports.ts';
import type { LadderFact, SessionReader } from '../session/session.types.ts';
import type { RoomLines } from './quality.lines.ts';
import { type LastReport, lossOf, roomQualityOf } from './quality.rules.ts';
import type {
  FirstFrameFact,
  QualityStore,
  SampleOrigin,
  StoredFirstFrame,
  StoredReport,
} from './quality.store.ts';

export type QualityDeps = {
  readonly sessions: Pick<
    SessionReader,
    'stateOf' | 'sendToConsoles' | 'mediaSample' | 'ladderOf' | 'heardLoss' | 'onLadderChanged'
  >;
  readonly store: QualityStore;
  readonly lines: Pick<RoomLines, 'heard' | 'write'>;
  readonly clock: Clock;
  readonly log: Log;
};

/** How often samples are written and shown. */
export const QUALITY_BEAT_MS = 2_000;
/** Clients report every 5 s; one that reports faster than this is heard but not kept. */
const SHORTEST_GAP_MS = 1_000;
/** What has not been reported for three beats of a client is no longer shown. */
const STALE_MS = 15_000;
/** Reports that wait while the database is away; beyond it the oldest go. At 16 streams each about 8 MB. */
const LONGEST_QUEUE = 2_000;

/** Quality reports come in, wait for the next beat, and are lost without harm. */
export function createQualityService({ sessions, store, lines, clock, log }: QualityDeps) {
  let reports: StoredReport[] = [];
  let firstFrames: StoredFirstFrame[] = [];
  let steps: LadderFact[] = [];
  const heardAtMs = new Map<string, number>();
  const shown = new Map<SessionId, Map<ConnectionId, LastReport>>();
  const fresh = new Set<SessionId>();

  /** Where the asker sits in that session, or NOT_FOUND: nobody reports for a lesson in which they have no seat. */
  async function origin(id: string, sessionId: SessionId): Promise<Result<SampleOrigin>> {
    const connection = connectionId.parse(id);
    const state = await sessions.stateOf(sessionId);
    const seat = state.connections[connection]?.seat;
    if (seat === undefined) return fail('NOT_FOUND');
    return ok({ sampledAtMs: clock.nowMs(), sessionId, connectionId: connection, seat });
  }

  /** Whether this kind of news comes from this connection too fast to be kept. */
  function tooSoon(key: string, nowMs: number): boolean {
    if (nowMs - (heardAtMs.get(key) ?? Number.NEGATIVE_INFINITY) < SHORTEST_GAP_MS) return true;
    heardAtMs.set(key, nowMs);
    return false;
  }

  function show(
    { sessionId, connectionId: connection, seat, sampledAtMs }: SampleOrigin,
    report: QualityReport,
  ) {
    const room = roomOfSeat(seat);
    if (room === null) return;
    const rooms = shown.get(sessionId) ?? new Map<ConnectionId, LastReport>();
    rooms.set(connection, { roomId: room, connectionId: connection, sampledAtMs, report });
    shown.set(sessionId, rooms);
    fresh.add(sessionId);
  }

  function dropStale(nowMs: number): void {
    for (const [key, atMs] of heardAtMs) {
      if (nowMs - atMs > STALE_MS) heardAtMs.delete(key);
    }
    for (const [sessionId, rooms] of shown) {
      for (const [connection, last] of rooms) {
        if (nowMs - last.sampledAtMs > STALE_MS && rooms.delete(connection)) fresh.add(sessionId);
      }
    }
  }

  async function push(sessionId: SessionId): Promise<void> {
    const rooms = [...(shown.get(sessionId)?.values() ?? [])];
    if (rooms.length === 0) shown.delete(sessionId);
    const carried = rooms.length === 0 ? [] : await sessions.mediaSample(sessionId);
    sessions.sendToConsoles(sessionId, 'quality.sampled', {
      sessionId,
      rooms: rooms.map((each) => roomQualityOf(each, carried, sessions.ladderOf(each.connectionId))),
    });
  }

  async function write(): Promise<void> {
    if (reports.length === 0 && firstFrames.length === 0 && steps.length === 0) return;
    const batch = { reports, firstFrames, steps };
    reports = [];
    firstFrames = [];
    steps = [];
    try {
      await store.add(batch);
    } catch (error) {
      log.warn({ error, lostCount: batch.reports.length }, 'quality samples lost');
    }
  }

  async function writeLines(): Promise<void> {
    try {
      await lines.write(clock.nowMs());
    } catch (error) {
      log.warn({ error }, 'lines of rooms not written; tried again');
    }
  }

  const stop = sessions.onLadderChanged((fact) => {
    if (steps.length < LONGEST_QUEUE) steps.push(fact);
    fresh.add(fact.sessionId);
  });

  return {
    /** Listens to nothing any more. */
    stop,

    async report(connection: string, sessionId: SessionId, report: QualityReport): Promise<Result<void>> {
      const from = await origin(connection, sessionId);
      if (!from.ok) return from;
      if (tooSoon(connection, from.value.sampledAtMs)) return ok();
      if (reports.length >= LONGEST_QUEUE) reports.shift();
      reports.push({ ...from.value, report });
      lines.heard({ ...from.value, report });
      sessions.heardLoss(from.value.connectionId, lossOf(report));
      show(from.value, report);
      return ok();
    },

    async firstFrame(connection: string, sessionId: SessionId, fact: FirstFrameFact): Promise<Result<void>> {
      const from = await origin(connection, sessionId);
      if (!from.ok) return from;
      if (tooSoon(`${connection} ${fact.source}`, from.value.sampledAtMs)) return ok();
      if (firstFrames.length < LONGEST_QUEUE) firstFrames.push({ ...from.value, fact });
      return ok();
    },

    /** What a connection reported last, while it is not old. */
    latest: (sessionId: SessionId, id: ConnectionId): LastReport | null =>
      shown.get(sessionId)?.get(id) ?? null,

    /** Writes what came in and waits, so that a lesson that has ended can be settled by all of it. */
    flush: write,

    /** One beat: what came in is written in one transaction and shown to consoles, once for each session. */
    async beat(): Promise<void> {
      dropStale(clock.nowMs());
      const due = [...fresh];
      fresh.clear();
      await write();
      await writeLines();
      for (const sessionId of due) await push(sessionId);
    },
  };
}
