import type { RecordingId } from '../../shared/kernel/ids.ts';
import type {
  LessonEntry,
  PlanningReader,
  PlayedRecording,
  PlayedRecordings,
} from '../planning/planning.types.ts';
import type { AssetsService } from './assets.service.ts';
import type { AssetsStore, Care } from './assets.types.ts';
import { type KeepDays, keptUntilOf } from './keep.rules.ts';
import type { Recording, RecordingStore } from './recording.types.ts';

type Deps = {
  readonly assets: Pick<AssetsService, 'see'>;
  readonly store: Pick<AssetsStore, 'caresOf'>;
  readonly recordings: Pick<RecordingStore, 'read'>;
  readonly planning: Pick<PlanningReader, 'lessonOfSession'>;
  readonly keepDays: KeepDays;
};

/** What planning lessons that play them needs of recordings. */
export function createPlayed({ assets, store, recordings, planning, keepDays }: Deps): PlayedRecordings {
  const standing = (recording: Recording, lesson: LessonEntry, care: Care | undefined) => {
    const { kind, zone } = lesson.fields;
    const { startedAtMs, endedAtMs, removedAtMs } = recording;
    return {
      whole: endedAtMs !== null && removedAtMs === null,
      keptUntil: keptUntilOf({ kind, zone, startedAtMs, care }, keepDays),
    };
  };
  return {
    async for(actor, id): Promise<PlayedRecording | null> {
      const seen = await assets.see(actor, id);
      if (!seen.ok) return null;
      const { recording, access } = seen.value;
      const { lecturerId, leadingSchoolId } = access.lesson.fields;
      const care = (await store.caresOf([id])).get(id);
      return { lecturerId, leadingSchoolId, ...standing(recording, access.lesson, care) };
    },
    async kept(ids) {
      const found = new Map<RecordingId, ReturnType<typeof standing>>();
      const cares = await store.caresOf(ids);
      for (const id of ids) {
        const recording = await recordings.read(id);
        const lesson = recording && (await planning.lessonOfSession(recording.sessionId));
        if (recording !== null && lesson !== null) found.set(id, standing(recording, lesson, cares.get(id)));
      }
      return found;
    },
  };
}
