import { sql } from 'kysely';
import type { Database } from '../platform/ports.ts';
import type { SessionTables } from './session.store.ts';

/** Ends of lessons that were recorded at or after a moment, in order, at most `limit`; one that was reopened and ended again has two. */
export async function endedSince(
  database: Database,
  atMs: number,
  limit: number,
): Promise<readonly { readonly id: string; readonly atMs: number }[]> {
  const rows = await database
    .withTables<SessionTables>()
    .selectFrom('session_event')
    .select(['session_id', 'recorded_at_ms'])
    // As it stands in the index of ends: no database sees that a parameter would be the same.
    .where('type', '=', sql.lit('session.ended'))
    .where('recorded_at_ms', '>=', atMs)
    .orderBy('recorded_at_ms')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ id: row.session_id, atMs: Number(row.recorded_at_ms) }));
}
