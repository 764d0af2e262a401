import type { Migration } from '../platform/ports.ts';

export const phoneMigrations: readonly Migration[] = [
  {
    name: 'phone-001-grants',
    async up(database) {
      await database.schema
        .createTable('phone_grant')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('token_hash', 'text', (column) => column.notNull().unique())
        .addColumn('session_id', 'text', (column) => column.notNull())
        .addColumn('room_id', 'text')
        .addColumn('person_id', 'text')
        .addColumn('substitute_name', 'text')
        .addColumn('seat', 'text', (column) => column.notNull())
        .addColumn('made_at_ms', 'bigint', (column) => column.notNull())
        .addColumn('expires_at_ms', 'bigint', (column) => column.notNull())
        .addColumn('ended_at_ms', 'bigint')
        .addColumn('ended_how', 'text')
        .execute();
      await database.schema
        .createIndex('phone_grant_one_a_seat')
        .unique()
        .on('phone_grant')
        .column('seat')
        .where('ended_at_ms' as never, 'is', null)
        .execute();
      await database.schema
        .createIndex('phone_grant_by_session')
        .on('phone_grant')
        .column('session_id')
        .execute();
      await database.schema
        .createTable('phone_pin')
        .addColumn('person_id', 'text', (column) => column.primaryKey())
        .addColumn('pin_hash', 'text', (column) => column.notNull())
        .addColumn('set_at_ms', 'bigint', (column) => column.notNull())
        .addColumn('set_by', 'text', (column) => column.notNull())
        .execute();
    },
  },
];
