import { sql } from 'kysely';
import type { FeedSubject } from '../../shared/feed.ts';
import { type FeedId, feedId, lessonId, personId } from '../../shared/kernel/ids.ts';
import type { LocalDate } from '../../shared/kernel/time.ts';
import { lessonFields } from '../../shared/lesson.ts';
import type { Database, Migration } from '../platform/ports.ts';
import type { Feed, FeedLesson } from './feed.types.ts';

type Row = {
  id: string;
  subject_kind: FeedSubject['kind'];
  subject_id: string;
  token_hash: string;
  created_at_ms: number;
  created_by: string;
  last_read_at_ms: number | null;
  revoked_at_ms: number | null;
};

export const feedMigration: Migration = {
  name: 'planning-0009-calendar-feed',
  async up({ schema }) {
    await schema
      .createTable('calendar_feed')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('subject_kind', 'text', (column) => column.notNull())
      .addColumn('subject_id', 'text', (column) => column.notNull())
      .addColumn('token_hash', 'text', (column) => column.notNull().unique())
      .addColumn('created_at_ms', 'bigint', (column) => column.notNull())
      .addColumn('created_by', 'text', (column) => column.notNull())
      .addColumn('last_read_at_ms', 'bigint')
      .addColumn('revoked_at_ms', 'bigint')
      .execute();
    await schema
      .createIndex('calendar_feed_by_subject')
      .on('calendar_feed')
      .columns(['subject_id'])
      .execute();
  },
};

export type FeedStore = ReturnType<typeof createFeedStore>;

export function createFeedStore(database: Database) {
  const tables = database.withTables<{ calendar_feed: Row }>();
  const by = async (column: 'id' | 'token_hash', value: string): Promise<Feed | null> => {
    const row = await tables
      .selectFrom('calendar_feed')
      .selectAll()
      .where(column, '=', value)
      .executeTakeFirst();
    return row === undefined ? null : feedFrom(row);
  };
  const mark = (id: FeedId, column: 'last_read_at_ms' | 'revoked_at_ms', atMs: number) =>
    tables
      .updateTable('calendar_feed')
      .set({ [column]: atMs })
      .where('id', '=', id)
      .execute();
  return {
    byId: (id: FeedId) => by('id', id),
    byTokenHash: (hash: string) => by('token_hash', hash),
    /** Those that still answer, oldest first. */
    async openOf({ kind, id }: FeedSubject): Promise<readonly Feed[]> {
      const rows = await tables
        .selectFrom('calendar_feed')
        .selectAll()
        .where('subject_kind', '=', kind)
        .where('subject_id', '=', id)
        .where('revoked_at_ms', 'is', null)
        .orderBy('id')
        .execute();
      return rows.map(feedFrom);
    },
    async add(feed: Feed, tokenHash: string): Promise<void> {
      await tables
        .insertInto('calendar_feed')
        .values({
          id: feed.id,
          subject_kind: feed.subject.kind,
          subject_id: feed.subject.id,
          token_hash: tokenHash,
          created_at_ms: feed.createdAtMs,
          created_by: feed.createdBy,
          last_read_at_ms: null,
          revoked_at_ms: null,
        })
        .execute();
    },
    markRead: (id: FeedId, atMs: number) => mark(id, 'last_read_at_ms', atMs),
    revoke: (id: FeedId, atMs: number) => mark(id, 'revoked_at_ms', atMs),
    /** Lessons from a date on in which somebody or something takes part, by start. */
    async lessonsNaming(id: string, from: LocalDate): Promise<readonly FeedLesson[]> {
      const { rows } = await sql<{
        id: string;
        version: number;
        recorded_at_ms: number | string;
        body: string;
      }>`select id, version, recorded_at_ms, body from lesson as held
        where (held.id, held.version) in (select id, version from lesson_party where value = ${id})
        and local_date >= ${from} and closed = 0
        and version = (select max(version) from lesson as later where later.id = held.id)
        order by planned_start_at_ms, id`.execute(database);
      return rows.map((row) => ({
        id: lessonId.parse(row.id),
        version: Number(row.version),
        recordedAtMs: Number(row.recorded_at_ms),
        fields: lessonFields.parse(JSON.parse(row.body)),
      }));
    },
  };
}

const feedFrom = (row: Row): Feed => ({
  id: feedId.parse(row.id),
  subject: { kind: row.subject_kind, id: row.subject_id },
  createdAtMs: Number(row.created_at_ms),
  createdBy: personId.parse(row.created_by),
  lastReadAtMs: row.last_read_at_ms === null ? null : Number(row.last_read_at_ms),
  revokedAtMs: row.revoked_at_ms === null ? null : Number(row.revoked_at_ms),
});
