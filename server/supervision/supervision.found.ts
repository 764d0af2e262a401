import type { Database } from '../platform/ports.ts';
import { type AlarmRow, fromAlarmRow } from './supervision.tables.ts';
import type { StoredAlarm } from './supervision.types.ts';

/** What is found out so much later than it began is no alarm any more. */
const LATE_MS = 24 * 60 * 60_000;

/** Alarms for those who tell of them. */
export function createFoundAlarms(database: Database) {
  const tables = database.withTables<{ alarm: AlarmRow }>();
  return {
    /** Found at or after a moment, in order, at most `limit`. */
    async since(
      atMs: number,
      limit: number,
    ): Promise<readonly { readonly id: string; readonly atMs: number }[]> {
      const rows = await tables
        .selectFrom('alarm')
        .select(['id', 'found_at_ms'])
        .where('from_ms', '>=', atMs - LATE_MS)
        .where('found_at_ms', '>=', atMs)
        .orderBy('found_at_ms')
        .limit(limit)
        .execute();
      return rows.map((row) => ({ id: row.id, atMs: Number(row.found_at_ms) }));
    },
    async read(id: string): Promise<StoredAlarm | null> {
      const row = await tables.selectFrom('alarm').selectAll().where('id', '=', id).executeTakeFirst();
      return row === undefined ? null : fromAlarmRow(row);
    },
  };
}
