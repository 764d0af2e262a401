import type { Migration } from '../platform/ports.ts';

export const recordingMigrations: readonly Migration[] = [
  {
    name: 'recording-001-pieces',
    async up(database) {
      await database.schema
        .createTable('recording')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('session_id', 'text', (column) => column.notNull())
        .addColumn('started_at_ms', 'bigint', (column) => column.notNull())
        .addColumn('ended_at_ms', 'bigint')
        .addColumn('started_by', 'text')
        .addColumn('licence', 'text', (column) => column.notNull())
        .addColumn('server_id', 'text', (column) => column.notNull())
        .addColumn('removed_at_ms', 'bigint')
        .execute();
      await database.schema
        .createIndex('recording_by_session')
        .on('recording')
        .columns(['session_id', 'started_at_ms'])
        .execute();
      await database.schema
        .createIndex('recording_by_server')
        .on('recording')
        .columns(['server_id', 'ended_at_ms'])
        .execute();
      await database.schema
        .createTable('recording_piece')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('recording_id', 'text', (column) => column.notNull())
        .addColumn('seat', 'text', (column) => column.notNull())
        .addColumn('source', 'text', (column) => column.notNull())
        .addColumn('started_at_ms', 'bigint', (column) => column.notNull())
        .addColumn('duration_ms', 'bigint')
        .addColumn('bytes', 'bigint')
        .addColumn('codec', 'text')
        .addColumn('width', 'integer')
        .addColumn('height', 'integer')
        .addColumn('sha256', 'text')
        .execute();
      await database.schema
        .createIndex('recording_piece_by_recording')
        .on('recording_piece')
        .columns(['recording_id', 'started_at_ms'])
        .execute();
      await database.schema
        .createTable('recording_gap')
        .addColumn('recording_id', 'text', (column) => column.notNull())
        .addColumn('from_ms', 'bigint', (column) => column.notNull())
        .addColumn('to_ms', 'bigint', (column) => column.notNull())
        .addColumn('cause', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('recording_gap_key', ['recording_id', 'from_ms', 'cause'])
        .execute();
    },
  },
  {
    name: 'recording-002-missed',
    async up(database) {
      await database.schema
        .createTable('recording_missed')
        .addColumn('recording_id', 'text', (column) => column.notNull())
        .addColumn('seat', 'text', (column) => column.notNull())
        .addColumn('source', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('recording_missed_key', ['recording_id', 'seat', 'source'])
        .execute();
    },
  },
];
