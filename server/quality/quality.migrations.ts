import { type CreateTableBuilder, sql } from 'kysely';
import type { Database, Migration } from '../platform/ports.ts';

export const qualityMigrations: readonly Migration[] = [
  { name: 'quality-0001-samples', up: makeTables },
  { name: 'quality-0002-line', up: makeLines },
  { name: 'quality-0003-jitter-target', up: addJitterTarget },
  { name: 'quality-0004-steps', up: makeSteps },
  { name: 'quality-0005-settled', up: makeSettled },
  { name: 'quality-0006-versions', up: keepVersions },
];

const SETTLED = [
  ...['session_id', 'room_id', 'step_ms', 'freeze_count', 'frozen_ms', 'loss_ratio', 'worst_loss_ratio'],
  ...['reconnect_count', 'silent_ms', 'round_trip_ms', 'first_frame_ms', 'frozen', 'weak'],
];

/** What was settled before is a first version, recorded now: days that are sealed already know nothing of it. */
async function keepVersions(database: Database): Promise<void> {
  const { schema } = database;
  const names = sql.join(SETTLED.map((name) => sql.ref(name)));
  await schema.alterTable('quality_settled_room').renameTo('quality_settled_before').execute();
  await settledColumns(schema.createTable('quality_settled_room'))
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('settled_at_ms', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('quality_settled_version_key', ['session_id', 'version', 'room_id'])
    .execute();
  await sql`insert into quality_settled_room (${names}, version, settled_at_ms)
    select ${names}, 1, ${sql.lit(Date.now())} from quality_settled_before`.execute(database);
  await schema.dropTable('quality_settled_before').execute();
  await schema
    .createIndex('quality_settled_room_by_time')
    .on('quality_settled_room')
    .column('settled_at_ms')
    .execute();
}

async function makeSettled({ schema }: Database): Promise<void> {
  await schema
    .createTable('quality_settled')
    .addColumn('session_id', 'text', (column) => column.primaryKey())
    .addColumn('log_seq', 'integer', (column) => column.notNull())
    .addColumn('ended_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('samples', 'text', (column) => column.notNull())
    .execute();
  await schema
    .createIndex('quality_settled_by_samples')
    .on('quality_settled')
    .columns(['samples', 'ended_at_ms'])
    .execute();
  await settledColumns(schema.createTable('quality_settled_room'))
    .addPrimaryKeyConstraint('quality_settled_room_key', ['session_id', 'room_id'])
    .execute();
}

const settledColumns = (table: CreateTableBuilder<string, never>) =>
  table
    .addColumn('session_id', 'text', (column) => column.notNull())
    .addColumn('room_id', 'text', (column) => column.notNull())
    .addColumn('step_ms', 'text', (column) => column.notNull())
    .addColumn('freeze_count', 'integer', (column) => column.notNull())
    .addColumn('frozen_ms', 'bigint', (column) => column.notNull())
    .addColumn('loss_ratio', 'double precision')
    .addColumn('worst_loss_ratio', 'double precision')
    .addColumn('reconnect_count', 'integer', (column) => column.notNull())
    .addColumn('silent_ms', 'bigint', (column) => column.notNull())
    .addColumn('round_trip_ms', 'double precision')
    .addColumn('first_frame_ms', 'bigint')
    .addColumn('frozen', 'text', (column) => column.notNull())
    .addColumn('weak', 'text', (column) => column.notNull());

async function makeSteps({ schema }: Database): Promise<void> {
  await schema
    .createTable('quality_step')
    .addColumn('changed_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('session_id', 'text', (column) => column.notNull())
    .addColumn('connection_id', 'text', (column) => column.notNull())
    .addColumn('seat', 'text', (column) => column.notNull())
    .addColumn('from_step', 'integer')
    .addColumn('to_step', 'integer', (column) => column.notNull())
    .addColumn('reason', 'text')
    .execute();
  await schema
    .createIndex('quality_step_by_session')
    .on('quality_step')
    .columns(['session_id', 'changed_at_ms'])
    .execute();
}

/** Empty in what was reported before. */
async function addJitterTarget({ schema }: Database): Promise<void> {
  await schema.alterTable('quality_sample').addColumn('jitter_target_ms', 'integer').execute();
}

async function makeLines({ schema }: Database): Promise<void> {
  await schema
    .createTable('quality_line')
    .addColumn('room_id', 'text', (column) => column.primaryKey())
    .addColumn('session_id', 'text', (column) => column.notNull())
    .addColumn('at_ms', 'bigint', (column) => column.notNull())
    .addColumn('loss_ratio', 'double precision', (column) => column.notNull())
    .addColumn('received_bps', 'bigint', (column) => column.notNull())
    .execute();
}

async function makeTables({ schema }: Database): Promise<void> {
  await schema
    .createTable('quality_sample')
    .addColumn('sampled_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('session_id', 'text', (column) => column.notNull())
    .addColumn('connection_id', 'text', (column) => column.notNull())
    .addColumn('seat', 'text', (column) => column.notNull())
    .addColumn('stream_id', 'text', (column) => column.notNull())
    .addColumn('source', 'text', (column) => column.notNull())
    .addColumn('round_trip_ms', 'double precision')
    .addColumn('bitrate_bps', 'bigint', (column) => column.notNull())
    .addColumn('packets_lost_count', 'bigint', (column) => column.notNull())
    .addColumn('packets_count', 'bigint', (column) => column.notNull())
    .addColumn('jitter_ms', 'double precision', (column) => column.notNull())
    .addColumn('frames_per_second', 'double precision')
    .addColumn('width', 'integer')
    .addColumn('height', 'integer')
    .addColumn('freeze_count', 'bigint')
    .addColumn('frozen_ms', 'bigint')
    .addColumn('concealed_ratio', 'double precision')
    .execute();
  await schema
    .createTable('quality_first_frame')
    .addColumn('sampled_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('session_id', 'text', (column) => column.notNull())
    .addColumn('connection_id', 'text', (column) => column.notNull())
    .addColumn('seat', 'text', (column) => column.notNull())
    .addColumn('source', 'text', (column) => column.notNull())
    .addColumn('since_request_ms', 'bigint', (column) => column.notNull())
    .execute();
  for (const table of ['quality_sample', 'quality_first_frame']) {
    await schema
      .createIndex(`${table}_by_session`)
      .on(table)
      .columns(['session_id', 'sampled_at_ms'])
      .execute();
  }
}
