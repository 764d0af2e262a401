import type { PersonId, SessionId } from '../../shared/kernel/ids.ts';
import type { Database } from '../platform/ports.ts';
import type { WatchLink } from './watch.types.ts';

type Row = {
  id: string;
  session_id: SessionId;
  token: string;
  secret: string;
  made_by: PersonId;
  made_at_ms: number;
  closed_at_ms: number | null;
};

const linkFrom = (row: Row): WatchLink => ({
  id: row.id,
  sessionId: row.session_id,
  token: row.token,
  secret: row.secret,
  madeBy: row.made_by,
  madeAtMs: row.made_at_ms,
  closedAtMs: row.closed_at_ms,
});

export type WatchStore = ReturnType<typeof createWatchStore>;

export function createWatchStore(database: Database) {
  const tables = database.withTables<{ watch_link: Row }>();
  const by = async (column: 'id' | 'token', value: string): Promise<WatchLink | null> => {
    const row = await tables
      .selectFrom('watch_link')
      .selectAll()
      .where(column, '=', value)
      .executeTakeFirst();
    return row === undefined ? null : linkFrom(row);
  };
  return {
    byId: (id: string) => by('id', id),
    byToken: (token: string) => by('token', token),
    /** The session's open link; null when none is open. */
    async openOf(sessionId: SessionId): Promise<WatchLink | null> {
      const row = await tables
        .selectFrom('watch_link')
        .selectAll()
        .where('session_id', '=', sessionId)
        .where('closed_at_ms', 'is', null)
        .executeTakeFirst();
      return row === undefined ? null : linkFrom(row);
    },
    /** False when the session has an open one already. */
    async add(link: WatchLink): Promise<boolean> {
      const put = await tables
        .insertInto('watch_link')
        .values({
          id: link.id,
          session_id: link.sessionId,
          token: link.token,
          secret: link.secret,
          made_by: link.madeBy,
          made_at_ms: link.madeAtMs,
          closed_at_ms: link.closedAtMs,
        })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      return Number(put.numInsertedOrUpdatedRows ?? 0) > 0;
    },
    async close(sessionId: SessionId, atMs: number): Promise<void> {
      await tables
        .updateTable('watch_link')
        .set({ closed_at_ms: atMs })
        .where('session_id', '=', sessionId)
        .where('closed_at_ms', 'is', null)
        .execute();
    },
  };
}
