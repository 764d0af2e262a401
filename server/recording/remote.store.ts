import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import type { RecordingId } from '../../shared/kernel/ids.ts';
import type { Upload } from '../platform/objects.types.ts';
import type { Database, Migration } from '../platform/ports.ts';
import type { MadeKind } from './assets.types.ts';
import { madeFiles, pieceName } from './recording.names.ts';
import type { Remote, RemoteFile, RemoteState, RemoteStore } from './remote.types.ts';

export const remoteMigrations: readonly Migration[] = [
  {
    name: 'recording-remote-001',
    async up(database) {
      await database.schema
        .createTable('recording_remote')
        .addColumn('recording_id', 'text', (column) => column.notNull())
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('bytes', 'bigint', (column) => column.notNull())
        .addColumn('sha256', 'text', (column) => column.notNull())
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('state_at_ms', 'bigint', (column) => column.notNull())
        .addColumn('upload', 'text')
        .addColumn('held_until_ms', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint('recording_remote_key', ['recording_id', 'name'])
        .execute();
      await database.schema
        .createIndex('recording_remote_by_state')
        .on('recording_remote')
        .columns(['state', 'state_at_ms'])
        .execute();
    },
  },
];

type RemoteRow = {
  recording_id: RecordingId;
  name: string;
  bytes: number;
  sha256: string;
  state: RemoteState;
  state_at_ms: number;
  upload: string | null;
  held_until_ms: number;
};
type Tables = {
  recording: { id: RecordingId; ended_at_ms: number | null; removed_at_ms: number | null };
  recording_piece: { id: string; recording_id: RecordingId; bytes: number | null; sha256: string | null };
  recording_made: {
    recording_id: RecordingId;
    kind: MadeKind;
    state: string;
    bytes: number | null;
    sha256: string | null;
  };
  recording_removal: { recording_id: RecordingId };
  recording_remote: RemoteRow;
};

const uploadRead = z.object({ id: z.string(), parts: z.array(z.string()) });

const remoteFrom = (row: RemoteRow): Remote => ({
  recordingId: row.recording_id,
  name: row.name,
  bytes: row.bytes,
  sha256: row.sha256,
  state: row.state,
  upload: row.upload === null ? null : uploadRead.parse(JSON.parse(row.upload)),
});

/** What of recordings lies in the object store. */
export function createRemoteStore(database: Database): RemoteStore {
  const tables = database.withTables<Tables>();
  const one = ({ recordingId, name }: RemoteFile) =>
    tables.updateTable('recording_remote').where('recording_id', '=', recordingId).where('name', '=', name);
  return {
    async unlisted(limit) {
      const pieces = await unlistedPieces(tables, limit);
      return pieces.length > 0 ? pieces : unlistedMade(tables, limit);
    },
    async add({ recordingId, name, bytes, sha256 }) {
      const fresh = { state: 'copying', state_at_ms: 0, upload: null, held_until_ms: 0 } as const;
      await tables
        .insertInto('recording_remote')
        .values({ recording_id: recordingId, name, bytes, sha256, ...fresh })
        .onConflict((conflict) =>
          conflict
            .columns(['recording_id', 'name'])
            .doUpdateSet({ bytes, sha256, ...fresh })
            // Made anew: what lies there is another.
            .where('recording_remote.sha256', '!=', sha256)
            .where('recording_remote.state', '!=', 'leaving'),
        )
        .execute();
    },
    async take({ nowMs, heldUntilMs, copiedBeforeMs }) {
      for (;;) {
        const row = await tables
          .selectFrom('recording_remote')
          .selectAll()
          .where('held_until_ms', '<=', nowMs)
          .where(({ eb, and, or }) =>
            or([
              eb('state', '=', 'copying'),
              and([eb('state', '=', 'copied'), eb('state_at_ms', '<=', copiedBeforeMs)]),
            ]),
          )
          // What is not safe yet goes first, the oldest of it.
          .orderBy('state', 'desc')
          .orderBy('recording_id')
          .orderBy('name')
          .limit(1)
          .executeTakeFirst();
        if (row === undefined) return null;
        const mine = await one(remoteFrom(row))
          .set({ held_until_ms: heldUntilMs })
          .where('held_until_ms', '=', row.held_until_ms)
          .where('state', '=', row.state)
          .executeTakeFirst();
        if (Number(mine.numUpdatedRows) > 0) return remoteFrom(row);
      }
    },
    async letGo(file, untilMs) {
      await one(file).set({ held_until_ms: untilMs }).execute();
    },
    async keepUpload(file, upload: Upload | null, heldUntilMs) {
      await one(file)
        .set({ upload: upload === null ? null : JSON.stringify(upload), held_until_ms: heldUntilMs })
        .execute();
    },
    async became(file, from, to, atMs) {
      const done = await one(file)
        .set({ state: to, state_at_ms: atMs, upload: null })
        .where('state', '=', from)
        .executeTakeFirst();
      return Number(done.numUpdatedRows) > 0;
    },
    async ofRecordings(ids) {
      if (ids.length === 0) return [];
      const rows = await tables
        .selectFrom('recording_remote')
        .selectAll()
        .where('recording_id', 'in', ids)
        .orderBy('name')
        .execute();
      return rows.map(remoteFrom);
    },
    async leave(id) {
      await tables
        .updateTable('recording_remote')
        .set({ state: 'leaving' })
        .where('recording_id', '=', id)
        .execute();
    },
    async forget(id) {
      await tables.deleteFrom('recording_remote').where('recording_id', '=', id).execute();
    },
  };
}

/** Closed pieces of recordings that have ended and that nobody is removing. */
async function unlistedPieces(tables: Kysely<Tables>, limit: number): Promise<RemoteFile[]> {
  const rows = await tables
    .selectFrom('recording_piece as piece')
    .innerJoin('recording', 'recording.id', 'piece.recording_id')
    .leftJoin('recording_removal as removal', 'removal.recording_id', 'recording.id')
    .select(['piece.id', 'piece.recording_id', 'piece.bytes', 'piece.sha256'])
    .where('recording.ended_at_ms', 'is not', null)
    .where('recording.removed_at_ms', 'is', null)
    .where('removal.recording_id', 'is', null)
    .where('piece.sha256', 'is not', null)
    .where(({ not, exists, selectFrom, ref, eb }) =>
      not(
        exists(
          selectFrom('recording_remote as remote')
            .select('remote.name')
            .whereRef('remote.recording_id', '=', 'piece.recording_id')
            .where('remote.name', '=', eb(ref('piece.id'), '||', sql.lit('.mp4'))),
        ),
      ),
    )
    .orderBy('piece.id')
    .limit(limit)
    .execute();
  return rows.flatMap(({ id, recording_id, bytes, sha256 }) =>
    bytes === null || sha256 === null
      ? []
      : [{ recordingId: recording_id, name: pieceName(id), bytes, sha256 }],
  );
}

async function unlistedMade(tables: Kysely<Tables>, limit: number): Promise<RemoteFile[]> {
  const found: RemoteFile[] = [];
  for (const kind of ['file', 'thumbnails'] as const) {
    const rows = await tables
      .selectFrom('recording_made as made')
      .leftJoin('recording_removal as removal', 'removal.recording_id', 'made.recording_id')
      .select(['made.recording_id', 'made.bytes', 'made.sha256'])
      .where('removal.recording_id', 'is', null)
      .where('made.kind', '=', kind)
      .where('made.state', '=', 'ready')
      .where('made.bytes', '>', 0)
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('recording_remote as remote')
              .select('remote.name')
              .whereRef('remote.recording_id', '=', 'made.recording_id')
              .whereRef('remote.sha256', '=', 'made.sha256')
              .where('remote.name', '=', madeFiles[kind]),
          ),
        ),
      )
      .orderBy('made.recording_id')
      .limit(limit)
      .execute();
    for (const { recording_id, bytes, sha256 } of rows)
      if (bytes !== null && sha256 !== null)
        found.push({ recordingId: recording_id, name: madeFiles[kind], bytes, sha256 });
  }
  return found;
}
