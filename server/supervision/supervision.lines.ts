import { z } from 'zod';
import { type ConnectionId, connectionId, type SessionId } from '../../shared/kernel/ids.ts';
import { type LadderNow, ladderNow } from '../../shared/ladder.ts';
import type { AlarmThresholds } from '../../shared/supervision.ts';
import type { Bus } from '../platform/bus.ts';
import { type LastReport, lossOf } from '../quality/quality.rules.ts';
import type { SessionReader } from '../session/session.types.ts';
import { isBad, type LineMemory, qualityNow, remember } from './supervision.quality.rules.ts';
import type { RoomQualityNow } from './supervision.types.ts';

export type LinesDeps = {
  readonly sessions: Pick<SessionReader, 'ladderOf' | 'onLadderChanged'>;
  /** What a connection reported last, while it is not old. */
  readonly latest: (sessionId: SessionId, id: ConnectionId) => LastReport | null;
  readonly bus: Bus;
};

/** Clients report once in so long. */
const REPORT_MS = 5_000;
const TOPIC = 'supervision.ladder';
const told = z.object({ connectionId, ladder: ladderNow });

/** What rooms receive now, at whichever server their media is, and since when it has been bad. */
export interface Lines {
  ladderOf(id: ConnectionId): LadderNow | null;
  /** One more look at a room's line; to be taken once a beat. */
  look(
    sessionId: SessionId,
    id: ConnectionId,
    at: { readonly thresholds: AlarmThresholds; readonly nowMs: number },
  ): RoomQualityNow;
  qualityOf(id: ConnectionId): RoomQualityNow;
  /** Forgets every other connection. */
  keep(ids: ReadonlySet<ConnectionId>): void;
  stop(): void;
}

export function createLines({ sessions, latest, bus }: LinesDeps): Lines {
  const elsewhere = new Map<ConnectionId, LadderNow>();
  const memories = new Map<ConnectionId, LineMemory>();
  const judged = new Map<ConnectionId, RoomQualityNow>();
  const stop = sessions.onLadderChanged(({ connectionId: id, to }) => {
    if (bus.shared) bus.publish(TOPIC, { connectionId: id, ladder: to });
  });
  bus.on(TOPIC, (news) => {
    const { connectionId: id, ladder } = told.parse(news);
    elsewhere.set(id, ladder);
  });
  const ladderOf = (id: ConnectionId) => sessions.ladderOf(id) ?? elsewhere.get(id) ?? null;

  return {
    stop,
    ladderOf,
    look(sessionId, id, { thresholds, nowMs }) {
      const last = latest(sessionId, id);
      const frozenMs = Math.max(
        0,
        ...(last?.report.received.map((each) => each.picture?.frozenMs ?? 0) ?? []),
      );
      const report = last && { lossRatio: lossOf(last.report), frozenRatio: frozenMs / REPORT_MS };
      // Only where the line is judged it is known to be good: the others hear of its ladder alone.
      const bad = isBad({ ladder: sessions.ladderOf(id), report }, thresholds);
      const memory = remember(memories.get(id) ?? null, bad, nowMs);
      if (memory === null) memories.delete(id);
      else memories.set(id, memory);
      const now = qualityNow(memory, bad);
      judged.set(id, now);
      return now;
    },
    qualityOf: (id) => judged.get(id) ?? 'unknown',
    keep(ids) {
      for (const known of [elsewhere, memories, judged])
        for (const id of known.keys()) if (!ids.has(id)) known.delete(id);
    },
  };
}
