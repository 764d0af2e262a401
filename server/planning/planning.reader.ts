import type { SchoolId } from '../../shared/kernel/ids.ts';
import { addDays, wallClock } from '../../shared/kernel/time.ts';
import { type LessonCard, type LessonPhase, plannedEndAtMs } from '../../shared/lesson.ts';
import { linkHolds } from '../../shared/link.ts';
import { type RoomAudio, type SoundProfile, soundOf } from '../../shared/room-audio.ts';
import type { DirectoryReader, DirectorySnapshot, LinkedSchools } from '../directory/directory.types.ts';
import type { Clock } from '../platform/ports.ts';
import type { PlanningMirrors } from './planning.mirrors.ts';
import type { PlanningStore } from './planning.store.ts';
import type { LessonEntry, PlanningReader } from './planning.types.ts';

export type PlanningReaderDeps = {
  readonly store: PlanningStore;
  readonly directory: DirectoryReader;
  readonly clock: Clock;
};

export function createPlanningReader({ store, directory, clock }: PlanningReaderDeps): PlanningReader {
  return {
    async lessonOfSession(sessionId) {
      const between = { column: 'session_id' as const, from: sessionId, to: sessionId };
      return (await store.lessons.list({ between })).at(0) ?? null;
    },
    lessonsBetween: (from, to) =>
      store.lessons.list({ between: { column: 'local_date', from, to }, orderBy: 'planned_start_at_ms' }),
    need: async (id) => (await store.needs.get(id))?.fields ?? null,
    async lessonsOfRoom(roomId, limit) {
      const snapshot = await directory.snapshot();
      const room = snapshot.rooms.get(roomId);
      if (room === undefined) return [];
      const today = wallClock(clock.nowMs(), snapshot.zoneOf(room.fields.schoolId)).date;
      return store.lessons.list({
        holding: { set: 'room', value: roomId },
        between: { column: 'local_date', from: addDays(today, -1) },
        orderBy: 'planned_start_at_ms',
        limit,
      });
    },
    card: async (lesson, phase) => cardOf(await directory.snapshot(), lesson, phase),
  };
}

const soundIn = (room: { readonly fields: RoomAudio } | undefined): { sound?: SoundProfile } =>
  room === undefined ? {} : { sound: soundOf(room.fields) };

/** Names of today; a thing that is no longer in the registers has none. */
export function cardOf(
  snapshot: DirectorySnapshot,
  { id, version, fields }: LessonEntry,
  phase: LessonPhase,
): LessonCard {
  const schoolName = (schoolId: SchoolId) => snapshot.schools.get(schoolId)?.fields.name ?? '';
  const room = (roomId: LessonEntry['fields']['rooms'][number]['roomId']) =>
    snapshot.rooms.get(roomId)?.fields.name ?? '';
  const className = (classId: LessonEntry['fields']['rooms'][number]['classId']) =>
    classId === null ? null : (snapshot.classes.get(classId)?.fields.name ?? null);
  const { sessionId, kind, mode, subject, grade, localDate, startMinute, plannedStartAtMs, unplanned } =
    fields;
  return {
    lessonId: id,
    version,
    sessionId,
    kind,
    mode,
    subject,
    grade,
    localDate,
    startMinute,
    plannedStartAtMs,
    plannedEndAtMs: plannedEndAtMs(fields),
    unplanned,
    ...(fields.language === undefined ? {} : { language: fields.language }),
    ...(fields.groupId === undefined ? {} : { groupId: fields.groupId }),
    slotId: fields.slotId,
    changed: fields.changed,
    cancelled: fields.cancelled,
    phase: fields.cancelled === null ? phase : 'cancelled',
    leadingSchool: { schoolId: fields.leadingSchoolId, name: schoolName(fields.leadingSchoolId) },
    lectureRoom:
      fields.lectureRoomId === null
        ? null
        : {
            roomId: fields.lectureRoomId,
            name: room(fields.lectureRoomId),
            ...soundIn(snapshot.rooms.get(fields.lectureRoomId)),
          },
    lecturer: {
      personId: fields.lecturerId,
      name: snapshot.people.get(fields.lecturerId)?.fields.name ?? '',
    },
    rooms: fields.rooms.map((each) => ({
      roomId: each.roomId,
      name: room(each.roomId),
      schoolId: each.schoolId,
      schoolName: schoolName(each.schoolId),
      className: className(each.classId),
      expectedCount: each.expectedCount,
      ...(snapshot.rooms.get(each.roomId)?.fields.pushToTalk === true ? { pushToTalk: true as const } : {}),
    })),
    leadingClass:
      fields.leadingClass === null
        ? null
        : {
            className: className(fields.leadingClass.classId),
            expectedCount: fields.leadingClass.expectedCount,
          },
    members: fields.memberIds.map((personId) => {
      const person = snapshot.people.get(personId)?.fields;
      const schoolId = person?.schoolId ?? null;
      return {
        personId,
        name: person?.name ?? '',
        schoolName: schoolId === null ? '' : schoolName(schoolId),
      };
    }),
  };
}

/** The schools that a school leads, and those that lead it, through links that hold today. */
export async function linkedSchools(mirrors: PlanningMirrors, schoolId: SchoolId): Promise<LinkedSchools> {
  await mirrors.fresh();
  const date = mirrors.date();
  const led = new Set<SchoolId>();
  const leading = new Set<SchoolId>();
  for (const { fields } of mirrors.links.inForce({ date }).values()) {
    if (!linkHolds(fields, date)) continue;
    if (fields.fromSchoolId === schoolId) led.add(fields.toSchoolId);
    if (fields.toSchoolId === schoolId) leading.add(fields.fromSchoolId);
  }
  return { led, leading };
}
