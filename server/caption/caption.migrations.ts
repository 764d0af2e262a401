import type { Migration } from '../platform/ports.ts';

export const captionMigrations: readonly Migration[] = [
  {
    name: 'caption-001-tracks',
    async up(database) {
      await database.schema
        .createTable('recording_caption')
        .addColumn('recording_id', 'text', (column) => column.notNull())
        .addColumn('language', 'text', (column) => column.notNull())
        .addColumn('file', 'text', (column) => column.notNull())
        .addColumn('cue_count', 'integer', (column) => column.notNull())
        .addColumn('changed_by', 'text', (column) => column.notNull())
        .addColumn('changed_at_ms', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint('recording_caption_key', ['recording_id', 'language'])
        .execute();
    },
  },
];
