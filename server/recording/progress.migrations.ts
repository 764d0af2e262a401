import type { Migration } from '../platform/ports.ts';

export const progressMigrations: readonly Migration[] = [
  {
    name: 'recording-progress-001-watched',
    async up(database) {
      await database.schema
        .createTable('recording_progress')
        .addColumn('person_id', 'text', (column) => column.notNull())
        .addColumn('recording_id', 'text', (column) => column.notNull())
        .addColumn('position_ms', 'bigint', (column) => column.notNull())
        .addColumn('finished', 'integer', (column) => column.notNull())
        .addColumn('played_ms', 'bigint', (column) => column.notNull())
        .addColumn('told_at_ms', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint('recording_progress_key', ['person_id', 'recording_id'])
        .execute();
      await database.schema
        .createIndex('recording_progress_by_recording')
        .on('recording_progress')
        .column('recording_id')
        .execute();
      await database.schema
        .createTable('recording_played')
        .addColumn('recording_id', 'text', (column) => column.notNull())
        .addColumn('local_date', 'text', (column) => column.notNull())
        .addColumn('played_ms', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint('recording_played_key', ['recording_id', 'local_date'])
        .execute();
    },
  },
];
