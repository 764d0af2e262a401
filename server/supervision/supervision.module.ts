import { randomBytes } from 'node:crypto';
import type { LocalDate, Zone } from '../../shared/kernel/time.ts';
import type { DirectoryReader } from '../directory/directory.types.ts';
import type { Permit } from '../identity/identity.types.ts';
import type { LessonReading } from '../planning/lesson.reading.ts';
import type { SchoolPlans } from '../planning/planning.schools.ts';
import type { Bus } from '../platform/bus.ts';
import { createTryLimiter } from '../platform/limiter.ts';
import type { Jobs, Log } from '../platform/ports.ts';
import type { RegisterDeps } from '../platform/register.ts';
import type { SessionReader } from '../session/session.types.ts';
import { type FiguresDeps, readFigures } from './big-screen.figures.ts';
import { type BigScreenDeps, createBigScreenService } from './big-screen.service.ts';
import { createBigScreenStore } from './big-screen.store.ts';
import { createStills, type StillModuleDeps } from './still.module.ts';
import { createBoard } from './supervision.board.ts';
import { createLessons } from './supervision.lessons.ts';
import { createLines, type LinesDeps } from './supervision.lines.ts';
import { supervisionMigrations } from './supervision.migrations.ts';
import { bigScreenRoutes, supervisionRoutes } from './supervision.routes.ts';
import { createSupervisionService } from './supervision.service.ts';
import { createAlarmStore } from './supervision.store.ts';
import { createAlarmThresholds } from './supervision.thresholds.ts';
import { createWall } from './supervision.wall.ts';
import { createWatcher, WATCH_BEAT_MS } from './supervision.watcher.ts';

export type SupervisionModuleDeps = RegisterDeps &
  Pick<FiguresDeps, 'rollups' | 'screenRooms'> &
  Pick<BigScreenDeps, 'linkOrigin'> &
  Pick<StillModuleDeps, 'planning' | 'stills'> & {
    readonly sessions: Pick<
      SessionReader,
      'phasesOf' | 'stateOf' | 'begunAmong' | 'ladderOf' | 'onLadderChanged'
    >;
    readonly latest: LinesDeps['latest'];
    readonly directory: DirectoryReader & { today(): Promise<LocalDate> };
    readonly reading: Pick<LessonReading, 'idsStarting' | 'byIds' | 'recordedSince'>;
    /** Of the office's days. */
    readonly zone: () => Promise<Zone>;
    readonly plans: Pick<SchoolPlans, 'fresh' | 'terms'>;
    readonly permit: Permit;
    readonly bus: Bus;
    readonly jobs: Pick<Jobs, 'every'>;
    readonly log: Log;
  };

/** Supervision 督导: running lessons as they stand, and alarms while they can still be helped. */
export function createSupervision(deps: SupervisionModuleDeps) {
  const store = createAlarmStore(deps);
  const lines = createLines(deps);
  const board = createBoard({ ...deps, lines, lessons: createLessons(deps) });
  const thresholds = createAlarmThresholds({ ...deps, store });
  const watcher = createWatcher({ ...deps, board, store, thresholds: thresholds.inForce });
  const wall = createWall({ ...deps, board, store });
  const service = createSupervisionService({ ...deps, store, wall });
  const stills = createStills({ ...deps, wall });
  const termsOf: FiguresDeps['termsOf'] = async (regionIds) => {
    await deps.plans.fresh();
    return deps.plans.terms(regionIds);
  };
  const bigScreens = createBigScreenService({
    ...{ ...deps, random: randomBytes, tries: createTryLimiter(deps) },
    screens: createBigScreenStore(deps.database),
    figuresOf: (screen) => readFigures({ ...deps, board, store, termsOf }, screen),
  });
  return {
    service,
    bigScreens,
    stills,
    routes: { ...supervisionRoutes(service, thresholds), ...bigScreenRoutes(bigScreens), ...stills.routes },
    migrations: supervisionMigrations,
    /** Told of every alarm that begins or ends, by the server that wrote it down. */
    onAlarm: watcher.onAlarm,
    beat: watcher.beat,
    start() {
      deps.jobs.every('supervision.beat', WATCH_BEAT_MS, watcher.beat);
      stills.start();
    },
    async stop(): Promise<void> {
      lines.stop();
      await stills.stop();
    },
  };
}
