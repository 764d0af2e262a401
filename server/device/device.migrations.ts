import { sql } from 'kysely';
import type { Migration } from '../platform/ports.ts';

export const deviceMigrations: readonly Migration[] = [
  {
    name: 'device-001-pairing',
    async up(database) {
      await database.schema
        .createTable('device')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('room_id', 'text', (column) => column.notNull())
        .addColumn('key_hash', 'text', (column) => column.notNull().unique())
        .addColumn('paired_at_ms', 'bigint', (column) => column.notNull())
        .addColumn('paired_by', 'text', (column) => column.notNull())
        .addColumn('last_seen_at_ms', 'bigint')
        .addColumn('revoked_at_ms', 'bigint')
        .execute();
      await database.schema
        .createTable('device_cookie')
        .addColumn('token_hash', 'text', (column) => column.primaryKey())
        .addColumn('device_id', 'text', (column) => column.notNull().references('device.id'))
        .addColumn('made_at_ms', 'bigint', (column) => column.notNull())
        .execute();
      await database.schema
        .createIndex('device_cookie_by_device')
        .on('device_cookie')
        .columns(['device_id', 'made_at_ms'])
        .execute();
      await database.schema
        .createTable('pairing')
        .addColumn('code_hash', 'text', (column) => column.primaryKey())
        .addColumn('poll_hash', 'text', (column) => column.notNull().unique())
        .addColumn('expires_at_ms', 'bigint', (column) => column.notNull())
        .addColumn('device_id', 'text')
        .execute();
    },
  },
  {
    name: 'device-002-places',
    async up(database) {
      await database.schema.alterTable('device').addColumn('launcher', 'text').execute();
      const columns = { place_id: 'text', seen_at_ms: 'bigint', agent: 'text', address: 'text' } as const;
      for (const [name, type] of Object.entries(columns))
        await database.schema.alterTable('device_cookie').addColumn(name, type).execute();
      await sql`update device_cookie set place_id = substr(token_hash, 1, 16)`.execute(database);
    },
  },
  {
    name: 'device-003-checks',
    async up(database) {
      const columns = { name: 'text', wire_version: 'integer', check_asked_at_ms: 'bigint' } as const;
      for (const [name, type] of Object.entries(columns))
        await database.schema.alterTable('device').addColumn(name, type).execute();
      await database.schema
        .createTable('device_check')
        .addColumn('device_id', 'text', (column) => column.notNull().references('device.id'))
        .addColumn('at_ms', 'bigint', (column) => column.notNull())
        .addColumn('body', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('device_check_key', ['device_id', 'at_ms'])
        .execute();
    },
  },
  {
    name: 'device-004-lecture-pcs',
    async up(database) {
      await database.schema
        .alterTable('device')
        .addColumn('kind', 'text', (column) => column.notNull().defaultTo('screen'))
        .execute();
      // Two who answer at once for the same room mean the same device.
      await sql`create unique index device_lecture_pc on device (room_id)
        where kind = 'lecturePc' and revoked_at_ms is null`.execute(database);
    },
  },
  {
    name: 'device-005-by-room',
    async up(database) {
      await database.schema.createIndex('device_by_room').on('device').column('room_id').execute();
    },
  },
];
