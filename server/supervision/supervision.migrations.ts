import { sql } from 'kysely';
import type { Database, Migration } from '../platform/ports.ts';
import { registerMigration } from '../platform/register.migration.ts';
import { stillSettingSpec } from './still.store.ts';
import { alarmThresholdSpec } from './supervision.tables.ts';

export const supervisionMigrations: readonly Migration[] = [
  registerMigration('supervision-0001-threshold', alarmThresholdSpec),
  { name: 'supervision-0002-alarm', up: makeAlarms },
  { name: 'supervision-0003-big-screen', up: makeBigScreens },
  registerMigration('supervision-0004-still-setting', stillSettingSpec),
];

async function makeAlarms({ schema }: Database): Promise<void> {
  await schema
    .createTable('alarm')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('rule', 'text', (column) => column.notNull())
    .addColumn('session_id', 'text', (column) => column.notNull())
    .addColumn('lesson_id', 'text', (column) => column.notNull())
    // Empty for the whole lesson: of two nulls no database says that they are the same.
    .addColumn('room_id', 'text', (column) => column.notNull())
    .addColumn('school_ids', 'text', (column) => column.notNull())
    .addColumn('from_ms', 'bigint', (column) => column.notNull())
    .addColumn('found_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('to_ms', 'bigint')
    .addColumn('acknowledged_by', 'text')
    .addColumn('acknowledged_at_ms', 'bigint')
    .addColumn('note', 'text', (column) => column.notNull())
    .execute();
  const index = (name: string, columns: readonly string[]) =>
    schema
      .createIndex(`alarm_${name}`)
      .on('alarm')
      .columns([...columns]);
  await index('same', ['session_id', 'rule', 'room_id', 'from_ms']).unique().execute();
  await index('by_from_ms', ['from_ms']).execute();
  await index('open', ['session_id', 'rule', 'room_id'])
    .unique()
    .where(sql.ref('to_ms'), 'is', null)
    .execute();
}

async function makeBigScreens({ schema }: Database): Promise<void> {
  await schema
    .createTable('big_screen')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('token_hash', 'text', (column) => column.notNull().unique())
    .addColumn('scope_kind', 'text', (column) => column.notNull())
    .addColumn('scope_id', 'text', (column) => column.notNull())
    .addColumn('label', 'text', (column) => column.notNull())
    .addColumn('made_by', 'text', (column) => column.notNull())
    .addColumn('made_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('seen_at_ms', 'bigint')
    .addColumn('revoked_at_ms', 'bigint')
    .execute();
}
