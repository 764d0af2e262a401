import type { PersonId, PieceId, RecordingId, SafetyTakeId, SessionId } from '../../shared/kernel/ids.ts';
import type { RecordedSource } from '../../shared/recording.ts';
import type { SafetyProblem } from '../../shared/recording-safety.ts';
import type { Database } from '../platform/ports.ts';
import type { SafetyStore, Take } from './safety.types.ts';

type TakeRow = {
  id: SafetyTakeId;
  session_id: SessionId;
  recording_id: RecordingId;
  person_id: PersonId;
  source: RecordedSource;
  started_at_ms: number;
  bytes: number;
  sha256: string;
  server_id: string;
  announced_at_ms: number;
  state: Take['now']['state'];
  filled_ms: number | null;
  reason: SafetyProblem | null;
};
type PieceRow = { piece_id: PieceId; take_id: SafetyTakeId; recording_id: RecordingId };
type Tables = { recording_take: TakeRow; recording_take_piece: PieceRow };

function nowFrom({ state, filled_ms, reason }: TakeRow): Take['now'] {
  switch (state) {
    case 'uploading':
    case 'joining':
      return { state };
    case 'joined':
      return { state, filledMs: filled_ms ?? 0 };
    case 'failed':
      return { state, reason: reason ?? 'broken' };
  }
}

const columnsOf = (now: Take['now']): Pick<TakeRow, 'state' | 'filled_ms' | 'reason'> => ({
  state: now.state,
  filled_ms: now.state === 'joined' ? now.filledMs : null,
  reason: now.state === 'failed' ? now.reason : null,
});

const takeFrom = (row: TakeRow): Take => ({
  id: row.id,
  sessionId: row.session_id,
  recordingId: row.recording_id,
  personId: row.person_id,
  source: row.source,
  startedAtMs: row.started_at_ms,
  bytes: row.bytes,
  sha256: row.sha256,
  serverId: row.server_id,
  announcedAtMs: row.announced_at_ms,
  now: nowFrom(row),
});

/** What lecturers' browsers kept and sent in: rows of it, never its bytes. */
export function createSafetyStore(database: Database): SafetyStore {
  const tables = database.withTables<Tables>();
  const takes = () => tables.selectFrom('recording_take').selectAll();
  return {
    async announce({ now, ...take }) {
      const { id, recordingId, personId, source, sha256 } = take;
      await tables
        .insertInto('recording_take')
        .values({
          ...{ id, session_id: take.sessionId, recording_id: recordingId, person_id: personId },
          ...{ source, started_at_ms: take.startedAtMs, bytes: take.bytes, sha256 },
          ...{ server_id: take.serverId, announced_at_ms: Math.floor(take.announcedAtMs), ...columnsOf(now) },
        })
        .onConflict((conflict) =>
          conflict.columns(['recording_id', 'person_id', 'source', 'sha256']).doNothing(),
        )
        .execute();
      const row = await takes()
        .where('recording_id', '=', recordingId)
        .where('person_id', '=', personId)
        .where('source', '=', source)
        .where('sha256', '=', sha256)
        .executeTakeFirstOrThrow();
      return takeFrom(row);
    },
    async byId(id) {
      const row = await takes().where('id', '=', id).executeTakeFirst();
      return row === undefined ? null : takeFrom(row);
    },
    async bytesOf(recordingId, personId) {
      const rows = await tables
        .selectFrom('recording_take')
        .select('bytes')
        .where('recording_id', '=', recordingId)
        .where('person_id', '=', personId)
        .execute();
      return rows.reduce((sum, { bytes }) => sum + bytes, 0);
    },
    async settle(id, now) {
      await tables.updateTable('recording_take').set(columnsOf(now)).where('id', '=', id).execute();
    },
    async restart(id, serverId) {
      await tables
        .updateTable('recording_take')
        .set({ ...columnsOf({ state: 'uploading' }), server_id: serverId })
        .where('id', '=', id)
        .execute();
    },
    async joining(serverId) {
      const rows = await takes()
        .where('server_id', '=', serverId)
        .where('state', '=', 'joining')
        .orderBy('announced_at_ms')
        .orderBy('id')
        .execute();
      return rows.map(takeFrom);
    },
    async addPieces({ id, recordingId }, pieces) {
      if (pieces.length === 0) return;
      await tables
        .insertInto('recording_take_piece')
        .values(pieces.map((piece) => ({ piece_id: piece, take_id: id, recording_id: recordingId })))
        .execute();
    },
    async piecesOf(recordingId) {
      const rows = await tables
        .selectFrom('recording_take_piece')
        .select('piece_id')
        .where('recording_id', '=', recordingId)
        .execute();
      return new Set(rows.map(({ piece_id }) => piece_id));
    },
  };
}
