import { sql } from 'kysely';
import { lessonFields } from '../../shared/lesson.ts';
import type { Database, Migration } from '../platform/ports.ts';
import { createSet } from '../platform/register.migration.ts';
import { lessonsSpec } from './planning.store.ts';

const LESSONS_AT_ONCE = 1_000;
/** Three parameters each; SQLite takes 32,766. */
const ROWS_AT_ONCE = 5_000;

/** Who and what takes part in the lessons that are there already: calendars look for them by it. */
export const lessonPartyMigration: Migration = {
  name: 'planning-0010-lesson-party',
  async up(database) {
    await createSet(database, 'lesson', 'party');
    await fillFromLessons(database, 'party');
  },
};

/** Which of them play which recording: whoever planned them is told when it goes. */
export const lessonPlaysMigration: Migration = {
  name: 'planning-0013-lesson-plays',
  async up(database) {
    await createSet(database, 'lesson', 'plays');
    await fillFromLessons(database, 'plays');
  },
};

async function fillFromLessons(database: Database, set: 'party' | 'plays'): Promise<void> {
  let after = { id: '', version: 0 };
  for (;;) {
    const { rows } = await sql<Version>`
      select id, version, body from lesson where (id, version) > (${after.id}, ${after.version})
      order by id, version limit ${LESSONS_AT_ONCE}`.execute(database);
    await fill(database, set, rows);
    const last = rows.at(-1);
    if (last === undefined || rows.length < LESSONS_AT_ONCE) return;
    after = last;
  }
}

type Version = { readonly id: string; readonly version: number; readonly body: string };

async function fill(database: Database, set: 'party' | 'plays', lessons: readonly Version[]): Promise<void> {
  const held = lessons.flatMap(({ id, version, body }) => {
    const values = lessonsSpec.sets[set](lessonFields.parse(JSON.parse(body)));
    return [...new Set(values)].map((value) => sql`(${id}, ${version}, ${value})`);
  });
  for (let from = 0; from < held.length; from += ROWS_AT_ONCE)
    await sql`insert into ${sql.table(`lesson_${set}`)} (id, version, value)
      values ${sql.join(held.slice(from, from + ROWS_AT_ONCE))}`.execute(database);
}
