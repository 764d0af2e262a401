import type { Migration } from '../platform/ports.ts';

export const auditMigrations: readonly Migration[] = [
  {
    name: 'audit-0001-entries',
    async up({ schema }) {
      await schema
        .createTable('audit')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('at_ms', 'bigint', (column) => column.notNull())
        .addColumn('actor_kind', 'text', (column) => column.notNull())
        .addColumn('actor_id', 'text', (column) => column.notNull())
        .addColumn('action', 'text', (column) => column.notNull())
        .addColumn('subject_id', 'text', (column) => column.notNull())
        .addColumn('facts', 'text', (column) => column.notNull())
        .addColumn('address', 'text', (column) => column.notNull())
        .execute();
      for (const column of ['actor_id', 'subject_id', 'at_ms'])
        await schema.createIndex(`audit_by_${column}`).on('audit').columns([column, 'id']).execute();
      await schema
        .createTable('audit_place')
        .addColumn('place_id', 'text', (column) => column.notNull())
        .addColumn('audit_id', 'text', (column) => column.notNull().references('audit.id'))
        .addPrimaryKeyConstraint('audit_place_key', ['place_id', 'audit_id'])
        .execute();
    },
  },
];
