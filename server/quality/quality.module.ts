import { ok } from '../../shared/kernel/result.ts';
import type { Actor } from '../identity/identity.types.ts';
import type { Clock, Database, Jobs, Log, RequestHandlers } from '../platform/ports.ts';
import { createLessonQualityStore } from './lesson.quality.store.ts';
import { createLessonQuality } from './lesson.quality.ts';
import { createRoomLines } from './quality.lines.ts';
import { qualityMigrations } from './quality.migrations.ts';
import { createQualityService, QUALITY_BEAT_MS, type QualityDeps } from './quality.service.ts';
import { createQualityStore } from './quality.store.ts';

export type QualityModuleDeps = {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Log;
  readonly jobs: Jobs;
  readonly sessions: QualityDeps['sessions'];
  /** How many days reports are kept beyond their lesson; what is settled of them stays. */
  readonly keepDays: number;
};

const PRUNE_MS = 60_000;

/** Quality of what rooms receive: kept for later, shown to the lecturer now, never part of the log. */
export function createQuality(deps: QualityModuleDeps) {
  const lines = createRoomLines(deps.database);
  const service = createQualityService({ ...deps, lines, store: createQualityStore(deps.database) });
  const lessons = createLessonQuality({
    store: createLessonQualityStore(deps.database),
    flush: service.flush,
    ...{ clock: deps.clock, keepDays: deps.keepDays },
  });
  const handlers: Pick<RequestHandlers<Actor>, 'quality.report' | 'quality.firstFrame'> = {
    'quality.report': async ({ connection }, { sessionId, report }) => {
      const done = await service.report(connection.id, sessionId, report);
      return done.ok ? ok({}) : done;
    },
    'quality.firstFrame': async ({ connection }, { sessionId, fact }) => {
      const done = await service.firstFrame(connection.id, sessionId, fact);
      return done.ok ? ok({}) : done;
    },
  };
  return {
    service,
    handlers,
    /** Quality of ended lessons. */
    lessons,
    /** How the lines of rooms were in their last lessons. */
    lines: lines.lines,
    migrations: qualityMigrations,
    start() {
      deps.jobs.every('quality.beat', QUALITY_BEAT_MS, () => service.beat());
      deps.jobs.every('quality.prune', PRUNE_MS, () => lessons.prune());
    },
    /** Writes what still waits. */
    async stop() {
      service.stop();
      await service.beat();
      await lines.write(deps.clock.nowMs(), true);
    },
  };
}
