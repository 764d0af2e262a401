import { mkdir, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { Recorder } from '../../sfu/index.ts';
import type { Actor } from '../identity/identity.types.ts';
import type { Database, Jobs, RequestHandlers } from '../platform/ports.ts';
import { type PlayingDeps, type PlayingHandlers, playingHandlers } from './playing.service.ts';
import { type RecordingDeps, RecordingService } from './recording.service.ts';
import { createRecordingStore } from './recording.store.ts';

type Deps = Omit<RecordingDeps, 'store' | 'pathOf' | 'freeBytes'> & {
  readonly database: Database;
  readonly jobs: Jobs;
  readonly recorder: Recorder;
  readonly folder: string;
} & PlayingDeps;
type Handlers = Pick<RequestHandlers<Actor>, 'recording.start' | 'recording.stop'> & PlayingHandlers;

const LOOK_MS = 2_000;

/** What records lessons 录像. What can be done with recordings afterwards stands beside it. */
export function createRecordings({ database, jobs, folder, ...deps }: Deps) {
  const service = new RecordingService({
    ...deps,
    store: createRecordingStore(database),
    pathOf: (recordingId, pieceId) => join(folder, recordingId, `${pieceId}.mp4`),
    freeBytes: () =>
      statfs(folder).then(
        ({ bavail, bsize }) => bavail * bsize,
        () => null,
      ),
  });
  const handlers: Handlers = {
    'recording.start': (context, body) => service.start(context, body),
    'recording.stop': (context, body) => service.stop(context, body),
    ...playingHandlers(deps),
  };
  return {
    handlers,
    async start(): Promise<void> {
      await mkdir(folder, { recursive: true });
      await service.begin();
      jobs.every('recording.disk', LOOK_MS, () => service.look());
    },
    stop: () => service.halt(),
    settled: () => service.settled(),
  };
}
