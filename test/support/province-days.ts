import { sql } from 'kysely';
import type { OpenDatabase } from '../../server/platform/database.ts';
import type { Database } from '../../server/platform/ports.ts';
import type { LocalDate } from '../../shared/kernel/time.ts';

const FACTS = ['coverage_fact_room', 'coverage_fact_lead'] as const;
const ROOM_REST = [
  ...[
    'room_id',
    'school_id',
    'leading_school_id',
    'subject',
    'grade',
    'link_id',
    'need_id',
    'way',
    'unplanned',
  ],
  ...['cancelled', 'planned_ms', 'lesson_ms', 'connected_ms', 'present_count', 'expected_count', 'punctual'],
  ...['disturbed_ms', 'turn_count', 'on_air_ms', 'verdict', 'found_cause', 'corrected_cause'],
];
const LEAD_REST = [
  ...[
    'leading_school_id',
    'kind',
    'held',
    'remote_turn_count',
    'turn_count',
    'balance_thousandths',
    'group_id',
  ],
];

/**
 * Days like others: lessons of the same schools, each with ids of its own. The database makes them by itself, which takes a tenth of what
 * handing it twelve million rows would.
 * @param like days that were entered, taken in turn
 * @returns how many rooms attended
 */
export async function repeatDays(
  open: Pick<OpenDatabase, 'database' | 'dialect'>,
  days: readonly { readonly date: LocalDate; readonly number: number }[],
  like: readonly LocalDate[],
): Promise<number> {
  const { database } = open;
  await withoutIndexes(open, FACTS, async () => {
    for (const [index, { date, number }] of days.entries()) {
      const source = like[index % like.length];
      if (source === undefined) throw new Error('there is no day to repeat');
      const shiftMs = Date.parse(date) - Date.parse(source);
      const ownId = (column: string) =>
        sql`substr(${sql.ref(column)}, 1, 9) || ${sql.lit(hex(number))} || substr(${sql.ref(column)}, 14)`;
      const dated = sql`${sql.lit(date)}, starts_at_ms + ${sql.lit(shiftMs)}`;
      const names = (columns: readonly string[]) => sql.join(columns.map((name) => sql.ref(name)));
      await sql`insert into coverage_fact_room (lesson_id, session_id, local_date, starts_at_ms, ${names(ROOM_REST)})
        select ${ownId('lesson_id')}, ${ownId('session_id')}, ${dated}, ${names(ROOM_REST)}
        from coverage_fact_room where local_date = ${source}`.execute(database);
      await sql`insert into coverage_fact_lead (lesson_id, local_date, starts_at_ms, ${names(LEAD_REST)})
        select ${ownId('lesson_id')}, ${dated}, ${names(LEAD_REST)}
        from coverage_fact_lead where local_date = ${source}`.execute(database);
    }
  });
  const { rows } = await sql<{ count: number }>`select count(*) as count from coverage_fact_room
    where local_date <= ${days.at(-1)?.date ?? ''}`.execute(database);
  return Number(rows[0]?.count ?? 0);
}

const hex = (number: number): string => (number + 1).toString(16).padStart(4, '0');
const EVENTS_A_LESSON = 5;

/** Lessons as the register has them, and a short log of each: what a frozen report of those days hashes. */
export async function enterLogs(database: Database, from: LocalDate, to: LocalDate): Promise<void> {
  const atMs = Date.parse(from);
  await sql`insert into lesson (id, version, valid_from, valid_to, recorded_at_ms, recorded_by, closed, body,
      local_date, planned_start_at_ms, session_id)
    select lesson_id, 1, local_date, null, ${sql.lit(atMs)}, 'bench', 0, '{}', local_date, starts_at_ms,
      'c' || substr(lesson_id, 2)
    from coverage_fact_lead where local_date >= ${from} and local_date <= ${to}`.execute(database);
  for (let seq = 1; seq <= EVENTS_A_LESSON; seq += 1)
    await sql`insert into session_event (session_id, seq, recorded_at_ms, occurred_at_ms, actor_kind, actor_id,
        command_id, type, type_version, body, prev_hash, hash)
      select session_id, ${sql.lit(seq)}, planned_start_at_ms, planned_start_at_ms, 'server', '', session_id,
        'presence.joined', 1, '{}', session_id, session_id || session_id
      from lesson where local_date >= ${from} and local_date <= ${to}`.execute(database);
}

/** Millions of rows in no order of theirs: an index that is made afterwards costs a fraction. */
async function withoutIndexes(
  { database, dialect }: Pick<OpenDatabase, 'database' | 'dialect'>,
  tables: readonly string[],
  work: () => Promise<void>,
): Promise<void> {
  const { rows } =
    dialect === 'sqlite'
      ? await sql<Index>`select name, sql as made from sqlite_master where type = 'index' and sql is not null
          and tbl_name in (${sql.join(tables)})`.execute(database)
      : await sql<Index>`select indexname as name, indexdef as made from pg_indexes
          where tablename in (${sql.join(tables)})`.execute(database);
  const own = rows.filter(({ name }) => name.includes('_by_'));
  for (const { name } of own) await sql`drop index ${sql.ref(name)}`.execute(database);
  await work();
  for (const { made } of own) await sql.raw(made).execute(database);
}
type Index = { readonly name: string; readonly made: string };
