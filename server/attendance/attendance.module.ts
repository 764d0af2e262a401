import type { Permit } from '../identity/identity.types.ts';
import type { PlanningReader } from '../planning/planning.types.ts';
import type { Jobs, Log } from '../platform/ports.ts';
import type { RegisterDeps } from '../platform/register.ts';
import type { SessionReader } from '../session/session.types.ts';
import { attendanceMigrations } from './attendance.migrations.ts';
import { attendanceDownload, attendanceRoutes } from './attendance.routes.ts';
import { type AttendanceServiceDeps, createAttendanceService } from './attendance.service.ts';
import { createAttendanceStore } from './attendance.store.ts';
import { type BesideLog, createSettlement } from './settlement.ts';
import { createThresholds, type ThresholdDeps, thresholdRoutes } from './threshold.service.ts';

export type AttendanceDeps = RegisterDeps &
  BesideLog &
  Pick<AttendanceServiceDeps, 'qualitiesOf'> & {
    readonly sessions: SessionReader;
    readonly planning: PlanningReader;
    readonly directory: ThresholdDeps['directory'];
    readonly permit: Permit;
    readonly jobs: Jobs;
    readonly log: Log;
  };

/** Attendance 考勤: who was in which lesson, and which lessons are valid. */
export function createAttendance(deps: AttendanceDeps) {
  const store = createAttendanceStore(deps);
  const settlement = createSettlement({ ...deps, store });
  const service = createAttendanceService({ ...deps, store, onSettled: settlement.onSettled });
  return {
    reader: service.reader,
    service,
    routes: { ...attendanceRoutes(service), ...thresholdRoutes(createThresholds({ ...deps, store })) },
    downloads: [attendanceDownload(service)],
    migrations: attendanceMigrations,
    ...settlement,
    settledSince: store.settledSince,
    /** For those who follow what is entered: versions after a moment. */
    recorded: { thresholds: store.thresholds },
  };
}
