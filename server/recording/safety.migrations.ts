import type { Migration } from '../platform/ports.ts';

export const safetyMigrations: readonly Migration[] = [
  {
    name: 'recording-safety-001-takes',
    async up(database) {
      await database.schema
        .createTable('recording_take')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('session_id', 'text', (column) => column.notNull())
        .addColumn('recording_id', 'text', (column) => column.notNull())
        .addColumn('person_id', 'text', (column) => column.notNull())
        .addColumn('source', 'text', (column) => column.notNull())
        .addColumn('started_at_ms', 'double precision', (column) => column.notNull())
        .addColumn('bytes', 'bigint', (column) => column.notNull())
        .addColumn('sha256', 'text', (column) => column.notNull())
        .addColumn('server_id', 'text', (column) => column.notNull())
        .addColumn('announced_at_ms', 'bigint', (column) => column.notNull())
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('filled_ms', 'bigint')
        .addColumn('reason', 'text')
        .execute();
      await database.schema
        .createIndex('recording_take_by_bytes')
        .unique()
        .on('recording_take')
        .columns(['recording_id', 'person_id', 'source', 'sha256'])
        .execute();
      await database.schema
        .createIndex('recording_take_by_server')
        .on('recording_take')
        .columns(['server_id', 'state'])
        .execute();
      await database.schema
        .createTable('recording_take_piece')
        .addColumn('piece_id', 'text', (column) => column.primaryKey())
        .addColumn('take_id', 'text', (column) => column.notNull())
        .addColumn('recording_id', 'text', (column) => column.notNull())
        .execute();
      await database.schema
        .createIndex('recording_take_piece_by_recording')
        .on('recording_take_piece')
        .columns(['recording_id'])
        .execute();
    },
  },
];
