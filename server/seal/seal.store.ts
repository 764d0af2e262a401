import { sql } from 'kysely';
import type { LocalDate } from '../../shared/kernel/time.ts';
import { createPace } from '../platform/pace.ts';
import type { Database, Migration } from '../platform/ports.ts';
import type { EventRow } from '../session/session.chain.ts';
import type { Sealed } from './seal.types.ts';

/** `content` is the seal in canonical JSON, which `hash` and `signature` are of. */
export type SealRow = {
  readonly number: number;
  readonly local_date: string;
  readonly until_ms: number;
  readonly sealed_at_ms: number;
  readonly session_count: number;
  readonly row_count: number;
  readonly public_key: string;
  readonly hash: string;
  readonly content: string;
  readonly signature: string;
};
type Tables = { seal: SealRow; session_event: EventRow };
/** What a list shows: contents of years would not fit into memory. */
export type SealHead = Omit<SealRow, 'content' | 'signature'>;

const headColumns = [
  'number',
  'local_date',
  'until_ms',
  'sealed_at_ms',
  'session_count',
  'row_count',
  'public_key',
  'hash',
] as const;

/** A minute of a province's lessons is a few thousand events. */
const SLICE_MS = 60_000;

export const sealMigrations: readonly Migration[] = [
  {
    name: 'seal-0001-seal',
    async up({ schema }) {
      await schema
        .createTable('seal')
        .addColumn('number', 'integer', (column) => column.primaryKey())
        .addColumn('local_date', 'text', (column) => column.notNull().unique())
        .addColumn('until_ms', 'bigint', (column) => column.notNull())
        .addColumn('sealed_at_ms', 'bigint', (column) => column.notNull())
        .addColumn('session_count', 'integer', (column) => column.notNull())
        .addColumn('row_count', 'integer', (column) => column.notNull())
        .addColumn('public_key', 'text', (column) => column.notNull())
        .addColumn('hash', 'text', (column) => column.notNull())
        .addColumn('content', 'text', (column) => column.notNull())
        .addColumn('signature', 'text', (column) => column.notNull())
        .execute();
      // What was added since the last seal is asked for every day, years later too.
      await schema
        .createIndex('session_event_by_recorded_at_ms')
        .on('session_event')
        .column('recorded_at_ms')
        .execute();
    },
  },
];

export function createSealStore(database: Database) {
  const own = database.withTables<Tables>();
  return {
    /** The newest first. */
    async heads(limit: number): Promise<readonly SealHead[]> {
      return own.selectFrom('seal').select(headColumns).orderBy('number', 'desc').limit(limit).execute();
    },
    async byNumber(number: number): Promise<SealRow | null> {
      const row = await own.selectFrom('seal').selectAll().where('number', '=', number).executeTakeFirst();
      return row ?? null;
    },
    async byDate(date: LocalDate): Promise<SealRow | null> {
      const row = await own.selectFrom('seal').selectAll().where('local_date', '=', date).executeTakeFirst();
      return row ?? null;
    },
    /** False when another server was first. */
    async add(row: SealRow): Promise<boolean> {
      const done = await own
        .insertInto('seal')
        .values(row)
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      return done.numInsertedOrUpdatedRows === 1n;
    },
    /** When anything at all was recorded first; null in an empty database. */
    async earliestMs({ tables }: Sealed): Promise<number | null> {
      let earliest: number | null = null;
      for (const { table, atColumn } of [{ table: 'session_event', atColumn: 'recorded_at_ms' }, ...tables]) {
        const { rows } = await sql<{ ms: number | null }>`select min(${sql.ref(atColumn)}) as ms
          from ${sql.table(table)}`.execute(database);
        const ms = rows[0]?.ms ?? null;
        if (ms !== null && (earliest === null || ms < earliest)) earliest = ms;
      }
      return earliest;
    },
    /** Sessions whose logs got longer within a window, in order. */
    async touched({ fromMs, untilMs }: { readonly fromMs: number; readonly untilMs: number }) {
      const found = new Set<string>();
      const pace = createPace();
      let since = fromMs;
      while (since < untilMs) {
        const next = await own
          .selectFrom('session_event')
          .select((select) => select.fn.min('recorded_at_ms').as('ms'))
          .where('recorded_at_ms', '>=', since)
          .where('recorded_at_ms', '<', untilMs)
          .executeTakeFirst();
        if (next === undefined || next.ms === null) break;
        const until = Math.min(next.ms + SLICE_MS, untilMs);
        const rows = await own
          .selectFrom('session_event')
          .select('session_id')
          .distinct()
          .where('recorded_at_ms', '>=', next.ms)
          .where('recorded_at_ms', '<', until)
          .execute();
        for (const row of rows) found.add(row.session_id);
        since = until;
        await pace();
      }
      return [...found].sort();
    },
    /** How a session's log ended at a moment. */
    async endOf(sessionId: string, untilMs: number) {
      return own
        .selectFrom('session_event')
        .select(['seq', 'hash'])
        .where('session_id', '=', sessionId)
        .where('recorded_at_ms', '<', untilMs)
        .orderBy('seq', 'desc')
        .limit(1)
        .executeTakeFirst();
    },
    async rowsOf(sessionId: string): Promise<readonly EventRow[]> {
      return own
        .selectFrom('session_event')
        .selectAll()
        .where('session_id', '=', sessionId)
        .orderBy('seq')
        .execute();
    },
  };
}

export type SealStore = ReturnType<typeof createSealStore>;
