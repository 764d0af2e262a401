import type { CoursewareProblem, CoursewareType } from '../../shared/courseware-file.ts';
import type { CoursewareId, PersonId, SessionId } from '../../shared/kernel/ids.ts';
import type { Database } from '../platform/ports.ts';
import type { Content, Courseware, SourceType } from './courseware.types.ts';

type Row = {
  id: CoursewareId;
  session_id: SessionId;
  name: string;
  uploaded_by: PersonId;
  uploaded_at_ms: number;
  source_type: SourceType;
  source_bytes: number;
  server_id: string;
  state: 'uploading' | 'converting' | 'ready' | 'failed';
  reason: CoursewareProblem | null;
  content_sha256: string | null;
};
type ContentRow = {
  sha256: string;
  source_sha256: string;
  type: CoursewareType;
  bytes: number;
  page_count: number;
  /** Written by everybody who takes or leaves it, so that they wait for each other. */
  touched_count: number;
};
type Tables = { courseware: Row; courseware_content: ContentRow };
type Joined = Row & { [K in 'type' | 'bytes' | 'page_count']: ContentRow[K] | null };

const contentFrom = (row: Joined): Content | null =>
  row.content_sha256 === null || row.type === null || row.bytes === null || row.page_count === null
    ? null
    : { sha256: row.content_sha256, type: row.type, bytes: row.bytes, pageCount: row.page_count };

function nowFrom(row: Joined): Courseware['now'] {
  if (row.state === 'failed') return { state: 'failed', reason: row.reason ?? 'broken' };
  if (row.state !== 'ready') return { state: row.state };
  const content = contentFrom(row);
  if (content === null) throw new Error(`courseware ${row.id} is ready and has no content`);
  return { state: 'ready', content };
}

const coursewareFrom = (row: Joined): Courseware => ({
  id: row.id,
  sessionId: row.session_id,
  name: row.name,
  uploadedBy: row.uploaded_by,
  uploadedAtMs: row.uploaded_at_ms,
  sourceType: row.source_type,
  sourceBytes: row.source_bytes,
  serverId: row.server_id,
  now: nowFrom(row),
});

const rowOf = (file: Courseware): Row => ({
  id: file.id,
  session_id: file.sessionId,
  name: file.name,
  uploaded_by: file.uploadedBy,
  uploaded_at_ms: file.uploadedAtMs,
  source_type: file.sourceType,
  source_bytes: file.sourceBytes,
  server_id: file.serverId,
  state: file.now.state,
  reason: file.now.state === 'failed' ? file.now.reason : null,
  content_sha256: file.now.state === 'ready' ? file.now.content.sha256 : null,
});

export type CoursewareStore = ReturnType<typeof createCoursewareStore>;

/** Files of lessons and what they hold. What happens to a content on the disk happens while nobody else can take or leave it. */
export function createCoursewareStore(database: Database) {
  const tables = database.withTables<Tables>();
  const joined = () =>
    tables
      .selectFrom('courseware')
      .leftJoin('courseware_content', 'courseware_content.sha256', 'courseware.content_sha256')
      .selectAll('courseware')
      .select(['courseware_content.type', 'courseware_content.bytes', 'courseware_content.page_count']);
  type Own = Pick<typeof tables, 'updateTable' | 'deleteFrom' | 'selectFrom'>;
  const touch = (own: Own, sha256: string) =>
    own
      .updateTable('courseware_content')
      .set((row) => ({ touched_count: row('touched_count', '+', 1) }))
      .where('sha256', '=', sha256)
      .executeTakeFirst();
  /** To be asked after `touch`. */
  const dropUnused = async (own: Own, sha256: string): Promise<boolean> => {
    const dropped = await own
      .deleteFrom('courseware_content')
      .where('sha256', '=', sha256)
      .where(({ not, exists, selectFrom }) =>
        not(exists(selectFrom('courseware').select('id').where('content_sha256', '=', sha256))),
      )
      .executeTakeFirst();
    return Number(dropped.numDeletedRows) > 0;
  };
  return {
    async byId(id: CoursewareId): Promise<Courseware | null> {
      const row = await joined().where('courseware.id', '=', id).executeTakeFirst();
      return row === undefined ? null : coursewareFrom(row);
    },
    /** The oldest first within each session. */
    async ofSessions(sessionIds: readonly SessionId[]): Promise<readonly Courseware[]> {
      if (sessionIds.length === 0) return [];
      const rows = await joined()
        .where('session_id', 'in', sessionIds)
        .orderBy('uploaded_at_ms')
        .orderBy('id')
        .execute();
      return rows.map(coursewareFrom);
    },
    /** Those that some server was taking in. */
    async unfinished(): Promise<readonly Courseware[]> {
      const rows = await joined()
        .where('state', 'in', ['uploading', 'converting'])
        .orderBy('uploaded_at_ms')
        .execute();
      return rows.map(coursewareFrom);
    },
    async add(file: Courseware): Promise<void> {
      await tables.insertInto('courseware').values(rowOf(file)).execute();
    },
    async rename(id: CoursewareId, name: string): Promise<void> {
      await tables.updateTable('courseware').set({ name }).where('id', '=', id).execute();
    },
    /** All of it has come. False when it is no longer waited for. */
    async received(id: CoursewareId): Promise<boolean> {
      const done = await tables
        .updateTable('courseware')
        .set({ state: 'converting' })
        .where('id', '=', id)
        .where('state', '=', 'uploading')
        .executeTakeFirst();
      return Number(done.numUpdatedRows) > 0;
    },
    async fail(id: CoursewareId, reason: CoursewareProblem): Promise<void> {
      await tables
        .updateTable('courseware')
        .set({ state: 'failed', reason })
        .where('id', '=', id)
        .where('state', 'in', ['uploading', 'converting'])
        .execute();
    },
    /** What was made of the same bytes before; null when nothing was. */
    async contentOfSource(sourceSha256: string): Promise<Content | null> {
      const row = await tables
        .selectFrom('courseware_content')
        .selectAll()
        .where('source_sha256', '=', sourceSha256)
        .executeTakeFirst();
      if (row === undefined) return null;
      return { sha256: row.sha256, type: row.type, bytes: row.bytes, pageCount: row.page_count };
    },
    /**
     * A file is ready. `place` puts the content where it is fetched from. False, and nothing is kept, when the file is gone meanwhile.
     */
    ready(
      id: CoursewareId,
      { content, sourceSha256 }: { readonly content: Content; readonly sourceSha256: string },
      place: () => Promise<void>,
    ): Promise<boolean> {
      return tables.transaction().execute(async (own) => {
        await own
          .insertInto('courseware_content')
          .values({
            sha256: content.sha256,
            source_sha256: sourceSha256,
            type: content.type,
            bytes: content.bytes,
            page_count: content.pageCount,
            touched_count: 0,
          })
          .onConflict((conflict) =>
            conflict
              .column('sha256')
              .doUpdateSet((row) => ({ touched_count: row('courseware_content.touched_count', '+', 1) })),
          )
          .execute();
        const settled = await own
          .updateTable('courseware')
          .set({ state: 'ready', reason: null, content_sha256: content.sha256 })
          .where('id', '=', id)
          .where('state', '=', 'converting')
          .executeTakeFirst();
        if (Number(settled.numUpdatedRows) === 0) {
          await dropUnused(own, content.sha256);
          return false;
        }
        await place();
        return true;
      });
    },
    /** One more file with a content that is there. False when it is not there any more. */
    addReady(file: Courseware, sha256: string): Promise<boolean> {
      return tables.transaction().execute(async (own) => {
        const held = await touch(own, sha256);
        if (Number(held.numUpdatedRows) === 0) return false;
        await own.insertInto('courseware').values(rowOf(file)).execute();
        return true;
      });
    },
    /** `unplace` takes a content off the disk that no lesson uses any more. */
    async remove(id: CoursewareId, unplace: (sha256: string) => Promise<void>): Promise<void> {
      await tables.transaction().execute(async (own) => {
        const row = await own
          .selectFrom('courseware')
          .select('content_sha256')
          .where('id', '=', id)
          .executeTakeFirst();
        await own.deleteFrom('courseware').where('id', '=', id).execute();
        const sha256 = row?.content_sha256;
        if (!sha256) return;
        await touch(own, sha256);
        if (await dropUnused(own, sha256)) await unplace(sha256);
      });
    },
    /** Every content that is to be on the disk. */
    async contents(): Promise<ReadonlySet<string>> {
      const rows = await tables.selectFrom('courseware_content').select('sha256').execute();
      return new Set(rows.map((row) => row.sha256));
    },
  };
}
