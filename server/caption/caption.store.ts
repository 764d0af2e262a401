import type { TeachingLanguage } from '../../shared/caption/language.ts';
import type { PersonId, RecordingId } from '../../shared/kernel/ids.ts';
import type { Database } from '../platform/ports.ts';

/** Captions of one language that somebody gave a recording, as WebVTT. */
export type KeptTrack = {
  readonly language: TeachingLanguage;
  readonly file: string;
  readonly cueCount: number;
  readonly changedBy: PersonId;
  readonly changedAtMs: number;
};

export interface CaptionStore {
  /** In no order. */
  ofRecording(id: RecordingId): Promise<readonly Omit<KeptTrack, 'file'>[]>;
  read(id: RecordingId, language: TeachingLanguage): Promise<KeptTrack | null>;
  /** In place of what was there. */
  put(id: RecordingId, track: KeptTrack): Promise<void>;
  remove(id: RecordingId, language: TeachingLanguage): Promise<void>;
  /** All of them: the recording is gone. */
  forget(id: RecordingId): Promise<void>;
}

type Row = {
  recording_id: RecordingId;
  language: TeachingLanguage;
  file: string;
  cue_count: number;
  changed_by: PersonId;
  changed_at_ms: number;
};

const trackFrom = (row: Omit<Row, 'recording_id' | 'file'>): Omit<KeptTrack, 'file'> => ({
  language: row.language,
  cueCount: row.cue_count,
  changedBy: row.changed_by,
  changedAtMs: row.changed_at_ms,
});

export function createCaptionStore(database: Database): CaptionStore {
  const tables = database.withTables<{ recording_caption: Row }>();
  return {
    async ofRecording(id) {
      const rows = await tables
        .selectFrom('recording_caption')
        .select(['language', 'cue_count', 'changed_by', 'changed_at_ms'])
        .where('recording_id', '=', id)
        .execute();
      return rows.map(trackFrom);
    },
    async read(id, language) {
      const row = await tables
        .selectFrom('recording_caption')
        .selectAll()
        .where('recording_id', '=', id)
        .where('language', '=', language)
        .executeTakeFirst();
      return row === undefined ? null : { ...trackFrom(row), file: row.file };
    },
    async put(id, { language, file, cueCount, changedBy, changedAtMs }) {
      const kept = { file, cue_count: cueCount, changed_by: changedBy, changed_at_ms: changedAtMs };
      await tables
        .insertInto('recording_caption')
        .values({ recording_id: id, language, ...kept })
        .onConflict((conflict) => conflict.columns(['recording_id', 'language']).doUpdateSet(kept))
        .execute();
    },
    async remove(id, language) {
      await tables
        .deleteFrom('recording_caption')
        .where('recording_id', '=', id)
        .where('language', '=', language)
        .execute();
    },
    async forget(id) {
      await tables.deleteFrom('recording_caption').where('recording_id', '=', id).execute();
    },
  };
}
