import { sql } from 'kysely';
import type { RoomId } from '../../shared/kernel/ids.ts';
import { roomOfSeat } from '../../shared/session/session.events.ts';
import type { Database } from '../platform/ports.ts';
import { afterReport, type LineSoFar, receivedBpsOf, worstOf } from './quality.line.rules.ts';
import type { StoredReport } from './quality.store.ts';

type Row = {
  room_id: RoomId;
  session_id: string;
  at_ms: number;
  loss_ratio: number;
  received_bps: number;
};
type Tables = { quality_line: Row };

/** How a room's line was in its last lesson: the worst loss of a minute, 0..1, and what came in on average. */
type RoomLine = { readonly atMs: number; readonly lossRatio: number; readonly receivedBps: number };

export type RoomLines = ReturnType<typeof createRoomLines>;

/** How often a room's line is written while its lesson runs. */
const WRITE_EVERY_MS = 60_000;

/** One row a room beside the samples: reading those of every room's last lesson would take minutes. */
export function createRoomLines(database: Database) {
  const own = database.withTables<Tables>();
  const running = new Map<RoomId, LineSoFar>();
  const writtenAtMs = new Map<RoomId, number>();

  const put = (room: RoomId, line: LineSoFar) =>
    own
      .insertInto('quality_line')
      .values({
        room_id: room,
        session_id: line.sessionId,
        at_ms: line.atMs,
        loss_ratio: worstOf(line),
        received_bps: receivedBpsOf(line),
      })
      .onConflict((conflict) =>
        conflict.column('room_id').doUpdateSet({
          session_id: (row) => row.ref('excluded.session_id'),
          at_ms: (row) => row.ref('excluded.at_ms'),
          // What the same lesson was like before the server was started again counts on.
          loss_ratio: sql<number>`case when quality_line.session_id = excluded.session_id
            and quality_line.loss_ratio > excluded.loss_ratio
            then quality_line.loss_ratio else excluded.loss_ratio end`,
          received_bps: (row) => row.ref('excluded.received_bps'),
        }),
      )
      .execute();

  return {
    heard({ seat, sessionId, sampledAtMs, report }: StoredReport): void {
      const room = roomOfSeat(seat);
      if (room === null) return;
      running.set(room, afterReport(running.get(room), { sessionId, atMs: sampledAtMs, report }));
    },
    /** Writes what has been heard for a minute, and what is heard of no more; `all` at the end. */
    async write(nowMs: number, all = false): Promise<void> {
      for (const [room, line] of [...running]) {
        const isSilent = all || nowMs - line.atMs >= WRITE_EVERY_MS;
        if (!isSilent && nowMs - (writtenAtMs.get(room) ?? Number.NEGATIVE_INFINITY) < WRITE_EVERY_MS)
          continue;
        await put(room, line);
        writtenAtMs.set(room, nowMs);
        // A room that is silent and comes back is heard from where it stands in the table.
        if (isSilent && running.get(room) === line) running.delete(room);
      }
    },
    async lines(): Promise<ReadonlyMap<RoomId, RoomLine>> {
      const rows = await own.selectFrom('quality_line').selectAll().execute();
      return new Map(
        rows.map((row) => [
          row.room_id,
          { atMs: row.at_ms, lossRatio: row.loss_ratio, receivedBps: row.received_bps },
        ]),
      );
    },
  };
}
