import { PREFLIGHT_MS, plannedEndAtMs } from '../../shared/lesson.ts';
import { type SeatKey, seatOfPerson, seatOfRoom } from '../../shared/session/session.events.ts';
import type { SessionState } from '../../shared/session/session.state.ts';
import type { WallLesson, WallLessonState, WallRoomState } from '../../shared/supervision.ts';
import type { DirectorySnapshot } from '../directory/directory.types.ts';
import type { LessonEntry } from '../planning/planning.types.ts';
import type { LessonNow, RoomNow, StoredAlarm } from './supervision.types.ts';

type RoomPresence = Pick<RoomNow, 'roomId' | 'state' | 'sinceMs' | 'removed'>;

/** How the rooms of a lesson stand by its log; none of them is there before it is opened. */
export const presenceOf = ({ fields }: LessonEntry, state: SessionState | null): RoomPresence[] =>
  fields.rooms.map(({ roomId }) => {
    const seat = seatOfRoom(roomId);
    const removed = state?.removed[seat] !== undefined;
    return { roomId, removed, ...standingOf(state, seat) };
  });

function standingOf(
  state: SessionState | null,
  seat: SeatKey,
): { readonly state: WallRoomState; readonly sinceMs: number | null } {
  const presence = state?.seats[seat]?.presence;
  if (presence === undefined || presence.state === 'absent') return { state: 'absent', sinceMs: null };
  return { state: presence.state === 'connected' ? 'here' : presence.state, sinceMs: presence.sinceMs };
}

/** Whether whoever leads is connected; before the start that is the planned lecturer. */
export function isLecturerHere({ fields }: LessonEntry, state: SessionState | null): boolean {
  const seat = seatOfPerson(state?.lecturerId ?? fields.lecturerId);
  return state?.seats[seat]?.presence.state === 'connected';
}

/** Null for a lesson that has no place on the wall now: it is over, cancelled, or its time has not come. */
export function wallStateOf({ entry, phase }: LessonNow, nowMs: number): WallLessonState | null {
  if (entry.fields.cancelled !== null) return null;
  switch (phase) {
    case 'live':
    case 'waiting':
      return phase;
    case 'planned': {
      const { plannedStartAtMs } = entry.fields;
      return nowMs >= plannedStartAtMs - PREFLIGHT_MS && nowMs < plannedEndAtMs(entry.fields) ? 'due' : null;
    }
    case 'ended':
    case 'cancelled':
      return null;
  }
}

/** A lesson with its names as the wall shows it. */
export function wallLessonOf(
  { entry, startedAtMs, lecturerHere, rooms }: LessonNow,
  state: WallLessonState,
  { snapshot, alarms }: { readonly snapshot: DirectorySnapshot; readonly alarms: readonly StoredAlarm[] },
): WallLesson {
  const { fields } = entry;
  const { sessionId, kind, mode, subject, grade, leadingSchoolId, plannedStartAtMs } = fields;
  const schoolName = (id: typeof leadingSchoolId) => snapshot.schools.get(id)?.fields.name ?? '';
  const schoolOf = new Map(fields.rooms.map((room) => [room.roomId, room.schoolId]));
  return {
    ...{ sessionId, lessonId: entry.id, kind, mode, subject, grade, leadingSchoolId, plannedStartAtMs },
    ...{ state, startedAtMs, lecturerHere },
    leadingSchoolName: schoolName(leadingSchoolId),
    plannedEndAtMs: plannedEndAtMs(fields),
    rooms: rooms.map(({ roomId, state: standing, sinceMs, ladder }) => {
      const schoolId = schoolOf.get(roomId) ?? leadingSchoolId;
      const name = snapshot.rooms.get(roomId)?.fields.name ?? '';
      return { roomId, name, schoolId, schoolName: schoolName(schoolId), state: standing, sinceMs, ladder };
    }),
    alarms: alarms.map(({ id, rule, roomId, fromMs, acknowledged }) => ({
      ...{ alarmId: id, rule, roomId, fromMs },
      acknowledged: acknowledged !== null,
    })),
  };
}
