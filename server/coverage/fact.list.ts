import { sql } from 'kysely';
import { addDays, daysBetween, type LocalDate } from '../../shared/kernel/time.ts';
import type { Database } from '../platform/ports.ts';
import { type FactTables, fromRoomFactRow, type RoomFactRow } from './fact.tables.ts';
import type { RoomFact } from './fact.types.ts';
import { latest } from './follow.rules.ts';
import type { RoomFactQuery } from './rollup.types.ts';

/** So many looks into an index are one question: few days for many schools, many days for few. */
const LOOKS_AT_ONCE = 1_500;

/**
 * Lessons at rooms, newest first. Of all schools there are, the table's own order is the list's; of some, each day of theirs is looked up,
 * backwards until the page is full, so that a school of a province costs what it costs alone.
 */
export async function readRoomFacts(database: Database, query: RoomFactQuery): Promise<readonly RoomFact[]> {
  const { from, to, schoolIds, after, limit } = query;
  const last = after !== null && after.localDate < to ? after.localDate : to;
  if (schoolIds === null) return (await page(database, query, { from, to: last })).map(fromRoomFactRow);
  const rows: RoomFactRow[] = [];
  const dayCount = Math.max(1, Math.floor(LOOKS_AT_ONCE / Math.max(1, schoolIds.length)));
  for (let day = last; day >= from && rows.length < limit; day = addDays(day, -dayCount)) {
    const first = addDays(day, 1 - dayCount);
    const span = { from: latest(first, from), to: day };
    const some = await page(database, { ...query, limit: limit - rows.length }, span);
    rows.push(...some);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return rows.map(fromRoomFactRow);
}

function page(
  database: Database,
  { schoolIds, side, after, limit }: RoomFactQuery,
  { from, to }: { readonly from: LocalDate; readonly to: LocalDate },
): Promise<RoomFactRow[]> {
  if (schoolIds?.length === 0) return Promise.resolve([]);
  let rows = database.withTables<FactTables>().selectFrom('coverage_fact_room').selectAll();
  rows =
    schoolIds === null
      ? rows.where('local_date', '>=', from).where('local_date', '<=', to)
      : rows
          .where('local_date', 'in', daysBetween(from, to))
          .where(side === 'receiving' ? 'school_id' : 'leading_school_id', 'in', schoolIds);
  if (after !== null)
    rows = rows.where(
      sql<boolean>`(local_date, starts_at_ms, lesson_id, room_id) <
        (${after.localDate}, ${after.startsAtMs}, ${after.lessonId}, ${after.roomId})`,
    );
  return rows
    .orderBy('local_date', 'desc')
    .orderBy('starts_at_ms', 'desc')
    .orderBy('lesson_id', 'desc')
    .orderBy('room_id', 'desc')
    .limit(limit)
    .execute();
}
