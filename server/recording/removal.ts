import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { RecordingId } from '../../shared/kernel/ids.ts';
import { type LocalDate, wallClock, type Zone } from '../../shared/kernel/time.ts';
import type { PlanningReader } from '../planning/planning.types.ts';
import type { Clock, Log } from '../platform/ports.ts';
import type { AssetsStore, Place, RecordedCaptions, Removal } from './assets.types.ts';
import { isOver, type KeepDays } from './keep.rules.ts';
import type { ProgressStore } from './progress.store.ts';
import type { RecordingStore } from './recording.types.ts';
import type { RemoteFiles } from './remote.ts';

export type RemovalDeps = {
  readonly folder: string;
  readonly store: AssetsStore;
  readonly recordings: Pick<RecordingStore, 'removed'>;
  readonly progress: Pick<ProgressStore, 'forget'>;
  readonly captions: () => Pick<RecordedCaptions, 'forget'>;
  readonly planning: Pick<PlanningReader, 'lessonOfSession'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly keepDays: KeepDays;
  /** What of it lies in the object store. */
  readonly remote: Pick<RemoteFiles, 'leave' | 'gone'>;
};

const BATCH = 200;

/** Takes recordings away: their bytes go, that there was one stays. */
export function createRemoval(deps: RemovalDeps) {
  const { folder, store, recordings, planning, clock, log, keepDays, remote } = deps;
  /** The store may be away: then nothing of it is given out any more, and it is asked again at the next round. */
  const isGone = async (id: RecordingId): Promise<boolean> => {
    try {
      return await remote.gone(id);
    } catch (error) {
      log.warn({ recordingId: id, error }, 'a removed recording is still in the object store');
      return false;
    }
  };
  /** Its row says so only when not a byte is left; what a stop cut short is done at the next round. */
  const finish = async (id: RecordingId): Promise<void> => {
    await remote.leave(id);
    // Small pictures may be in the making: what they add meanwhile is found at the next try.
    await rm(join(folder, id), { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
    await deps.captions().forget(id);
    await deps.progress.forget(id);
    if (!(await isGone(id))) return;
    await store.forgetMade(id);
    await recordings.removed(id, clock.nowMs());
  };
  const remove = async (id: RecordingId, removal: Removal): Promise<void> => {
    await store.announceRemoval(id, removal, clock.nowMs());
    await finish(id);
  };
  return {
    remove,
    today: (zone: Zone): LocalDate => wallClock(clock.nowMs(), zone).date,
    /** Those whose day is over, and those that somebody began to remove. */
    async round(): Promise<void> {
      for (const id of await store.leaving()) await finish(id);
      let after: Place | null = null;
      for (;;) {
        const kept = await store.kept({ after, limit: BATCH });
        const cares = await store.caresOf(kept.map(({ id }) => id));
        for (const { id, sessionId, startedAtMs } of kept) {
          const lesson = await planning.lessonOfSession(sessionId);
          if (lesson === null) continue;
          const { kind, zone } = lesson.fields;
          const over = isOver({ kind, zone, startedAtMs, care: cares.get(id) }, keepDays, clock.nowMs());
          if (!over) continue;
          await remove(id, { by: null, reason: 'retention' });
          log.info({ recordingId: id }, 'a recording was removed: its time is over');
        }
        after = kept.at(-1) ?? null;
        if (kept.length < BATCH) return;
      }
    },
  };
}
