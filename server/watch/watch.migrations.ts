import { sql } from 'kysely';
import type { Migration } from '../platform/ports.ts';

export const watchMigrations: readonly Migration[] = [
  {
    name: 'watch-001-links',
    async up(database) {
      await database.schema
        .createTable('watch_link')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('session_id', 'text', (column) => column.notNull())
        .addColumn('token', 'text', (column) => column.notNull().unique())
        .addColumn('secret', 'text', (column) => column.notNull())
        .addColumn('made_by', 'text', (column) => column.notNull())
        .addColumn('made_at_ms', 'bigint', (column) => column.notNull())
        .addColumn('closed_at_ms', 'bigint')
        .execute();
      await database.schema
        .createIndex('watch_link_open')
        .unique()
        .on('watch_link')
        .column('session_id')
        .where(sql.ref('closed_at_ms'), 'is', null)
        .execute();
    },
  },
];
