import type { Migration } from '../platform/ports.ts';

export const coursewareMigrations: readonly Migration[] = [
  {
    name: 'courseware-001-files',
    async up(database) {
      await database.schema
        .createTable('courseware_content')
        .addColumn('sha256', 'text', (column) => column.primaryKey())
        .addColumn('source_sha256', 'text', (column) => column.notNull())
        .addColumn('type', 'text', (column) => column.notNull())
        .addColumn('bytes', 'bigint', (column) => column.notNull())
        .addColumn('page_count', 'integer', (column) => column.notNull())
        .addColumn('touched_count', 'integer', (column) => column.notNull())
        .execute();
      await database.schema
        .createIndex('courseware_content_by_source')
        .on('courseware_content')
        .column('source_sha256')
        .execute();
      await database.schema
        .createTable('courseware')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('session_id', 'text', (column) => column.notNull())
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('uploaded_by', 'text', (column) => column.notNull())
        .addColumn('uploaded_at_ms', 'bigint', (column) => column.notNull())
        .addColumn('source_type', 'text', (column) => column.notNull())
        .addColumn('source_bytes', 'bigint', (column) => column.notNull())
        .addColumn('server_id', 'text', (column) => column.notNull())
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('reason', 'text')
        .addColumn('content_sha256', 'text')
        .execute();
      await database.schema
        .createIndex('courseware_by_session')
        .on('courseware')
        .column('session_id')
        .execute();
      await database.schema
        .createIndex('courseware_by_content')
        .on('courseware')
        .column('content_sha256')
        .execute();
    },
  },
  {
    name: 'courseware-002-marks',
    async up(database) {
      await database.schema
        .createTable('courseware_mark')
        .addColumn('session_id', 'text', (column) => column.notNull())
        .addColumn('mark_id', 'text', (column) => column.notNull())
        .addColumn('courseware_id', 'text', (column) => column.notNull())
        .addColumn('page', 'integer', (column) => column.notNull())
        .addColumn('seq', 'integer', (column) => column.notNull())
        .addColumn('tool', 'text', (column) => column.notNull())
        .addColumn('colour', 'text', (column) => column.notNull())
        .addColumn('width', 'integer', (column) => column.notNull())
        .addColumn('points', 'text', (column) => column.notNull())
        .addColumn('point_count', 'integer', (column) => column.notNull())
        .addColumn('drawn_after_seq', 'integer', (column) => column.notNull())
        .addColumn('erased_seq', 'integer')
        .addPrimaryKeyConstraint('courseware_mark_key', ['session_id', 'mark_id'])
        .execute();
      await database.schema
        .createIndex('courseware_mark_by_page')
        .on('courseware_mark')
        .columns(['session_id', 'courseware_id', 'page'])
        .execute();
      await database.schema
        .createTable('courseware_page')
        .addColumn('session_id', 'text', (column) => column.notNull())
        .addColumn('courseware_id', 'text', (column) => column.notNull())
        .addColumn('page', 'integer', (column) => column.notNull())
        .addColumn('seq', 'integer', (column) => column.notNull())
        .addPrimaryKeyConstraint('courseware_page_key', ['session_id', 'courseware_id', 'page'])
        .execute();
      await database.schema
        .createTable('courseware_wiped')
        .addColumn('session_id', 'text', (column) => column.primaryKey())
        .addColumn('applied_seq', 'integer', (column) => column.notNull())
        .execute();
    },
  },
  {
    name: 'courseware-003-mark-times',
    async up(database) {
      await database.schema.alterTable('courseware_mark').addColumn('drawn_at_ms', 'bigint').execute();
    },
  },
];
