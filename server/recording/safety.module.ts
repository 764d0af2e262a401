import type { Clock, Database, Log, NewId } from '../platform/ports.ts';
import type { Gate } from '../session/session.access.ts';
import type { SessionReader } from '../session/session.types.ts';
import { createAssetsStore } from './assets.store.ts';
import type { Ffmpeg } from './ffmpeg.ts';
import type { PieceReading } from './recording.reading.ts';
import { createRecordingStore } from './recording.store.ts';
import { createJoining } from './safety.join.ts';
import { safetyRoutes, safetyUpload } from './safety.routes.ts';
import { SafetyService } from './safety.service.ts';
import { createSafetyStore } from './safety.store.ts';

export type SafetyDeps = {
  readonly database: Database;
  readonly sessions: Pick<SessionReader, 'stateOf' | 'eventsOf'>;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly log: Log;
  readonly serverId: string;
  /** Where pieces lie. */
  readonly folder: string;
  readonly keepFreeBytes: number;
  /** Also of pieces that were moved away. */
  readonly reading: Pick<PieceReading, 'piecesOf'>;
  readonly ffmpeg: Ffmpeg;
  readonly gate: Gate;
};

/** Lecturers' own copies 本机备份 of what the server could not record. Nothing is read before its migrations have run. */
export function createSafety(deps: SafetyDeps) {
  const store = createSafetyStore(deps.database);
  const recordings = createRecordingStore(deps.database);
  const { forgetMade } = createAssetsStore(deps.database);
  const joining = createJoining({
    ...{ ...deps, store, recordings },
    // What was made of it before has the hole in it.
    filled: ({ id }) => forgetMade(id),
  });
  const service = new SafetyService({
    ...{ ...deps, store, recordings, joining },
    canJoin: () => deps.ffmpeg.isThere(),
  });
  return {
    routes: safetyRoutes(service),
    uploads: [safetyUpload(service)],
    /** Which pieces of a recording are somebody's own copy. */
    copiedIn: store.piecesOf,
    /** Goes on with what was not in its place when this server went down. */
    async start(): Promise<void> {
      for (const { id } of await store.joining(deps.serverId)) void joining.take(id);
    },
    stop: () => joining.stop(),
  };
}
