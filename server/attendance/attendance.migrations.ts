import type { Database, Migration } from '../platform/ports.ts';
import { registerMigration } from '../platform/register.migration.ts';
import { type Tables, thresholdSpec } from './attendance.tables.ts';

export const attendanceMigrations: readonly Migration[] = [
  registerMigration('attendance-0001-threshold', thresholdSpec),
  { name: 'attendance-0002-settled', up: makeSettled },
  { name: 'attendance-0003-confirmed', up: addConfirmed },
  { name: 'attendance-0004-attention', up: addAttention },
  { name: 'attendance-0005-people-and-trouble', up: addPeopleAndTrouble },
  { name: 'attendance-0006-settled-since', up: indexMoments },
];

/** For those who follow what is settled. */
async function indexMoments({ schema }: Database): Promise<void> {
  await schema
    .createIndex('attendance_settled_by_settled_at_ms')
    .on('attendance_settled')
    .column('settled_at_ms')
    .execute();
}

/** What was settled before is computed again from the logs, with the word of local teachers. */
async function addConfirmed(database: Database): Promise<void> {
  const { schema } = database;
  await schema
    .alterTable('attendance_settled_room')
    .addColumn('confirmed_held', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
  await forgetSettled(database);
}

/** The same with how the lesson's attention was shared. */
async function addAttention(database: Database): Promise<void> {
  const { schema } = database;
  await schema
    .alterTable('attendance_settled')
    .addColumn('own_turn_count', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
  for (const name of ['turn_count', 'on_air_ms', 'hand_count', 'hand_wait_ms'])
    await schema
      .alterTable('attendance_settled_room')
      .addColumn(name, name.endsWith('_ms') ? 'bigint' : 'integer', (column) => column.notNull().defaultTo(0))
      .execute();
  await forgetSettled(database);
}

/** The same with what disturbed a room, why it missed what it missed, and what named teachers did. */
async function addPeopleAndTrouble(database: Database): Promise<void> {
  const { schema } = database;
  for (const name of ['ran_ms', 'disturbed_ms'])
    await schema
      .alterTable('attendance_settled_room')
      .addColumn(name, 'bigint', (column) => column.notNull().defaultTo(0))
      .execute();
  for (const name of ['missing_cause', 'poor_cause'])
    await schema.alterTable('attendance_settled_room').addColumn(name, 'text').execute();
  await schema
    .createTable('attendance_settled_person')
    .addColumn('session_id', 'text', (column) => column.notNull())
    .addColumn('person_id', 'text', (column) => column.notNull())
    .addColumn('part', 'text', (column) => column.notNull())
    .addColumn('worked_ms', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('attendance_settled_person_key', ['session_id', 'person_id', 'part'])
    .execute();
  await forgetSettled(database);
}

async function forgetSettled(database: Database): Promise<void> {
  const own = database.withTables<Tables>();
  await own.deleteFrom('attendance_settled_room').execute();
  await own.deleteFrom('attendance_settled').execute();
}

async function makeSettled({ schema }: Database): Promise<void> {
  await schema
    .createTable('attendance_settled')
    .addColumn('session_id', 'text', (column) => column.primaryKey())
    .addColumn('lesson_id', 'text', (column) => column.notNull())
    .addColumn('log_seq', 'integer', (column) => column.notNull())
    .addColumn('settled_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('local_date', 'text', (column) => column.notNull())
    .addColumn('leading_school_id', 'text', (column) => column.notNull())
    .addColumn('link_id', 'text')
    .addColumn('planned_ms', 'bigint', (column) => column.notNull())
    .addColumn('lesson_ms', 'bigint', (column) => column.notNull())
    .addColumn('started_at_ms', 'bigint')
    .addColumn('ended_at_ms', 'bigint')
    .execute();
  await schema
    .createTable('attendance_settled_room')
    .addColumn('session_id', 'text', (column) => column.notNull())
    .addColumn('room_id', 'text', (column) => column.notNull())
    .addColumn('school_id', 'text', (column) => column.notNull())
    .addColumn('need_id', 'text')
    .addColumn('connected_ms', 'bigint', (column) => column.notNull())
    .addColumn('camera_ms', 'bigint', (column) => column.notNull())
    .addColumn('present', 'integer', (column) => column.notNull())
    .addColumn('late_ms', 'bigint')
    .addColumn('present_count', 'integer')
    .addColumn('expected_count', 'integer', (column) => column.notNull())
    .addColumn('head_count_source', 'text')
    .addPrimaryKeyConstraint('attendance_settled_room_key', ['session_id', 'room_id'])
    .execute();
  await schema
    .createIndex('attendance_settled_by_local_date')
    .on('attendance_settled')
    .column('local_date')
    .execute();
}
