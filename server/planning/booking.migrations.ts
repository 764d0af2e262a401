import { sql } from 'kysely';
import { lessonId } from '../../shared/kernel/ids.ts';
import { lessonFields } from '../../shared/lesson.ts';
import type { Database, Migration } from '../platform/ports.ts';
import { bookingsOf } from './booking.rules.ts';
import { type BookingTables, createBookingStore } from './booking.store.ts';

const LESSONS_AT_ONCE = 2_000;

/** After the table of lessons: what older databases planned takes its place here, as far as it does not clash. */
export const bookingMigration: Migration = {
  name: 'planning-0008-booking',
  async up(database) {
    const { schema } = database;
    await schema
      .createTable('booking')
      .addColumn('resource', 'text', (column) => column.notNull())
      .addColumn('resource_id', 'text', (column) => column.notNull())
      .addColumn('start_at_ms', 'bigint', (column) => column.notNull())
      .addColumn('end_at_ms', 'bigint', (column) => column.notNull())
      .addColumn('lesson_id', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('booking_key', ['lesson_id', 'resource', 'resource_id'])
      .execute();
    await schema
      .createIndex('booking_by_resource')
      .on('booking')
      .columns(['resource_id', 'start_at_ms'])
      .execute();
    await schema
      .createTable('booking_turn')
      .addColumn('id', 'integer', (column) => column.primaryKey())
      .addColumn('turn', 'bigint', (column) => column.notNull())
      .execute();
    await database
      .withTables<BookingTables>()
      .insertInto('booking_turn')
      .values({ id: 1, turn: 0 })
      .execute();
    await bookOldLessons(database);
  },
};

async function bookOldLessons(database: Database): Promise<void> {
  const store = createBookingStore(database);
  for (let after = ''; ; ) {
    const { rows } = await sql<{ id: string; body: string }>`select id, body from lesson as held
      where id > ${after} and closed = 0
      and version = (select max(version) from lesson as later where later.id = held.id)
      order by id limit ${LESSONS_AT_ONCE}`.execute(database);
    const lessons = rows.map((row) => ({
      id: lessonId.parse(row.id),
      fields: lessonFields.parse(JSON.parse(row.body)),
    }));
    // Planned ones first: what was begun on the spot takes only what is left.
    for (const unplanned of [false, true]) {
      const some = lessons.filter(({ fields }) => fields.unplanned === unplanned);
      await store.bookFree(database, some.flatMap(bookingsOf));
    }
    const last = lessons.at(-1);
    if (last === undefined) return;
    after = last.id;
  }
}
