import { join } from 'node:path';
import { openDatabase } from '../../server/platform/database.ts';
import { createSessionStore, type SessionTables } from '../../server/session/session.store.ts';
import type { ConnectionId, SessionId } from '../../shared/kernel/ids.ts';
import type { SeatKey, SessionEvent } from '../../shared/session/session.events.ts';

export type WrittenLog = {
  readonly events: readonly SessionEvent[];
  /** The command that each event came from, in order of seq. */
  readonly commandIds: readonly string[];
};

/** A session's log as it lies on the disk. Throws when its chain of hashes is broken. */
export async function readLog(dataDir: string, sessionId: SessionId): Promise<WrittenLog> {
  const { database, close } = openDatabase(`file:${join(dataDir, 'sanketang.db')}`);
  try {
    const { events } = await createSessionStore(database).load(sessionId);
    const rows = await database
      .withTables<SessionTables>()
      .selectFrom('session_event')
      .select('command_id')
      .where('session_id', '=', sessionId)
      .orderBy('seq')
      .execute();
    return { events, commandIds: rows.map((row) => row.command_id) };
  } finally {
    await close();
  }
}

/** Commands of one event each that were acknowledged, against what is written. */
export function tally(
  acknowledged: readonly string[],
  written: readonly string[],
): { readonly lost: number; readonly doubled: number } {
  const times = new Map<string, number>();
  for (const id of written) times.set(id, (times.get(id) ?? 0) + 1);
  return {
    lost: acknowledged.filter((id) => !times.has(id)).length,
    doubled: acknowledged.filter((id) => (times.get(id) ?? 0) > 1).length,
  };
}

/** Connections of a seat that are open by what had been written at a moment. */
export function openConnections(
  events: readonly SessionEvent[],
  seat: SeatKey,
  atMs = Number.POSITIVE_INFINITY,
): ReadonlySet<ConnectionId> {
  const open = new Set<ConnectionId>();
  for (const event of events) {
    if (event.recordedAtMs > atMs) break;
    if (event.type === 'presence.joined' && event.body.seat === seat) open.add(event.body.connectionId);
    if (event.type === 'presence.lost' || event.type === 'presence.left')
      open.delete(event.body.connectionId);
  }
  return open;
}

/**
 * How long a seat that died at a moment went on counting as connected: until it was written down that the last connection open then
 * is over. Null when that was never written.
 */
export function ghostMs(events: readonly SessionEvent[], seat: SeatKey, diedAtMs: number): number | null {
  const open = new Set(openConnections(events, seat, diedAtMs));
  if (open.size === 0) return 0;
  for (const event of events) {
    if (event.type !== 'presence.lost' && event.type !== 'presence.left') continue;
    if (open.delete(event.body.connectionId) && open.size === 0) return event.recordedAtMs - diedAtMs;
  }
  return null;
}

/** What the log says happened between two moments, shortly: event, what it was about, ms after the first moment. */
export function happenings(events: readonly SessionEvent[], fromMs: number, toMs: number): string[] {
  return events
    .filter((event) => event.type !== 'headCount.set')
    .filter((event) => event.occurredAtMs >= fromMs && event.occurredAtMs <= toMs)
    .map((event) => {
      const about = 'source' in event.body ? ` ${event.body.source}` : '';
      const cause = 'cause' in event.body ? ` ${event.body.cause}` : '';
      return `${event.type}${about}${cause} +${event.occurredAtMs - fromMs}`;
    });
}
