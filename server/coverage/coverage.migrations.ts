import { type CreateTableBuilder, sql } from 'kysely';
import { unservedCause } from '../../shared/coverage/cause.ts';
import { measureNames } from '../../shared/coverage/measures.ts';
import type { Database, Migration } from '../platform/ports.ts';
import { causeColumn, measureColumn } from './rollup.tables.ts';

export const coverageMigrations: readonly Migration[] = [
  { name: 'coverage-0001-facts', up: makeFacts },
  { name: 'coverage-0002-rollups', up: makeRollups },
  { name: 'coverage-0003-corrections', up: makeCorrections },
  { name: 'coverage-0004-meetings', up: indexMeetings },
  { name: 'coverage-0005-counts', up: countsAsText },
  { name: 'coverage-0006-days', up: indexDays },
  { name: 'coverage-0007-waiting', up: indexWaiting },
];

/** Chunks are taken in order of school: without it all that waits of a day is put in order for each of them. */
async function indexWaiting({ schema }: Database): Promise<void> {
  await schema.dropIndex('rollup_dirty_by_date').execute();
  await schema
    .createIndex('rollup_dirty_by_day_and_school')
    .on('rollup_dirty')
    .columns(['local_date', 'school_id'])
    .execute();
}

/** Few lessons are meetings: an index of all would be as large as the table. */
async function indexMeetings(database: Database): Promise<void> {
  await sql`create index coverage_fact_lead_by_group on coverage_fact_lead (group_id, local_date)
    where group_id is not null`.execute(database);
}

/**
 * What is asked for together lies together: a day of all schools. By school first, each day's rows were written and read all over an
 * index of many gigabytes.
 */
async function indexDays({ schema }: Database): Promise<void> {
  for (const [table, column] of [
    ['coverage_fact_room', 'school_id'],
    ['coverage_fact_room', 'leading_school_id'],
    ['coverage_fact_lead', 'leading_school_id'],
    ['coverage_fact_person', 'school_id'],
  ] as const) {
    await schema.dropIndex(`${table}_by_${column}`).execute();
    await schema
      .createIndex(`${table}_by_day_and_${column}`)
      .on(table)
      .columns(['local_date', column])
      .execute();
  }
  // The index by day and school tells the lessons of a day as well.
  await schema.dropIndex('coverage_fact_lead_by_local_date').execute();
}

/** Counts of schools were columns once; only those of regions are added up by the database. */
async function countsAsText(database: Database): Promise<void> {
  const list = (columns: readonly string[]) =>
    sql.raw(columns.map((name) => `"${name}"`).join(` || ',' || `));
  const key = ['school_id', 'period_kind', 'period_from', 'period_to'] as const;
  await texts(
    database.schema.createTable('rollup_counted'),
    [...key, 'school_kind', 'tallies', 'counts'],
    true,
  )
    .addColumn('place_id', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('rollup_counted_key', [...key])
    .execute();
  await sql`insert into rollup_counted
      (school_id, period_kind, period_from, period_to, school_kind, place_id, tallies, counts)
    select school_id, period_kind, period_from, period_to, school_kind, place_id, tallies,
      '[[' || ${list(measureNames.map(measureColumn))} || '],[' ||
      ${list(unservedCause.options.map(causeColumn))} || ']]'
    from rollup_school`.execute(database);
  await database.schema.dropTable('rollup_school').execute();
  await database.schema.alterTable('rollup_counted').renameTo('rollup_school').execute();
}

async function makeFacts({ schema }: Database): Promise<void> {
  const rooms = schema.createTable('coverage_fact_room');
  await wholes(
    texts(
      texts(rooms, ['lesson_id', 'room_id', 'school_id', 'leading_school_id', 'local_date'], true),
      ['session_id', 'link_id', 'need_id', 'found_cause', 'corrected_cause'],
      false,
    ),
    ['starts_at_ms', 'planned_ms', 'lesson_ms', 'connected_ms', 'disturbed_ms', 'on_air_ms'],
  )
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('grade', 'text', (column) => column.notNull())
    .addColumn('way', 'text', (column) => column.notNull())
    .addColumn('verdict', 'text', (column) => column.notNull())
    .addColumn('unplanned', 'integer', (column) => column.notNull())
    .addColumn('cancelled', 'integer', (column) => column.notNull())
    .addColumn('punctual', 'integer', (column) => column.notNull())
    .addColumn('present_count', 'integer')
    .addColumn('expected_count', 'integer', (column) => column.notNull())
    .addColumn('turn_count', 'integer', (column) => column.notNull())
    // Also the order in which lists of lessons are read.
    .addPrimaryKeyConstraint('coverage_fact_room_key', ['local_date', 'starts_at_ms', 'lesson_id', 'room_id'])
    .execute();
  const leads = schema.createTable('coverage_fact_lead');
  await wholes(texts(leads, ['leading_school_id', 'local_date', 'kind'], true), ['starts_at_ms'])
    .addColumn('lesson_id', 'text', (column) => column.primaryKey())
    .addColumn('held', 'integer', (column) => column.notNull())
    .addColumn('remote_turn_count', 'integer', (column) => column.notNull())
    .addColumn('turn_count', 'integer', (column) => column.notNull())
    .addColumn('balance_thousandths', 'integer')
    .addColumn('group_id', 'text')
    .execute();
  const people = schema.createTable('coverage_fact_person');
  await wholes(texts(people, ['lesson_id', 'local_date', 'person_id', 'school_id', 'part'], true), [
    'worked_ms',
  ])
    .addPrimaryKeyConstraint('coverage_fact_person_key', ['lesson_id', 'person_id', 'part'])
    .execute();
  for (const [table, column] of [
    ['coverage_fact_room', 'school_id'],
    ['coverage_fact_room', 'leading_school_id'],
    ['coverage_fact_lead', 'leading_school_id'],
    ['coverage_fact_lead', 'local_date'],
    ['coverage_fact_person', 'school_id'],
    ['coverage_fact_person', 'person_id'],
  ] as const)
    await schema
      .createIndex(`${table}_by_${column}`)
      .on(table)
      .columns(column === 'local_date' ? [column] : [column, 'local_date'])
      .execute();
}

async function makeRollups({ schema }: Database): Promise<void> {
  const counts = [...measureNames.map(measureColumn), ...unservedCause.options.map(causeColumn)];
  const period = ['period_kind', 'period_from', 'period_to'] as const;
  const schools = schema.createTable('rollup_school');
  await wholes(texts(schools, ['school_id', ...period, 'school_kind', 'tallies'], true), counts)
    .addColumn('place_id', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('rollup_school_key', ['school_id', ...period])
    .execute();
  await schema
    .createIndex('rollup_school_by_place')
    .on('rollup_school')
    .columns([...period, 'place_id'])
    .execute();
  const scopes = schema.createTable('rollup_scope');
  await wholes(texts(scopes, ['region_id', ...period, 'school_kind'], true), counts)
    .addPrimaryKeyConstraint('rollup_scope_key', ['region_id', ...period, 'school_kind'])
    .execute();
  await schema
    .createTable('rollup_place')
    .addColumn('place_id', 'integer', (column) => column.primaryKey())
    .addColumn('region_ids', 'text', (column) => column.notNull().unique())
    .execute();
  await texts(schema.createTable('rollup_tie'), ['tied_id', 'school_id'], true)
    .addPrimaryKeyConstraint('rollup_tie_key', ['tied_id', 'school_id'])
    .execute();
  await schema
    .createTable('rollup_dirty')
    .addColumn('school_id', 'text', (column) => column.notNull())
    .addColumn('local_date', 'text', (column) => column.notNull())
    .addColumn('mark_count', 'integer', (column) => column.notNull())
    .addColumn('marked_at_ms', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('rollup_dirty_key', ['school_id', 'local_date'])
    .execute();
  await schema.createIndex('rollup_dirty_by_date').on('rollup_dirty').column('local_date').execute();
  await schema
    .createTable('coverage_mark')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('value', 'text', (column) => column.notNull())
    .execute();
  await schema
    .createTable('coverage_lease')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('holder', 'text', (column) => column.notNull())
    .addColumn('until_ms', 'bigint', (column) => column.notNull())
    .execute();
}

async function makeCorrections({ schema }: Database): Promise<void> {
  await schema
    .createTable('cause_correction')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('lesson_id', 'text', (column) => column.notNull())
    .addColumn('room_id', 'text', (column) => column.notNull())
    // Null takes an earlier one back.
    .addColumn('cause', 'text')
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('author_id', 'text', (column) => column.notNull())
    .addColumn('corrected_at_ms', 'bigint', (column) => column.notNull())
    .execute();
  await schema
    .createIndex('cause_correction_by_lesson')
    .on('cause_correction')
    .columns(['lesson_id', 'room_id'])
    .execute();
}

type Making = CreateTableBuilder<string, string>;

function texts(table: Making, columns: readonly string[], needed: boolean): Making {
  return columns.reduce(
    (made, name) => made.addColumn(name, 'text', (column) => (needed ? column.notNull() : column)),
    table,
  );
}

/** Amounts and instants. */
function wholes(table: Making, columns: readonly string[]): Making {
  return columns.reduce(
    (made, name) => made.addColumn(name, 'bigint', (column) => column.notNull().defaultTo(0)),
    table,
  );
}
