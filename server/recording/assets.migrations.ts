import type { Migration } from '../platform/ports.ts';
import { progressMigrations } from './progress.migrations.ts';
import { remoteMigrations } from './remote.store.ts';

export const assetsMigrations: readonly Migration[] = [
  {
    name: 'recording-assets-001-made',
    async up(database) {
      await database.schema
        .createTable('recording_made')
        .addColumn('recording_id', 'text', (column) => column.notNull())
        .addColumn('kind', 'text', (column) => column.notNull())
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('done_ratio', 'double precision', (column) => column.notNull())
        .addColumn('asked_at_ms', 'bigint', (column) => column.notNull())
        .addColumn('server_id', 'text')
        .addColumn('bytes', 'bigint')
        .addColumn('sha256', 'text')
        .addColumn('reason', 'text')
        .addColumn('facts', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('recording_made_key', ['recording_id', 'kind'])
        .execute();
      await database.schema
        .createIndex('recording_made_by_state')
        .on('recording_made')
        .columns(['state', 'asked_at_ms'])
        .execute();
      await database.schema
        .createTable('recording_care')
        .addColumn('recording_id', 'text', (column) => column.primaryKey())
        .addColumn('kept_until', 'text')
        .execute();
      await database.schema
        .createTable('recording_removal')
        .addColumn('recording_id', 'text', (column) => column.primaryKey())
        .addColumn('removed_by', 'text')
        .addColumn('reason', 'text', (column) => column.notNull())
        .addColumn('at_ms', 'bigint', (column) => column.notNull())
        .execute();
      await database.schema
        .createIndex('recording_by_start')
        .on('recording')
        .columns(['started_at_ms', 'id'])
        .execute();
    },
  },
  {
    name: 'recording-assets-002-why-kept',
    async up(database) {
      const table = () => database.schema.alterTable('recording_care');
      await table().addColumn('reason', 'text').execute();
      await table().addColumn('settled_by', 'text').execute();
      await table().addColumn('at_ms', 'bigint').execute();
    },
  },
  ...remoteMigrations,
  ...progressMigrations,
];
