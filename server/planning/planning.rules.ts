import type { GroupFields } from '../../shared/group.ts';
import type {
  ClassId,
  GroupId,
  LinkId,
  NeedId,
  PersonId,
  RoomId,
  SchoolId,
} from '../../shared/kernel/ids.ts';
import { ok, type Result } from '../../shared/kernel/result.ts';
import { addDays, type LocalDate } from '../../shared/kernel/time.ts';
import type { LessonFields, LessonRoom } from '../../shared/lesson.ts';
import type { LinkFields } from '../../shared/link.ts';
import type { LocalTeachingFields } from '../../shared/local-teaching.ts';
import type { NeedFields } from '../../shared/need.ts';
import { policyFor } from '../../shared/session/session.policy.ts';
import { invalid } from '../directory/directory.rules.ts';
import type { DirectorySnapshot, Entry } from '../directory/directory.types.ts';

export type NeedEntry = Entry<NeedId, NeedFields>;
export type LinkEntry = Entry<LinkId, LinkFields>;

/** The registers on the day of a lesson. */
export type Ground = {
  readonly snapshot: DirectorySnapshot;
  readonly needs: readonly NeedEntry[];
  readonly links: readonly LinkEntry[];
};

/** With the groups of teachers that are there on that day. */
export type PlanGround = Ground & { readonly groups: ReadonlyMap<GroupId, GroupFields> };

/** A longer list than a school year is a mistake, and a lesson further ahead than that too. */
export const LONGEST_PERIOD_DAYS = 400;

export type LessonWish = Pick<
  LessonFields,
  'kind' | 'mode' | 'subject' | 'grade' | 'localDate' | 'linkId' | 'lectureRoomId' | 'lecturerId'
> &
  Pick<LessonFields, 'plays' | 'recording'> & {
    readonly roomIds: readonly RoomId[];
    readonly memberIds: readonly PersonId[];
  };

/** What is wrong with a lesson before anybody asks who may plan it; `today` at the receiving point. */
export function checkWish(wish: LessonWish, today: LocalDate): Result<void> {
  const policy = policyFor(wish.kind, wish.mode);
  if (policy === null) return invalid('mode', 'mismatch');
  if ((policy.plays === true) !== (wish.plays !== undefined)) return invalid('plays', 'mismatch');
  if (policy.plays === true && wish.lectureRoomId !== null) return invalid('lectureRoomId', 'mismatch');
  if (policy.parts.room === undefined && wish.roomIds.length > 0) return invalid('roomIds', 'mismatch');
  if (policy.memberPart === null && wish.memberIds.length > 0) return invalid('memberIds', 'mismatch');
  if (policy.memberPart === 'member' && wish.memberIds.length === 0) return invalid('memberIds', 'range');
  if (wish.recording?.stage === true && policy.recordsStage !== true) return invalid('recording', 'mismatch');
  if (wish.kind === 'delivery' && wish.roomIds.length === 0) return invalid('roomIds', 'range');
  if (wish.localDate < today || wish.localDate > addDays(today, LONGEST_PERIOD_DAYS))
    return invalid('localDate', 'range');
  return ok();
}

/** Rooms that listen: each once, equipped for it, none of them the one that is spoken from, all under one clock. */
export function checkRooms(
  { rooms, zoneOf }: DirectorySnapshot,
  roomIds: readonly RoomId[],
  lectureRoomId: RoomId | null,
): Result<void> {
  if (new Set(roomIds).size < roomIds.length) return invalid('roomIds', 'duplicate');
  if (lectureRoomId !== null && roomIds.includes(lectureRoomId)) return invalid('roomIds', 'mismatch');
  const fields = roomIds.flatMap((id) => rooms.get(id)?.fields ?? []);
  if (fields.length < roomIds.length) return invalid('roomIds', 'unknown');
  if (fields.some((room) => !room.ends.includes('listening'))) return invalid('roomIds', 'mismatch');
  // A lesson has one date and one minute; in two zones they would not be the same instant.
  if (new Set(fields.map((room) => zoneOf(room.schoolId))).size > 1) return invalid('roomIds', 'mismatch');
  return ok();
}

/** The lesson's leading school is its lecturer's; the room that is spoken from must be there. */
export function checkLectureRoom(
  { rooms }: DirectorySnapshot,
  { lectureRoomId, schoolId }: { readonly lectureRoomId: RoomId | null; readonly schoolId: string },
): Result<void> {
  if (lectureRoomId === null) return ok();
  const room = rooms.get(lectureRoomId)?.fields;
  if (room?.schoolId !== schoolId) return invalid('lectureRoomId', 'unknown');
  return room.ends.includes('lecture') ? ok() : invalid('lectureRoomId', 'mismatch');
}

/**
 * Who sits with the lecturer: the class that was named, else the lecture room's home class, of several the one of the lesson's grade.
 * A class of another school is refused.
 */
export function leadingClass(
  { classes }: DirectorySnapshot,
  at: { readonly lectureRoomId: RoomId | null; readonly schoolId: SchoolId; readonly grade: string },
  wishedId: ClassId | null | undefined,
): Result<LessonFields['leadingClass']> {
  if (at.lectureRoomId === null || wishedId === null) return ok(null);
  const named = wishedId === undefined ? undefined : classes.get(wishedId);
  if (wishedId !== undefined && named?.fields.schoolId !== at.schoolId)
    return invalid('leadingClassId', 'unknown');
  const home = [...classes.values()].filter((each) => each.fields.homeRoomId === at.lectureRoomId);
  const ofGrade = home.filter((each) => each.fields.grade === at.grade);
  const found = named ?? (home.length === 1 ? home[0] : ofGrade.length === 1 ? ofGrade[0] : undefined);
  return ok(found === undefined ? null : { classId: found.id, expectedCount: found.fields.enrolledCount });
}

/** A lesson counts for a link only between its two schools, in its subject and, where both say one, its grade. */
export function linkFits(
  link: LinkFields,
  lesson: { readonly subject: string; readonly grade: string; readonly fromSchoolId: string },
  receiving: readonly string[],
): boolean {
  return (
    link.fromSchoolId === lesson.fromSchoolId &&
    link.subject === lesson.subject &&
    (link.grade === '' || lesson.grade === '' || link.grade === lesson.grade) &&
    receiving.includes(link.toSchoolId)
  );
}

/**
 * Who sits in a room and which need is served there. The class is the room's home class; of several the one of the lesson's grade.
 * The need is the link's own, else the school's need in force for the subject and grade; without a grade that of the class.
 */
export function lessonRoom(
  { snapshot, needs }: Ground,
  roomId: RoomId,
  lesson: { readonly subject: string; readonly grade: string; readonly link: LinkEntry | null },
): LessonRoom | null {
  const schoolId = snapshot.rooms.get(roomId)?.fields.schoolId;
  if (schoolId === undefined) return null;
  const home = [...snapshot.classes.values()].filter((each) => each.fields.homeRoomId === roomId);
  const ofGrade = home.filter((each) => each.fields.grade === lesson.grade);
  const found = home.length === 1 ? home[0] : ofGrade.length === 1 ? ofGrade[0] : undefined;
  const grade = lesson.grade === '' ? (found?.fields.grade ?? '') : lesson.grade;
  const open = needs.filter(
    (each) => each.fields.schoolId === schoolId && each.fields.status.state === 'inForce',
  );
  const need =
    open.find((each) => each.id === lesson.link?.fields.needId) ??
    open.find((each) => each.fields.subject === lesson.subject && each.fields.grade === grade);
  return {
    roomId,
    schoolId,
    classId: found?.id ?? null,
    expectedCount: found?.fields.enrolledCount ?? 0,
    needId: need?.id ?? null,
    linkId: lesson.link?.fields.toSchoolId === schoolId ? lesson.link.id : null,
  };
}

/** The grade that all classes of the rooms share, or none. */
export function sharedGrade(snapshot: DirectorySnapshot, rooms: readonly LessonRoom[]): string {
  const grades = new Set(
    rooms.map((room) =>
      room.classId === null ? '' : (snapshot.classes.get(room.classId)?.fields.grade ?? ''),
    ),
  );
  const [only] = grades;
  return grades.size === 1 ? (only ?? '') : '';
}

type Beside<Fields> = Iterable<{ readonly fields: Fields }>;

/** Once for a school, subject, grade and class: twice would double the denominator. */
export function checkNeed(others: Beside<NeedFields>, fields: NeedFields): Result<void> {
  if (fields.status.state !== 'inForce') return ok();
  for (const { fields: each } of others)
    if (
      each.status.state === 'inForce' &&
      each.schoolId === fields.schoolId &&
      each.subject === fields.subject &&
      each.grade === fields.grade &&
      each.classId === fields.classId
    )
      return invalid('subject', 'taken');
  return ok();
}

/** Whether a link is, or may become, a bond of its two schools. */
const stands = ({ status }: LinkFields) => status.state === 'accepted' || status.state === 'offered';

export function checkLink(
  {
    needOf,
    links,
  }: { readonly needOf: (id: NeedId) => NeedFields | undefined; readonly links: Beside<LinkFields> },
  fields: LinkFields,
): Result<void> {
  const { fromSchoolId, toSchoolId, needId, subject, grade } = fields;
  if (fromSchoolId === toSchoolId) return invalid('toSchoolId', 'mismatch');
  if (!stands(fields)) return ok();
  if (needId !== null) {
    const need = needOf(needId);
    if (need?.schoolId !== toSchoolId || need.status.state !== 'inForce') return invalid('needId', 'unknown');
    if (need.subject !== subject) return invalid('subject', 'mismatch');
    if (need.grade !== grade) return invalid('grade', 'mismatch');
  }
  for (const { fields: each } of links)
    if (
      stands(each) &&
      each.fromSchoolId === fromSchoolId &&
      each.toSchoolId === toSchoolId &&
      each.subject === subject &&
      each.grade === grade
    )
      return invalid('subject', 'taken');
  return ok();
}

export function checkLocalTeaching(
  others: Beside<LocalTeachingFields>,
  fields: LocalTeachingFields,
): Result<void> {
  for (const { fields: each } of others)
    if (each.schoolId === fields.schoolId && each.subject === fields.subject && each.grade === fields.grade)
      return invalid('subject', 'taken');
  return ok();
}
