import { randomBytes } from 'node:crypto';
import { copyFileSync } from 'node:fs';
import { sql } from 'kysely';
import {
  countTable,
  createCounter,
  type Row,
  recordTables,
  rowsOf,
  type Side,
} from '../../server/database/database.tables.ts';
import { inSnapshot, transfer } from '../../server/database/database.transfer.ts';
import { migrations } from '../../server/migrations.ts';
import { openDatabase } from '../../server/platform/database.ts';
import { applySteps } from '../../server/platform/migrate.ts';
import { uuidV7 } from '../../shared/kernel/ids.ts';
import { teachWeek } from '../support/taught-week.ts';

/** The steps that the first version of the product had. */
const OLD_STEPS = new Set([
  'identity-001-logins',
  'directory-0001-region',
  'directory-0002-school',
  'directory-0003-room',
  'directory-0004-class',
  'directory-0005-person',
  'planning-0001-need',
  'planning-0002-link',
  'planning-0003-lesson',
  'device-001-pairing',
  'device-002-places',
  'session-001-log',
  'attendance-0001-threshold',
  'attendance-0002-settled',
  'quality-0001-samples',
  'phone-001-grants',
  'watch-001-links',
]);
export const oldSteps = migrations.filter(({ name }) => OLD_STEPS.has(name));
const LESSONS = 2_000;
const EVENTS = 5_000;
/** Computed from the logs, and so thrown away by a step that computes them otherwise. */
const CACHES = ['attendance_settled', 'attendance_settled_room'];
const ROWS_A_STATEMENT = 200;

const newId = () => uuidV7(Date.now(), randomBytes(10));

/** An SQLite file as the first version left it after a busy year: the lessons of a week, many times over. */
export async function makeOldDatabase(folder: string): Promise<string> {
  const [now, old] = [`${folder}/now.db`, `${folder}/old.db`];
  await teachWeek(`file:${now}`);
  const [source, target] = [openDatabase(`file:${now}`), openDatabase(`file:${old}`)];
  await applySteps(target.database, oldSteps, 1);
  for (const table of await recordTables(target)) {
    const columns = await columnsOf(target, table);
    for await (const rows of rowsOf(source, table))
      await put(
        target,
        table,
        rows.map((row) => only(row, columns)),
      );
  }
  await multiply(target);
  await source.close();
  // Folded into the one file that is copied from here on.
  await sql`pragma wal_checkpoint(truncate)`.execute(target.database);
  await target.close();
  return old;
}

async function multiply(side: Side): Promise<void> {
  const [lesson] = await allRows(side, 'lesson');
  const rooms = await allRows(side, 'lesson_room');
  const [event] = await allRows(side, 'session_event');
  if (lesson === undefined || event === undefined) throw new Error('the week has neither lessons nor events');
  const lessons: Row[] = [];
  const seats: Row[] = [];
  for (let index = 1; index <= LESSONS; index++) {
    const [id, session] = [newId(), newId()];
    const fields = JSON.parse(String(lesson['body']));
    const startAtMs = fields.plannedStartAtMs + index * 3_600_000;
    const body = JSON.stringify({ ...fields, sessionId: session, plannedStartAtMs: startAtMs });
    lessons.push({ ...lesson, id, body, session_id: session, planned_start_at_ms: startAtMs });
    for (const room of rooms.filter((each) => each['id'] === lesson['id'])) seats.push({ ...room, id });
  }
  await put(side, 'lesson', lessons);
  await put(side, 'lesson_room', seats);
  const session = newId();
  const events = Array.from({ length: EVENTS }, (_, index) => ({
    ...event,
    session_id: session,
    seq: index + 1,
  }));
  await put(side, 'session_event', events);
}

/** The same records in an empty PostgreSQL, at the same old steps. */
export async function moveOldDatabase(file: string, url: string): Promise<void> {
  const [source, target] = [openDatabase(`file:${file}`), openDatabase(url)];
  await transfer({ source, target, migrations: oldSteps, nowMs: 1 });
  await Promise.all([source.close(), target.close()]);
}

export const copyOldDatabase = (from: string, to: string): void => copyFileSync(from, to);

export type Holdings = ReadonlyMap<
  string,
  { readonly columns: readonly string[]; readonly rowCount: number; readonly hash: string }
>;

/** What every table holds, and in which columns. */
export async function holdingsOf(side: Side): Promise<Holdings> {
  const held = new Map<string, { columns: readonly string[]; rowCount: number; hash: string }>();
  for (const table of (await recordTables(side)).filter((each) => !CACHES.includes(each)))
    held.set(table, {
      columns: await columnsOf(side, table),
      ...(await inSnapshot(side, (read) => countTable(read, table))),
    });
  return held;
}

/** Rows of older holdings that are not there any more, or not as they were. */
export async function lostRows(side: Side, before: Holdings): Promise<number> {
  let lost = 0;
  for (const [table, { columns, rowCount, hash }] of before) {
    const counter = createCounter();
    await inSnapshot(side, async (read) => {
      for await (const rows of rowsOf(read, table)) counter.add(rows.map((row) => only(row, columns)));
    });
    const now = counter.total();
    if (now.hash !== hash) lost += Math.max(1, rowCount - now.rowCount);
  }
  return lost;
}

/** Tables, columns and indexes in words: two databases with the same are made alike. */
export async function schemaOf({ database, dialect }: Side): Promise<string> {
  const { rows } =
    dialect === 'sqlite'
      ? await sql`select type, name, sql from sqlite_master order by type, name`.execute(database)
      : await sql`select 'column' as type, table_name || '.' || column_name as name,
            data_type || ' ' || is_nullable || ' ' || coalesce(column_default, '') as sql
          from information_schema.columns where table_schema = current_schema()
        union all select 'index', indexname, indexdef from pg_indexes where schemaname = current_schema()
        union all select 'constraint', conname, pg_get_constraintdef(oid) from pg_constraint
          where connamespace = current_schema()::regnamespace
        order by 1, 2`.execute(database);
  return JSON.stringify(rows);
}

async function columnsOf({ database }: Side, table: string): Promise<readonly string[]> {
  const tables = await database.introspection.getTables();
  return tables.find((each) => each.name === table)?.columns.map((column) => column.name) ?? [];
}

const only = (row: Row, columns: readonly string[]): Row =>
  Object.fromEntries(columns.map((name) => [name, row[name] ?? null]));

async function allRows(side: Side, table: string): Promise<readonly Row[]> {
  const all: Row[] = [];
  for await (const rows of rowsOf(side, table)) all.push(...rows);
  return all;
}

async function put({ database }: Side, table: string, rows: readonly Row[]): Promise<void> {
  const names = Object.keys(rows[0] ?? {});
  for (let from = 0; from < rows.length; from += ROWS_A_STATEMENT) {
    const values = rows
      .slice(from, from + ROWS_A_STATEMENT)
      .map((row) => sql`(${sql.join(names.map((name) => row[name] ?? null))})`);
    await sql`insert into ${sql.table(table)} (${sql.join(names.map((name) => sql.ref(name)))})
      values ${sql.join(values)}`.execute(database);
  }
}
