import type { PlayedRecording, RecordingFor } from '../planning/planning.types.ts';
import type { AssetsService } from './assets.service.ts';
import type { AssetsStore } from './assets.types.ts';
import { type KeepDays, keptUntilOf } from './keep.rules.ts';

type Deps = {
  readonly assets: Pick<AssetsService, 'see'>;
  readonly store: Pick<AssetsStore, 'caresOf'>;
  readonly keepDays: KeepDays;
};

/** What planning a lesson that plays it needs of a recording. */
export function createPlayed({ assets, store, keepDays }: Deps): RecordingFor {
  return async (actor, id): Promise<PlayedRecording | null> => {
    const seen = await assets.see(actor, id);
    if (!seen.ok) return null;
    const { recording, access } = seen.value;
    const { lecturerId, leadingSchoolId, kind, zone } = access.lesson.fields;
    const care = (await store.caresOf([id])).get(id);
    const { startedAtMs, endedAtMs, removedAtMs } = recording;
    return {
      ...{ lecturerId, leadingSchoolId, whole: endedAtMs !== null && removedAtMs === null },
      keptUntil: keptUntilOf({ kind, zone, startedAtMs, care }, keepDays),
    };
  };
}
