import type { SeatAttendance, SessionAttendance, Thresholds } from '../../shared/attendance.ts';
import type { ClassId, RoomId, SchoolId } from '../../shared/kernel/ids.ts';
import { plannedEndAtMs } from '../../shared/lesson.ts';
import { type SessionPlan, seatOfRoom } from '../../shared/session/session.events.ts';
import type { LessonEntry } from '../planning/planning.types.ts';
import type { AttendanceFold } from './attendance.rules.ts';
import { isPunctual, latenessMs, verdictOf } from './verdict.rules.ts';

export type RoomNames = {
  room(id: RoomId): string;
  school(id: SchoolId): string;
  class(id: ClassId): string | null;
};

export type Reading = {
  readonly lesson: LessonEntry;
  readonly fold: AttendanceFold;
  readonly visible: ReadonlySet<SchoolId>;
  readonly names: RoomNames;
  readonly thresholds: Thresholds;
  /** Its time has passed without anybody opening it. */
  readonly missed: boolean;
};

/** A session's attendance as a page shows it. The plan that the log holds counts; before there is a log, the timetable's. */
export function readAttendance(reading: Reading): SessionAttendance {
  const { lesson, fold } = reading;
  const plan = fold.plan ?? { ...lesson.fields, plannedEndAtMs: plannedEndAtMs(lesson.fields) };
  const timing = {
    plannedStartAtMs: plan.plannedStartAtMs,
    plannedMs: plan.plannedEndAtMs - plan.plannedStartAtMs,
  };
  return {
    lessonId: lesson.id,
    sessionId: lesson.fields.sessionId,
    plannedMs: timing.plannedMs,
    lessonMs: fold.lessonMs,
    startedAtMs: fold.startedAtMs,
    endedAtMs: fold.endedAtMs,
    rooms: plan.rooms
      .filter((room) => reading.visible.has(room.schoolId))
      .map((room) => readRoom(reading, timing, room)),
  };
}

function readRoom(
  { fold, names, thresholds, missed }: Reading,
  timing: { readonly plannedStartAtMs: number; readonly plannedMs: number },
  room: SessionPlan['rooms'][number],
): SessionAttendance['rooms'][number] {
  const seat = seatOfRoom(room.roomId);
  const nobody: SeatAttendance = { seat, stays: [], connectedMs: 0, cameraMs: 0, firstConnectedAtMs: null };
  const attendance = fold.seats.get(seat) ?? nobody;
  const headCount = fold.headCounts.get(room.roomId) ?? null;
  const lateMs = latenessMs(fold.presence.get(seat) ?? [], timing.plannedStartAtMs);
  return {
    roomId: room.roomId,
    roomName: names.room(room.roomId),
    schoolId: room.schoolId,
    schoolName: names.school(room.schoolId),
    className: room.classId === null ? null : names.class(room.classId),
    attendance,
    punctual: isPunctual(lateMs, thresholds),
    headCount,
    verdict: verdictOf(
      {
        over: fold.phase === 'ended' || missed,
        plannedMs: timing.plannedMs,
        lessonMs: fold.lessonMs,
        present: attendance.stays.length > 0,
        connectedMs: attendance.connectedMs,
        presentCount: headCount?.presentCount ?? null,
      },
      thresholds,
    ),
  };
}
