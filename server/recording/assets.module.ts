import type { CoursewareFile } from '../../shared/courseware-file.ts';
import type { RecordingId, SessionId } from '../../shared/kernel/ids.ts';
import type { Replay } from '../../shared/recording.ts';
import type { DirectoryReader } from '../directory/directory.types.ts';
import type { PlanningReader } from '../planning/planning.types.ts';
import type { RangedRoute } from '../platform/http-ranges.ts';
import type { Clock, Database, Jobs, Log, Migration } from '../platform/ports.ts';
import { createGate, type GateDeps } from '../session/session.access.ts';
import type { SessionReader } from '../session/session.types.ts';
import { addressKey, createAddresses } from './address.ts';
import { assetsContents } from './assets.content.ts';
import { assetsMigrations } from './assets.migrations.ts';
import { assetsRoutes } from './assets.routes.ts';
import { AssetsService } from './assets.service.ts';
import { createAssetsStore } from './assets.store.ts';
import type { KeepDays } from './keep.rules.ts';
import { createPieceReading } from './recording.reading.ts';
import { createRecordingStore } from './recording.store.ts';
import type { Recording } from './recording.types.ts';
import { createRemoval } from './removal.ts';
import { createReplayService } from './replay.service.ts';

export type AssetsDeps = Omit<GateDeps, 'planning'> & {
  readonly database: Database;
  readonly planning: Pick<PlanningReader, 'lessonOfSession' | 'card'>;
  readonly sessions: Pick<SessionReader, 'stateOf' | 'eventsOf'>;
  readonly directory: Pick<DirectoryReader, 'snapshot'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly serverId: string;
  /** Where pieces lie, of several servers the same: `<folder>/<recordingId>/`. */
  readonly folder: string;
  readonly keepDays: KeepDays;
  readonly coursewareOf: (sessionId: SessionId) => Promise<readonly CoursewareFile[]>;
  readonly coursewarePath: (file: CoursewareFile) => string;
  readonly captionsOf: (id: RecordingId) => Promise<Replay['captions']>;
};

const KEEP_MS = 600_000;

/** What becomes of recordings: seen, kept, composed, removed. Nothing is read before its `migrations` have run. */
export function createAssets(deps: AssetsDeps) {
  const { database, planning, folder } = deps;
  const recordings = createRecordingStore(database);
  const store = createAssetsStore(database);
  const reading = createPieceReading({ folder, store: recordings });
  const addresses = createAddresses(addressKey(folder));
  const gate = createGate(deps);
  const removal = createRemoval({ ...deps, store, recordings, leaves: async () => undefined });
  const service = new AssetsService({
    ...{ ...deps, store, recordings, reading, addresses, removal, gate },
    canCompose: async () => false,
    asked: () => undefined,
  });
  const replay = createReplayService({ ...deps, assets: service, store, recordings, reading, addresses });
  const nameOf = async ({ sessionId }: Recording): Promise<string> => {
    const lesson = await planning.lessonOfSession(sessionId);
    if (lesson === null) return 'lesson.mp4';
    const { subject, grade, localDate } = lesson.fields;
    return `${[localDate, grade, subject].filter((each) => each !== '').join(' ')}.mp4`;
  };
  const ranged: readonly RangedRoute[] = assetsContents({
    ...{ ...deps, store, recordings, reading, addresses, nameOf },
  });
  const migrations: readonly Migration[] = assetsMigrations;
  return {
    routes: assetsRoutes(service, replay),
    ranged,
    migrations,
    /** Which lesson a recording is of, for whoever names things; null for what is none. */
    sessionOf: async (id: RecordingId): Promise<SessionId | null> =>
      (await recordings.read(id))?.sessionId ?? null,
    start(jobs: Jobs): void {
      jobs.every('recording.keep', KEEP_MS, () => removal.round());
    },
  };
}
