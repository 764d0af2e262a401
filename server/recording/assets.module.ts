import type { CoursewareFile } from '../../shared/courseware-file.ts';
import type { RecordingId, SessionId } from '../../shared/kernel/ids.ts';
import { recordingAssetsEn } from '../../shared/text/recording-assets.en.ts';
import { recordingAssetsZhCn } from '../../shared/text/recording-assets.zh-CN.ts';
import type { DirectoryReader } from '../directory/directory.types.ts';
import type { Actor } from '../identity/identity.types.ts';
import type { PlanningReader } from '../planning/planning.types.ts';
import type { RangedRoute } from '../platform/http-ranges.ts';
import { createS3, type S3Settings } from '../platform/objects.s3.ts';
import type { Clock, Database, Jobs, Log, Migration, NewId } from '../platform/ports.ts';
import { createGate, type GateDeps } from '../session/session.access.ts';
import type { SessionReader } from '../session/session.types.ts';
import { addressKey, createAddresses } from './address.ts';
import { assetsContents } from './assets.content.ts';
import { assetsMigrations } from './assets.migrations.ts';
import { assetsRoutes } from './assets.routes.ts';
import { AssetsService } from './assets.service.ts';
import { createAssetsStore } from './assets.store.ts';
import type { LessonMarks, RecordedCaptions } from './assets.types.ts';
import { createFfmpeg } from './ffmpeg.ts';
import type { KeepDays } from './keep.rules.ts';
import { createMaking } from './making.ts';
import { createMoving } from './moving.ts';
import { createPackages } from './package.service.ts';
import { createPlayed } from './played.ts';
import { createProgress } from './progress.service.ts';
import { createProgressStore } from './progress.store.ts';
import { createPieceReading } from './recording.reading.ts';
import { createRecordingStore } from './recording.store.ts';
import type { Recording } from './recording.types.ts';
import { createRemoteStore } from './remote.store.ts';
import { createRemote } from './remote.ts';
import { createRemoval } from './removal.ts';
import { durationOf, replayTracks } from './replay.rules.ts';
import { createReplayService, leadingSeats } from './replay.service.ts';
import { createSafety } from './safety.module.ts';

export type AssetsDeps = Omit<GateDeps, 'planning'> & {
  readonly database: Database;
  readonly planning: Pick<PlanningReader, 'lessonOfSession' | 'card'>;
  readonly sessions: Pick<SessionReader, 'stateOf' | 'eventsOf' | 'shownOf'>;
  readonly directory: Pick<DirectoryReader, 'snapshot'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly newId: NewId;
  readonly serverId: string;
  /** Where pieces lie, of several servers the same: `<folder>/<recordingId>/`. */
  readonly folder: string;
  readonly keepDays: KeepDays;
  /** Where recordings go once they have ended; null where they stay. */
  readonly objects: ObjectsWish | null;
  /** Below it nothing is taken in. */
  readonly keepFreeBytes: number;
  readonly coursewareOf: (sessionId: SessionId) => Promise<readonly CoursewareFile[]>;
  readonly coursewarePath: (file: CoursewareFile) => string;
  readonly marks: LessonMarks;
  /** Where programs are looked for. */
  readonly env: NodeJS.ProcessEnv;
  /** They stand on recordings, and are there only later. */
  readonly captions: () => RecordedCaptions;
};

/** So long a file stays on the disk after it is in the store too. */
export type ObjectsWish = S3Settings & { readonly keepLocalMs: number };

const KEEP_MS = 600_000;
/** A file has one language for everybody who may ever open it: both. */
const cardWords = {
  gap: `${recordingAssetsZhCn['asset.card.gap']}\n${recordingAssetsEn['asset.card.gap']}`,
  sound: `${recordingAssetsZhCn['asset.card.sound']}\n${recordingAssetsEn['asset.card.sound']}`,
};

/** What becomes of recordings: seen, kept, composed, removed. Nothing is read before its `migrations` have run. */
export function createAssets(deps: AssetsDeps) {
  const { database, planning, folder } = deps;
  const recordings = createRecordingStore(database);
  const store = createAssetsStore(database);
  const objects = deps.objects === null ? null : createS3(deps.objects);
  const rows = createRemoteStore(database);
  const progress = createProgressStore(database);
  const files = createRemote({ ...deps, rows, objects });
  const moving = createMoving({
    ...{ ...deps, rows, files, objects, made: store },
    keepLocalMs: deps.objects?.keepLocalMs ?? 0,
  });
  const reading = createPieceReading({ folder, store: recordings, elsewhere: files.indexOf });
  const addresses = createAddresses(addressKey(folder));
  const gate = createGate(deps);
  const removal = createRemoval({ ...deps, store, recordings, progress, remote: files });
  const ffmpeg = createFfmpeg(deps.env);
  const making = createMaking({
    ...{ ...deps, store, reading, ffmpeg, allBack: files.allBack },
    words: cardWords,
    async tracksOf(id, pieces) {
      const recording = await recordings.read(id);
      if (recording === null || recording.removedAtMs !== null) return null;
      const lesson = await planning.lessonOfSession(recording.sessionId);
      if (lesson === null) return null;
      const leads = leadingSeats(lesson, await deps.sessions.eventsOf(recording.sessionId));
      return {
        tracks: replayTracks(recording, pieces, leads),
        durationMs: durationOf(recording, pieces),
      };
    },
  });
  const service = new AssetsService({
    ...{ ...deps, store, recordings, reading, progress, addresses, removal, gate, moving },
    canCompose: making.canCompose,
    asked: making.look,
  });
  const safety = createSafety({ ...deps, reading, ffmpeg, gate });
  const { copiedIn } = safety;
  const replay = createReplayService({
    ...deps,
    gate,
    assets: service,
    store,
    recordings,
    reading,
    addresses,
    progress,
    copiedIn,
  });
  const tell = createProgress({ assets: service, store: progress, reading, clock: deps.clock });
  const packages = createPackages({ ...deps, assets: service, store, recordings, addresses });
  const nameOf = async ({ sessionId }: Recording): Promise<string> => {
    const lesson = await planning.lessonOfSession(sessionId);
    if (lesson === null) return 'lesson.mp4';
    const { subject, grade, localDate } = lesson.fields;
    return `${[localDate, grade, subject].filter((each) => each !== '').join(' ')}.mp4`;
  };
  const ranged: readonly RangedRoute[] = assetsContents({
    ...{ ...deps, store, recordings, reading, addresses, nameOf, files },
  });
  const migrations: readonly Migration[] = assetsMigrations;
  return {
    routes: { ...assetsRoutes(service, { ...replay, ...packages, progress: tell }), ...safety.routes },
    uploads: safety.uploads,
    ranged,
    migrations,
    see: (actor: Actor, id: RecordingId) => service.see(actor, id),
    /** Which lesson a recording is of, for whoever names things; null for what is none. */
    sessionOf: async (id: RecordingId): Promise<SessionId | null> =>
      (await recordings.read(id))?.sessionId ?? null,
    played: createPlayed({ ...deps, assets: service, store, recordings }),
    replayForLesson: replay.forLesson,
    async start(jobs: Jobs): Promise<void> {
      await making.start(jobs);
      await safety.start();
      moving.start(jobs);
      jobs.every('recording.keep', KEEP_MS, () => removal.round());
    },
    async stop(): Promise<void> {
      await making.stop();
      await moving.stop();
      await safety.stop();
    },
  };
}
