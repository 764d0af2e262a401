import { sql } from 'kysely';
import type { Database, Migration } from '../platform/ports.ts';

async function createSessionTables(database: Database): Promise<void> {
  await database.schema
    .createTable('session_event')
    .addColumn('session_id', 'text', (column) => column.notNull())
    .addColumn('seq', 'integer', (column) => column.notNull())
    .addColumn('recorded_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('occurred_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('actor_kind', 'text', (column) => column.notNull())
    .addColumn('actor_id', 'text', (column) => column.notNull())
    .addColumn('command_id', 'text', (column) => column.notNull())
    .addColumn('type', 'text', (column) => column.notNull())
    .addColumn('type_version', 'integer', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('prev_hash', 'text', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('session_event_key', ['session_id', 'seq'])
    .execute();
  // Phases of whole weeks are asked for by every list; presence and media facts, the bulk, stay out.
  await database.schema
    .createIndex('session_event_phase')
    .on('session_event')
    .columns(['session_id', 'seq'])
    .where(sql.ref('type'), 'like', sql.lit('session.%'))
    .execute();
  await database.schema
    .createTable('command')
    .addColumn('actor_id', 'text', (column) => column.notNull())
    .addColumn('command_id', 'text', (column) => column.notNull())
    .addColumn('answer', 'text', (column) => column.notNull())
    .addColumn('recorded_at_ms', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('command_key', ['actor_id', 'command_id'])
    .execute();
  await database.schema.createIndex('command_age').on('command').column('recorded_at_ms').execute();
  await database.schema
    .createTable('beat')
    .addColumn('connection_id', 'text', (column) => column.primaryKey())
    .addColumn('session_id', 'text', (column) => column.notNull())
    .addColumn('seat', 'text', (column) => column.notNull())
    .addColumn('last_heard_at_ms', 'bigint', (column) => column.notNull())
    .execute();
}

/** What people wrote, apart from the log: a row that is deleted leaves the chain of hashes whole. */
async function createTextTable(database: Database): Promise<void> {
  await database.schema
    .createTable('text')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('salt', 'text', (column) => column.notNull())
    .addColumn('text', 'text', (column) => column.notNull())
    .execute();
}

/** For several servers of one database: which of them hears a connection, and which carries a session's media. */
async function createServerNotes(database: Database): Promise<void> {
  await database.schema
    .alterTable('beat')
    .addColumn('server_id', 'text', (column) => column.notNull().defaultTo(''))
    .execute();
  await database.schema
    .createTable('media_home')
    .addColumn('session_id', 'text', (column) => column.primaryKey())
    .addColumn('server_id', 'text', (column) => column.notNull())
    .addColumn('beat_at_ms', 'bigint', (column) => column.notNull())
    .execute();
}

export const sessionMigrations: readonly Migration[] = [
  { name: 'session-001-log', up: createSessionTables },
  { name: 'session-002-text', up: createTextTable },
  { name: 'session-003-servers', up: createServerNotes },
];
