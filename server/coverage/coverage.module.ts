import type { RegionId } from '../../shared/kernel/ids.ts';
import type { AttendanceReader } from '../attendance/attendance.types.ts';
import type { Permit } from '../identity/identity.types.ts';
import type { LessonReading } from '../planning/lesson.reading.ts';
import type { SchoolPlans } from '../planning/planning.schools.ts';
import type { PlanningReader } from '../planning/planning.types.ts';
import type { Clock, Database, Log, NewId } from '../platform/ports.ts';
import type { SessionReader } from '../session/session.types.ts';
import { createMapFile } from './map.file.ts';
import { createMapService } from './map.service.ts';
import { reportFiles } from './report.files.ts';
import { reportRoutes } from './report.routes.ts';
import { createReportService } from './report.service.ts';
import type { ReportDeps } from './report.types.ts';
import type { Rollups } from './rollup.module.ts';

export type CoverageDeps = {
  readonly attendance: Pick<AttendanceReader, 'thresholdsOn'>;
  readonly planning: Pick<PlanningReader, 'need'>;
  readonly permit: Permit;
  readonly clock: Clock;
  readonly database: Database;
  readonly newId: NewId;
  readonly directory: ReportDeps['directory'];
  readonly plans: Pick<SchoolPlans, 'fresh' | 'terms'>;
  readonly reading: Pick<LessonReading, 'byIds'>;
  readonly sessions: Pick<SessionReader, 'eventsOf'>;
  readonly log: Log;
  /** The operator's map as GeoJSON. */
  readonly mapFile?: string | null;
  readonly rollups: Pick<Rollups, 'reader' | 'corrections' | 'recount'>;
};

/** Coverage 覆盖率: which points with a need are really served. */
export function createCoverage(deps: CoverageDeps) {
  const { plans, rollups } = deps;
  const reportDeps = {
    ...deps,
    rollups: rollups.reader,
    corrections: rollups.corrections,
    thresholdsOn: deps.attendance.thresholdsOn,
    async termsOf(regionIds: readonly RegionId[]) {
      await plans.fresh();
      return plans.terms(regionIds);
    },
    needOf: deps.planning.need,
    lessonsOf: deps.reading.byIds,
    eventsOf: deps.sessions.eventsOf,
    recount: rollups.recount,
  };
  const report = createReportService(reportDeps);
  const readMap = createMapService({ ...deps, readFile: createMapFile(deps.mapFile ?? null, deps.log) });
  return {
    report,
    routes: reportRoutes(report, readMap),
    downloads: [reportFiles(reportDeps)],
  };
}
