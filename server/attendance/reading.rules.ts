import type { SeatAttendance, SessionAttendance, Thresholds } from '../../shared/attendance.ts';
import { causeOf } from '../../shared/coverage/cause.ts';
import type { ClassId, PersonId, RoomId, SchoolId } from '../../shared/kernel/ids.ts';
import { plannedEndAtMs } from '../../shared/lesson.ts';
import type { LessonQuality } from '../../shared/lesson-quality.ts';
import { type Balance, balanceOf } from '../../shared/session/session.attention.ts';
import { type SessionPlan, seatOfRoom } from '../../shared/session/session.events.ts';
import type { LessonEntry } from '../planning/planning.types.ts';
import { type AttendanceFold, attentionOf, confirmedHeld } from './attendance.rules.ts';
import { countedPeople, countedViewers } from './people.rules.ts';
import type { RoomTrouble } from './trouble.rules.ts';
import { isPunctual, latenessMs, verdictOf } from './verdict.rules.ts';

export type RoomNames = {
  room(id: RoomId): string;
  school(id: SchoolId): string;
  class(id: ClassId): string | null;
  /** A person's name and school. */
  person(id: PersonId): { readonly name: string; readonly schoolId: SchoolId | null };
};

export type Reading = {
  readonly lesson: LessonEntry;
  readonly fold: AttendanceFold;
  readonly visible: ReadonlySet<SchoolId>;
  readonly names: RoomNames;
  readonly thresholds: Thresholds;
  /** Its time has passed without anybody opening it. */
  readonly missed: boolean;
  /** What was settled of rooms beside who was there; null before that. */
  readonly settled: {
    readonly troubles: ReadonlyMap<RoomId, RoomTrouble>;
    readonly qualities: ReadonlyMap<RoomId, LessonQuality>;
  } | null;
};

/** A session's attendance as a page shows it. The plan that the log holds counts; before there is a log, the timetable's. */
export function readAttendance(reading: Reading): SessionAttendance {
  const { lesson, fold } = reading;
  const plan = fold.plan ?? plannedOf(lesson.fields);
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
    leadingRoom: readLeadingRoom(reading, plan),
    people: readPeople(reading, plan),
    viewers: seesLeadingSide(reading, plan) ? countedViewers(plan, fold.people, fold.seats) : null,
    balance: seesLeadingSide(reading, plan) ? balanceIn(fold, plan) : null,
    questions: readQuestions(reading, plan),
  };
}

type Plan = Pick<
  SessionPlan,
  | 'kind'
  | 'mode'
  | 'lecturerId'
  | 'memberIds'
  | 'lectureRoom'
  | 'leadingSchoolId'
  | 'rooms'
  | 'plannedStartAtMs'
  | 'plannedEndAtMs'
>;

function plannedOf(fields: LessonEntry['fields']): Plan {
  const { lectureRoomId, leadingClass, leadingSchoolId } = fields;
  const lectureRoom =
    lectureRoomId === null || leadingClass === null
      ? null
      : { roomId: lectureRoomId, schoolId: leadingSchoolId, ...leadingClass };
  return { ...fields, rooms: [...fields.rooms], plannedEndAtMs: plannedEndAtMs(fields), lectureRoom };
}

const seesLeadingSide = ({ visible }: Reading, { leadingSchoolId }: Plan): boolean =>
  visible.has(leadingSchoolId);

/** With the answers of rooms that are to be seen. */
function readQuestions(reading: Reading, plan: Plan): SessionAttendance['questions'] {
  const { fold, names, visible } = reading;
  const own = plan.lectureRoom !== null && seesLeadingSide(reading, plan) ? [plan.lectureRoom] : [];
  const rooms = [...plan.rooms.filter(({ schoolId }) => visible.has(schoolId)), ...own];
  return fold.questions.map(({ answers, ...asked }) => ({
    ...asked,
    answers: rooms.flatMap(({ roomId, schoolId }) => {
      const answer = answers.get(roomId);
      if (answer === undefined) return [];
      return [{ roomName: names.room(roomId), schoolName: names.school(schoolId), answer }];
    }),
  }));
}

/** Over rooms that took part: one that never came could not be asked. */
function balanceIn(fold: AttendanceFold, { rooms, lectureRoom }: Plan): Balance {
  const there = rooms.filter(({ roomId }) => (fold.seats.get(seatOfRoom(roomId))?.stays.length ?? 0) > 0);
  const turnCounts = there.map(({ roomId }) => attentionOf(fold, roomId).turnCount);
  return balanceOf(turnCounts, lectureRoom === null ? 0 : attentionOf(fold, lectureRoom.roomId).turnCount);
}

function readLeadingRoom(reading: Reading, plan: Plan): SessionAttendance['leadingRoom'] {
  const { fold, names } = reading;
  const { lectureRoom } = plan;
  if (lectureRoom === null || !seesLeadingSide(reading, plan)) return null;
  const { roomId, classId, expectedCount } = lectureRoom;
  return {
    roomId,
    roomName: names.room(roomId),
    className: classId === null ? null : names.class(classId),
    expectedCount,
    headCount: fold.headCounts.get(roomId) ?? null,
  };
}

/** The leading side sees all of them, another school its own. */
function readPeople(reading: Reading, plan: Plan): SessionAttendance['people'] {
  const { fold, names, visible } = reading;
  return countedPeople(plan, fold.people, fold.seats).flatMap((each) => {
    const { name, schoolId } = names.person(each.personId);
    if (!seesLeadingSide(reading, plan) && (schoolId === null || !visible.has(schoolId))) return [];
    return [{ ...each, name, schoolName: schoolId === null ? '' : names.school(schoolId) }];
  });
}

function readRoom(
  { lesson, fold, names, thresholds, missed, settled }: Reading,
  timing: { readonly plannedStartAtMs: number; readonly plannedMs: number },
  room: SessionPlan['rooms'][number],
): SessionAttendance['rooms'][number] {
  const seat = seatOfRoom(room.roomId);
  const nobody: SeatAttendance = { seat, stays: [], connectedMs: 0, cameraMs: 0, firstConnectedAtMs: null };
  const attendance = fold.seats.get(seat) ?? nobody;
  const headCount = fold.headCounts.get(room.roomId) ?? null;
  const lateMs = latenessMs(fold.presence.get(seat) ?? [], timing.plannedStartAtMs);
  const verdict = verdictOf(
    {
      over: fold.phase === 'ended' || missed,
      plannedMs: timing.plannedMs,
      lessonMs: fold.lessonMs,
      present: attendance.stays.length > 0,
      connectedMs: attendance.connectedMs,
      presentCount: headCount?.presentCount ?? null,
      confirmedHeld: confirmedHeld(fold, room.roomId),
    },
    thresholds,
  );
  const trouble = settled?.troubles.get(room.roomId);
  const cancelled = lesson.fields.cancelled !== null;
  const known = trouble ?? (missed || cancelled ? { missing: null, poor: null } : null);
  return {
    roomId: room.roomId,
    roomName: names.room(room.roomId),
    schoolId: room.schoolId,
    schoolName: names.school(room.schoolId),
    className: room.classId === null ? null : names.class(room.classId),
    attendance,
    punctual: isPunctual(lateMs, thresholds),
    headCount,
    verdict,
    attention: attentionOf(fold, room.roomId),
    quality: settled?.qualities.get(room.roomId) ?? null,
    cause: known === null ? null : causeOf({ cancelled, verdict, ...known }),
  };
}
