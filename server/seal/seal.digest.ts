import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { canonicalJson, type Json } from '../../shared/kernel/canonical-json.ts';
import type { SealedTableRows } from '../../shared/seal.ts';
import { createPace } from '../platform/pace.ts';
import type { Database } from '../platform/ports.ts';
import type { MeasuredTable, SealedTable } from './seal.types.ts';

export type Row = Readonly<Record<string, Json>>;
type Window = { readonly fromMs: number; readonly untilMs: number };

/** A page of the widest table takes a few milliseconds to read. */
const PAGE = 500;
const MARK_DIGITS = 8;

export const sha256Of = (text: string): string => createHash('sha256').update(text).digest('hex');
export const markOf = (hash: string): string => hash.slice(0, MARK_DIGITS);

/** A column that came later is empty in what was sealed before, and empty columns do not count. */
const hashOfAll = (row: Row): string =>
  sha256Of(canonicalJson(Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null))));

const pick = (row: Row, columns: readonly string[]): Row =>
  Object.fromEntries(columns.map((name) => [name, row[name] ?? null]));

/** Rows of a window with their hashes, in order of when they were recorded; those of one moment by hash, since no order of theirs is the same everywhere. */
export async function* hashedRows(
  database: Database,
  { table, atColumn, register }: SealedTable,
  window: Window,
): AsyncGenerator<{ readonly row: Row; readonly hash: string }> {
  const pace = createPace();
  for await (const rows of moments(database, { table, atColumn }, window)) {
    const reasons = register === null ? new Map<string, string>() : await reasonsOf(database, rows);
    const hashed = rows.map((row) => {
      if (register === null) return { row, hash: hashOfAll(row) };
      const reason = reasons.get(keyOf(row));
      return {
        row,
        hash: hashOfAll({ ...pick(row, register.columns), ...(reason === undefined ? {} : { reason }) }),
      };
    });
    const at = ({ row }: { readonly row: Row }) => Number(row[atColumn]);
    yield* hashed.sort((a, b) => at(a) - at(b) || (a.hash < b.hash ? -1 : 1));
    await pace();
  }
}

export const keyOf = (row: Row): string => `${String(row['id'])} ${String(row['version'])}`;

/** Why versions were written belongs to them: who corrects something says so there. */
async function reasonsOf(database: Database, rows: readonly Row[]): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(rows.map((row) => String(row['id'])))];
  const found = new Map<string, string>();
  for (let from = 0; from < ids.length; from += PAGE) {
    const kept = await sql<Row>`select id, version, reason from register_reason
      where id in (${sql.join(ids.slice(from, from + PAGE))})`.execute(database);
    for (const row of kept.rows) found.set(keyOf(row), String(row['reason']));
  }
  return found;
}

/** Pages that end between two moments. */
async function* moments(
  database: Database,
  { table, atColumn }: MeasuredTable,
  { fromMs, untilMs }: Window,
): AsyncGenerator<Row[]> {
  const at = sql.ref(atColumn);
  const read = async (since: number, limit: number) => {
    const { rows } =
      await sql<Row>`select * from ${sql.table(table)} where ${at} >= ${since} and ${at} < ${untilMs}
      order by ${at} limit ${limit}`.execute(database);
    return rows;
  };
  let since = fromMs;
  let limit = PAGE;
  for (;;) {
    const rows = await read(since, limit);
    const last = rows.at(-1);
    if (last === undefined) return;
    if (rows.length < limit) return yield rows;
    const lastMs = Number(last[atColumn]);
    const whole = rows.filter((row) => Number(row[atColumn]) < lastMs);
    // One import writes many rows at one moment.
    if (whole.length === 0) limit *= 4;
    else {
      limit = PAGE;
      since = lastMs;
      yield whole;
    }
  }
}

/** What a table got within a window; null for nothing. */
export async function sealTable(
  database: Database,
  table: SealedTable,
  window: Window,
): Promise<SealedTableRows | null> {
  const all = createHash('sha256');
  const marks: string[] = [];
  for await (const { hash } of hashedRows(database, table, window)) {
    all.update(hash);
    marks.push(markOf(hash));
  }
  if (marks.length === 0) return null;
  return { table: table.table, rowCount: marks.length, hash: all.digest('hex'), marks: marks.join('') };
}

/** All that was measured in a session until a moment; null for nothing. */
export async function sealMeasured(
  database: Database,
  { table, atColumn }: MeasuredTable,
  { sessionId, untilMs }: { readonly sessionId: string; readonly untilMs: number },
): Promise<{ readonly table: string; readonly rowCount: number; readonly hash: string } | null> {
  const hashes: string[] = [];
  const pace = createPace();
  const ofSession = sql`${sql.table(table)} where session_id = ${sessionId}`;
  const at = sql.ref(atColumn);
  for (let since = 0; ; ) {
    const end = await sql<{
      ms: number;
    }>`select ${at} as ms from ${ofSession} and ${at} >= ${since} and ${at} < ${untilMs}
      order by ${at} limit 1 offset ${PAGE}`.execute(database);
    const beforeMs = Math.max(end.rows[0]?.ms ?? untilMs, since + 1);
    const { rows } =
      await sql<Row>`select * from ${ofSession} and ${at} >= ${since} and ${at} < ${Math.min(beforeMs, untilMs)}`.execute(
        database,
      );
    hashes.push(...rows.map(hashOfAll));
    await pace();
    if (beforeMs >= untilMs) break;
    since = beforeMs;
  }
  if (hashes.length === 0) return null;
  return { table, rowCount: hashes.length, hash: sha256Of(hashes.sort().join('')) };
}
