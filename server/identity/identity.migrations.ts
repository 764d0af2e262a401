import type { Migration } from '../platform/ports.ts';

export const identityMigrations: readonly Migration[] = [
  {
    name: 'identity-001-logins',
    async up(database) {
      await database.schema
        .createTable('credential')
        .addColumn('person_id', 'text', (column) => column.primaryKey())
        .addColumn('login_name', 'text', (column) => column.notNull().unique())
        .addColumn('password_hash', 'text', (column) => column.notNull())
        .addColumn('made_at_ms', 'bigint', (column) => column.notNull())
        .execute();
      await database.schema
        .createTable('login')
        .addColumn('token_hash', 'text', (column) => column.primaryKey())
        .addColumn('id', 'text', (column) => column.notNull().unique())
        .addColumn('person_id', 'text', (column) => column.notNull())
        .addColumn('created_at_ms', 'bigint', (column) => column.notNull())
        .addColumn('last_seen_at_ms', 'bigint', (column) => column.notNull())
        .execute();
      await database.schema
        .createTable('setup_link')
        .addColumn('id', 'integer', (column) => column.primaryKey())
        .addColumn('token_hash', 'text', (column) => column.notNull())
        .addColumn('made_at_ms', 'bigint', (column) => column.notNull())
        .addColumn('used_at_ms', 'bigint')
        .execute();
    },
  },
  {
    name: 'identity-002-invitations',
    async up(database) {
      await database.schema
        .createTable('invitation')
        .addColumn('person_id', 'text', (column) => column.primaryKey())
        .addColumn('id', 'text', (column) => column.notNull().unique())
        .addColumn('token_hash', 'text', (column) => column.notNull().unique())
        .addColumn('made_at_ms', 'bigint', (column) => column.notNull())
        .addColumn('made_by', 'text', (column) => column.notNull())
        .addColumn('expires_at_ms', 'bigint', (column) => column.notNull())
        .execute();
      await database.schema
        .alterTable('login')
        .addColumn('browser', 'text', (column) => column.notNull().defaultTo(''))
        .execute();
      await database.schema.createIndex('login_person').on('login').column('person_id').execute();
    },
  },
];
