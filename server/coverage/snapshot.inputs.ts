import { createHash, type Hash } from 'node:crypto';
import { sql } from 'kysely';
import type { Period } from '../../shared/coverage/period.ts';
import type { SnapshotHead } from '../../shared/coverage/snapshot.ts';
import { daysBetween } from '../../shared/kernel/time.ts';
import { createPace } from '../platform/pace.ts';
import type { Database } from '../platform/ports.ts';

/** Registers beside that of lessons, of which only the period's count. */
export type InputTables = readonly string[];

type Inputs = SnapshotHead['inputs'];
type LessonRow = {
  readonly id: string;
  readonly version: number;
  readonly session_id: string;
  readonly seq: number | null;
  readonly hash: string | null;
};

const ROWS_AT_ONCE = 500;

/** What a period's figures are computed from, as it stands now. Reads; a province's month takes some seconds, in pieces. */
export async function readInputs(
  database: Database,
  { from, to }: Period,
  tables: InputTables,
): Promise<Inputs> {
  const lessons = createHash('sha256');
  const logs = createHash('sha256');
  let [lessonVersionCount, eventCount] = [0, 0];
  const pace = createPace();
  const known = new Set<string>();
  for (const date of daysBetween(from, to))
    for (let after = { id: '', version: 0 }; ; ) {
      const { rows } =
        await sql<LessonRow>`select lesson.id, lesson.version, lesson.session_id, event.seq, event.hash
        from lesson left join session_event as event on event.session_id = lesson.session_id
          and event.seq = (select max(seq) from session_event where session_id = lesson.session_id)
        where lesson.local_date = ${date} and (lesson.id, lesson.version) > (${after.id}, ${after.version})
        order by lesson.id, lesson.version limit ${ROWS_AT_ONCE}`.execute(database);
      for (const row of rows) {
        lessonVersionCount += 1;
        lessons.update(`${row.id} ${row.version}\n`);
        if (row.seq === null || known.has(row.session_id)) continue;
        known.add(row.session_id);
        eventCount += row.seq;
        logs.update(`${row.session_id} ${row.seq} ${row.hash}\n`);
      }
      await pace();
      const last = rows.at(-1);
      if (last === undefined || rows.length < ROWS_AT_ONCE) break;
      after = last;
    }
  const corrections = await sql<{ count: number }>`select count(*) as count from cause_correction
    where lesson_id in (select id from lesson where local_date >= ${from} and local_date <= ${to})`.execute(
    database,
  );
  return {
    ...{ lessonVersionCount, lessonVersionHash: lessons.digest('hex') },
    ...{ sessionCount: known.size, eventCount, sessionHash: logs.digest('hex') },
    registers: await registersOf(database, tables),
    correctionCount: Number(corrections.rows[0]?.count ?? 0),
  };
}

async function registersOf(database: Database, tables: InputTables): Promise<Inputs['registers']> {
  const found: Inputs['registers'] = [];
  for (const table of tables) {
    const hash: Hash = createHash('sha256');
    const pace = createPace();
    let versionCount = 0;
    for (let after = { id: '', version: 0 }; ; ) {
      const { rows } = await sql<{ id: string; version: number; body: string }>`select id, version, body
        from ${sql.table(table)} where (id, version) > (${after.id}, ${after.version})
        order by id, version limit ${ROWS_AT_ONCE}`.execute(database);
      for (const row of rows) hash.update(`${row.id} ${row.version} ${row.body}\n`);
      versionCount += rows.length;
      await pace();
      const last = rows.at(-1);
      if (last === undefined || rows.length < ROWS_AT_ONCE) break;
      after = last;
    }
    found.push({ table, versionCount, hash: hash.digest('hex') });
  }
  return found;
}
