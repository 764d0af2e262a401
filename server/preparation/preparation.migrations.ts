import type { Migration } from '../platform/ports.ts';

export const preparationMigrations: readonly Migration[] = [
  {
    name: 'preparation-001-notes',
    async up(database) {
      await database.schema
        .createTable('note_update')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('session_id', 'text', (column) => column.notNull())
        .addColumn('bytes', 'text', (column) => column.notNull())
        .execute();
      await database.schema
        .createIndex('note_update_by_session')
        .on('note_update')
        .column('session_id')
        .execute();
      await database.schema
        .createTable('note_editor')
        .addColumn('session_id', 'text', (column) => column.notNull())
        .addColumn('person_id', 'text', (column) => column.notNull())
        .addColumn('edited_at_ms', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint('note_editor_key', ['session_id', 'person_id'])
        .execute();
    },
  },
];
