import { sql } from 'kysely';
import type { Database } from '../platform/ports.ts';
import { type EventRow, eventOf } from '../session/session.chain.ts';
import { hashOfText, textIn } from '../session/session.texts.ts';
import { sealMeasured } from './seal.digest.ts';
import { damageOf } from './seal.log.ts';
import { createSealStore } from './seal.store.ts';
import type { Found, LatestSession, Sealed } from './seal.types.ts';

type LogsWish = {
  readonly database: Database;
  readonly sealed: Sealed;
  readonly latest: ReadonlyMap<string, LatestSession>;
  readonly untilMs: number;
  /** What was measured before may have been deleted in time. */
  readonly measuredSinceMs: number;
  /** Every seal is there: a session that none of them names was not there. */
  readonly whole: boolean;
  readonly found: Found;
};

/** Every session that was sealed, and those that were not and yet say to be older. @returns how many events were looked at */
export async function verifyLogs(wish: LogsWish): Promise<number> {
  const { database, latest, found } = wish;
  const store = createSealStore(database);
  let eventCount = 0;
  for (const session of latest.values()) {
    const rows = await store.rowsOf(session.id);
    eventCount += rows.length;
    const damage = damageOf(rows, { seq: session.eventCount, head: session.head }, session.untilMs);
    if (damage !== null) found({ kind: 'log', sessionId: session.id, ...damage });
    // Words are looked up by what the log says: a log that is torn says nothing.
    else await verifyWords(database, rows, found);
    await verifyMeasured(wish, session);
  }
  if (wish.whole) await verifyUnknown(wish);
  return eventCount;
}

/** Words may be erased, never changed. */
async function verifyWords(database: Database, rows: readonly EventRow[], found: Found): Promise<void> {
  for (const row of rows.filter(({ body }) => body.includes('"textHash":"'))) {
    const said = textIn(eventOf(row));
    if (said === null) continue;
    const kept = await sql<{
      salt: string;
      text: string;
    }>`select salt, text from text where id = ${said.textId}`.execute(database);
    const [text] = kept.rows;
    if (text !== undefined && hashOfText(text) !== said.textHash)
      found({ kind: 'log', how: 'words', sessionId: row.session_id, seq: row.seq });
  }
}

async function verifyMeasured(wish: LogsWish, session: LatestSession): Promise<void> {
  const { database, sealed, found } = wish;
  for (const table of sealed.measured) {
    const was = session.measured.find((each) => each.table === table.table);
    const is = await sealMeasured(database, table, { sessionId: session.id, untilMs: session.untilMs });
    if (was?.hash === is?.hash) continue;
    const isExpired = session.untilMs < wish.measuredSinceMs && (is?.rowCount ?? 0) < (was?.rowCount ?? 0);
    if (isExpired) continue;
    const counts = { sealedCount: was?.rowCount ?? 0, foundCount: is?.rowCount ?? 0 };
    found({ kind: 'quality', table: table.table, sessionId: session.id, ...counts });
  }
}

async function verifyUnknown({ database, sealed, latest, untilMs, found }: LogsWish): Promise<void> {
  for await (const id of idsIn(database, 'session_event')) {
    if (
      latest.has(id) ||
      !(await isOlder(database, { table: 'session_event', atColumn: 'recorded_at_ms' }, { id, untilMs }))
    )
      continue;
    found({ kind: 'log', how: 'inserted', sessionId: id, seq: 1 });
  }
  for (const table of sealed.measured)
    for await (const id of idsIn(database, table.table)) {
      if (latest.has(id) || !(await isOlder(database, table, { id, untilMs }))) continue;
      found({ kind: 'quality', table: table.table, sessionId: id, sealedCount: 0, foundCount: 1 });
    }
}

/** Each once, by the index, whatever a table holds. */
async function* idsIn(database: Database, table: string): AsyncGenerator<string> {
  for (let after = ''; ; ) {
    const { rows } = await sql<{ id: string | null }>`select min(session_id) as id from ${sql.table(table)}
      where session_id > ${after}`.execute(database);
    const id = rows[0]?.id ?? null;
    if (id === null) return;
    yield id;
    after = id;
  }
}

async function isOlder(
  database: Database,
  { table, atColumn }: { readonly table: string; readonly atColumn: string },
  { id, untilMs }: { readonly id: string; readonly untilMs: number },
): Promise<boolean> {
  const { rows } = await sql`select 1 as one from ${sql.table(table)}
    where session_id = ${id} and ${sql.ref(atColumn)} < ${untilMs} limit 1`.execute(database);
  return rows.length > 0;
}
