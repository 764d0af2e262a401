import type { PersonId, PieceId, RecordingId, SessionId } from '../../shared/kernel/ids.ts';
import type { RecordedSource, RecordingBreak, RecordingLicence } from '../../shared/recording.ts';
import type { SeatKey } from '../../shared/session/session.events.ts';
import type { Database } from '../platform/ports.ts';
import type { ClosedPiece, Piece, Recording, RecordingStore } from './recording.types.ts';

export type RecordingRow = {
  id: RecordingId;
  session_id: SessionId;
  started_at_ms: number;
  ended_at_ms: number | null;
  started_by: PersonId | null;
  licence: RecordingLicence;
  server_id: string;
  removed_at_ms: number | null;
};
type PieceRow = {
  id: PieceId;
  recording_id: RecordingId;
  seat: SeatKey;
  source: RecordedSource;
  started_at_ms: number;
  duration_ms: number | null;
  bytes: number | null;
  codec: string | null;
  width: number | null;
  height: number | null;
  sha256: string | null;
};
type GapRow = { recording_id: RecordingId; from_ms: number; to_ms: number; cause: RecordingBreak };
type MissedRow = { recording_id: RecordingId; seat: SeatKey; source: RecordedSource };
type Tables = {
  recording: RecordingRow;
  recording_piece: PieceRow;
  recording_gap: GapRow;
  recording_missed: MissedRow;
};

export const recordingFrom = (row: RecordingRow): Recording => ({
  id: row.id,
  sessionId: row.session_id,
  startedAtMs: row.started_at_ms,
  endedAtMs: row.ended_at_ms,
  startedBy: row.started_by,
  licence: row.licence,
  serverId: row.server_id,
  removedAtMs: row.removed_at_ms,
});

const closedColumns = ({ durationMs, bytes, codec, size, sha256 }: ClosedPiece) => ({
  duration_ms: durationMs,
  bytes,
  codec,
  width: size?.width ?? null,
  height: size?.height ?? null,
  sha256,
});

function closedIn({ duration_ms, bytes, codec, width, height, sha256 }: PieceRow): ClosedPiece | null {
  if (duration_ms === null || bytes === null || codec === null || sha256 === null) return null;
  const size = width === null || height === null ? null : { width, height };
  return { durationMs: duration_ms, bytes, codec, size, sha256 };
}

const pieceFrom = (row: PieceRow): Piece => ({
  id: row.id,
  recordingId: row.recording_id,
  seat: row.seat,
  source: row.source,
  startedAtMs: row.started_at_ms,
  closed: closedIn(row),
});

/** What was recorded of lessons: rows of it, never its bytes. */
export function createRecordingStore(database: Database): RecordingStore {
  const tables = database.withTables<Tables>();
  const recordings = () => tables.selectFrom('recording').selectAll();
  return {
    async open(recording) {
      const { id, sessionId, startedAtMs, endedAtMs, startedBy, licence, serverId, removedAtMs } = recording;
      await tables
        .insertInto('recording')
        .values({
          id,
          session_id: sessionId,
          started_at_ms: startedAtMs,
          ended_at_ms: endedAtMs,
          started_by: startedBy,
          licence,
          server_id: serverId,
          removed_at_ms: removedAtMs,
        })
        .execute();
    },
    async close(id, endedAtMs) {
      await tables
        .updateTable('recording')
        .set({ ended_at_ms: endedAtMs })
        .where('id', '=', id)
        .where('ended_at_ms', 'is', null)
        .execute();
    },
    async removed(id, atMs) {
      await tables
        .updateTable('recording')
        .set({ removed_at_ms: atMs })
        .where('id', '=', id)
        .where('removed_at_ms', 'is', null)
        .execute();
    },
    async addPiece({ id, recordingId, seat, source, startedAtMs, closed }) {
      const unclosed = {
        duration_ms: null,
        bytes: null,
        codec: null,
        width: null,
        height: null,
        sha256: null,
      };
      await tables
        .insertInto('recording_piece')
        .values({
          id,
          recording_id: recordingId,
          seat,
          source,
          started_at_ms: startedAtMs,
          ...(closed === null ? unclosed : closedColumns(closed)),
        })
        .execute();
    },
    async closePiece(id, closed) {
      await tables.updateTable('recording_piece').set(closedColumns(closed)).where('id', '=', id).execute();
    },
    async dropPiece(id) {
      await tables.deleteFrom('recording_piece').where('id', '=', id).execute();
    },
    async addGap(id, { fromMs, toMs, cause }) {
      await tables
        .insertInto('recording_gap')
        .values({ recording_id: id, from_ms: fromMs, to_ms: toMs, cause })
        .onConflict((conflict) =>
          conflict.columns(['recording_id', 'from_ms', 'cause']).doUpdateSet({ to_ms: toMs }),
        )
        .execute();
    },
    async addMissed(id, { seat, source }) {
      await tables
        .insertInto('recording_missed')
        .values({ recording_id: id, seat, source })
        .onConflict((conflict) => conflict.columns(['recording_id', 'seat', 'source']).doNothing())
        .execute();
    },
    async missedOf(id) {
      return tables
        .selectFrom('recording_missed as missed')
        .select(['missed.seat', 'missed.source'])
        .where('missed.recording_id', '=', id)
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('recording_piece as piece')
                .select('piece.id')
                .whereRef('piece.recording_id', '=', 'missed.recording_id')
                .whereRef('piece.seat', '=', 'missed.seat')
                .whereRef('piece.source', '=', 'missed.source'),
            ),
          ),
        )
        .orderBy('missed.seat')
        .orderBy('missed.source')
        .execute();
    },
    async read(id) {
      const row = await recordings().where('id', '=', id).executeTakeFirst();
      return row === undefined ? null : recordingFrom(row);
    },
    async ofSession(sessionId) {
      const rows = await recordings()
        .where('session_id', '=', sessionId)
        .orderBy('started_at_ms')
        .orderBy('id')
        .execute();
      return rows.map(recordingFrom);
    },
    async piecesOf(id) {
      const rows = await tables
        .selectFrom('recording_piece')
        .selectAll()
        .where('recording_id', '=', id)
        .orderBy('started_at_ms')
        .orderBy('id')
        .execute();
      return rows.map(pieceFrom);
    },
    async gapsOf(id) {
      const rows = await tables
        .selectFrom('recording_gap')
        .select(['from_ms', 'to_ms', 'cause'])
        .where('recording_id', '=', id)
        .orderBy('from_ms')
        .orderBy('cause')
        .execute();
      return rows.map(({ from_ms, to_ms, cause }) => ({ fromMs: from_ms, toMs: to_ms, cause }));
    },
    async running(serverId) {
      const rows = await recordings()
        .where('server_id', '=', serverId)
        .where('ended_at_ms', 'is', null)
        .orderBy('started_at_ms')
        .orderBy('id')
        .execute();
      return rows.map(recordingFrom);
    },
  };
}
