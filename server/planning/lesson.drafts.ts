import { type PersonId, type RoomId, type SchoolId, sessionId } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import { instantOf, wallClock } from '../../shared/kernel/time.ts';
import type { LessonFields, LessonRoom } from '../../shared/lesson.ts';
import type { RouteBody } from '../../shared/wire/routes.ts';
import { invalid } from '../directory/directory.rules.ts';
import { allowed } from '../directory/directory.service.ts';
import type { DirectoryView } from '../directory/directory.types.ts';
import type { Clock, NewId } from '../platform/ports.ts';
import {
  checkLectureRoom,
  checkRooms,
  checkWish,
  type Ground,
  leadingClass,
  lessonRoom,
  linkFits,
  type PlanGround,
  sharedGrade,
} from './planning.rules.ts';
import type { PlayedRecording } from './planning.types.ts';

type Tools = { readonly clock: Clock; readonly newId: NewId };

type PlanWish = {
  readonly body: RouteBody<'lesson.plan'>;
  readonly ground: PlanGround;
  /** What the asker may see of the recording that is named; null for nothing. */
  readonly played: PlayedRecording | null;
};

/** The lesson that somebody wishes to plan, completed from the registers. */
export function plannedLesson(
  { clock, newId }: Tools,
  view: DirectoryView,
  { body, ground, played }: PlanWish,
): Result<LessonFields> {
  const { snapshot } = view;
  const { roomIds, leadingClassId, memberIds = [], ...wish } = body;
  const led = body.plays === undefined ? ledLive(view, body) : ledByRecording(view, body, played);
  if (!led.ok) return led;
  const { lecturerId, leadingSchoolId } = led.value;
  const seenRooms = checkSeen(view, roomIds);
  if (!seenRooms.ok) return seenRooms;
  const zone = zoneOfRooms(view, roomIds, leadingSchoolId);
  const today = wallClock(clock.nowMs(), zone).date;
  for (const check of [
    checkWish({ ...body, lecturerId, memberIds }, today),
    checkMembers(view, memberIds),
    checkRooms(snapshot, roomIds, body.lectureRoomId),
    checkLectureRoom(snapshot, { lectureRoomId: body.lectureRoomId, schoolId: leadingSchoolId }),
  ])
    if (!check.ok) return check;
  const group = checkGroupOf(body, leadingSchoolId, ground);
  if (!group.ok) return group;
  const link = ground.links.find((each) => each.id === body.linkId) ?? null;
  const rooms = roomsOf(ground, roomIds, { subject: body.subject, grade: body.grade, link });
  const receiving = rooms.map((room) => room.schoolId);
  const lesson = { subject: body.subject, grade: body.grade, fromSchoolId: leadingSchoolId };
  if (body.linkId !== null && (link === null || !linkFits(link.fields, lesson, receiving)))
    return invalid('linkId', 'unknown');
  const beside = leadingClass(
    snapshot,
    { lectureRoomId: body.lectureRoomId, schoolId: leadingSchoolId, grade: body.grade },
    leadingClassId,
  );
  if (!beside.ok) return beside;
  return ok({
    ...wish,
    lecturerId,
    leadingClass: beside.value,
    memberIds: memberIds.filter((id) => id !== lecturerId),
    sessionId: sessionId.parse(newId()),
    zone,
    plannedStartAtMs: instantOf(body.localDate, body.startMinute, zone),
    leadingSchoolId,
    rooms,
    unplanned: false,
    slotId: null,
    changed: null,
    cancelled: null,
  });
}

type Led = Result<{ readonly lecturerId: PersonId; readonly leadingSchoolId: SchoolId }>;

function ledLive(view: DirectoryView, { lecturerId }: RouteBody<'lesson.plan'>): Led {
  const { snapshot, actor } = view;
  const lecturer = lecturerId === null ? undefined : snapshot.people.get(lecturerId);
  const seen = lecturer !== undefined && view.may('person.list', view.scopeOfPerson(lecturer));
  const leadingSchoolId = lecturer?.fields.schoolId ?? null;
  if (!seen || leadingSchoolId === null) return invalid('lecturerId', 'unknown');
  if (!lecturer.fields.roles.some((grant) => grant.role === 'lecturer'))
    return invalid('lecturerId', 'mismatch');
  const mayPlan = allowed(
    view.may('lesson.plan', {
      paths: [snapshot.pathOf(leadingSchoolId)],
      relations: [
        ...(lecturer.id === actor.personId ? (['lecturer'] as const) : []),
        ...(leadingSchoolId === actor.schoolId ? (['leadingSchool'] as const) : []),
      ],
    }),
  );
  return mayPlan.ok ? ok({ lecturerId: lecturer.id, leadingSchoolId }) : mayPlan;
}

/** Whoever may plan where it was taught may play it anywhere they see; whoever may plan for every room of it needs nobody else. */
function ledByRecording(
  view: DirectoryView,
  { localDate, roomIds, lecturerId }: RouteBody<'lesson.plan'>,
  played: PlayedRecording | null,
): Led {
  if (played === null) return invalid('plays', 'unknown');
  if (lecturerId !== null && lecturerId !== played.lecturerId) return invalid('lecturerId', 'mismatch');
  const mayAt = (schoolId: SchoolId | undefined) =>
    schoolId !== undefined &&
    view.may('lesson.plan', { paths: [view.snapshot.pathOf(schoolId)], relations: [] });
  const schools = roomIds.map((id) => view.snapshot.rooms.get(id)?.fields.schoolId);
  const mayPlan = allowed(mayAt(played.leadingSchoolId) || (schools.length > 0 && schools.every(mayAt)));
  if (!mayPlan.ok) return mayPlan;
  if (!played.whole) return invalid('plays', 'mismatch');
  if (played.keptUntil !== null && played.keptUntil < localDate) return invalid('plays', 'range');
  return ok({ lecturerId: played.lecturerId, leadingSchoolId: played.leadingSchoolId });
}

/**
 * A lesson of the asker's own school, now. It is attached to a link when exactly one of the school's links fits its subject, its rooms'
 * schools and their common grade; else it counts apart. It is spoken from the school's lecture room when there is exactly one.
 */
export function improvisedLesson(
  { clock, newId }: Tools,
  view: DirectoryView,
  { body, ground }: { readonly body: RouteBody<'lesson.improvise'>; readonly ground: Ground },
): Result<LessonFields> {
  const { snapshot, actor } = view;
  const { subject, durationMinutes, roomIds } = body;
  const leadingSchoolId = actor.schoolId;
  if (leadingSchoolId === null) return fail('FORBIDDEN');
  const own = { paths: [snapshot.pathOf(leadingSchoolId)], relations: [] };
  const mayTeach = allowed(view.may('lesson.improvise', own));
  if (!mayTeach.ok) return mayTeach;
  const seenRooms = checkSeen(view, roomIds);
  if (!seenRooms.ok) return seenRooms;
  const lectureRooms = [...snapshot.rooms.values()].filter(
    ({ fields }) => fields.schoolId === leadingSchoolId && fields.ends.includes('lecture'),
  );
  const [only] = lectureRooms;
  const lectureRoomId = lectureRooms.length === 1 && only && !roomIds.includes(only.id) ? only.id : null;
  const checked = checkRooms(snapshot, roomIds, lectureRoomId);
  if (!checked.ok) return checked;
  const grade = sharedGrade(snapshot, roomsOf(ground, roomIds, { subject, grade: '', link: null }));
  const schools = roomIds.flatMap((id) => snapshot.rooms.get(id)?.fields.schoolId ?? []);
  const fitting = ground.links.filter((each) =>
    linkFits(each.fields, { subject, grade, fromSchoolId: leadingSchoolId }, schools),
  );
  const [fit] = fitting;
  const link = fitting.length === 1 && fit ? fit : null;
  const zone = zoneOfRooms(view, roomIds, leadingSchoolId);
  const now = wallClock(clock.nowMs(), zone);
  const beside = leadingClass(snapshot, { lectureRoomId, schoolId: leadingSchoolId, grade }, undefined);
  if (!beside.ok) return beside;
  return ok({
    leadingClass: beside.value,
    memberIds: [],
    sessionId: sessionId.parse(newId()),
    kind: 'delivery',
    mode: 'interactive',
    subject,
    grade,
    localDate: now.date,
    startMinute: now.minute,
    durationMinutes,
    zone,
    plannedStartAtMs: instantOf(now.date, now.minute, zone),
    leadingSchoolId,
    lectureRoomId,
    lecturerId: actor.personId,
    linkId: link?.id ?? null,
    rooms: roomsOf(ground, roomIds, { subject, grade, link }),
    unplanned: true,
    slotId: null,
    changed: null,
    cancelled: null,
  });
}

export function checkSeen(view: DirectoryView, roomIds: readonly RoomId[]): Result<void> {
  const seen = roomIds.every((id) => {
    const room = view.snapshot.rooms.get(id);
    return room !== undefined && view.may('room.list', view.scopeOfSchool(room.fields.schoolId));
  });
  return seen ? ok() : invalid('roomIds', 'unknown');
}

/** Colleagues are named from the whole tree: a seminar brings schools together. Each stands in the register, once. */
export function checkMembers({ snapshot }: DirectoryView, memberIds: readonly PersonId[]): Result<void> {
  if (new Set(memberIds).size < memberIds.length) return invalid('memberIds', 'duplicate');
  return memberIds.every((id) => snapshot.people.has(id)) ? ok() : invalid('memberIds', 'unknown');
}

/** A meeting is led by one of the group's schools. */
export function checkGroupOf(
  { kind, groupId }: Pick<RouteBody<'lesson.plan'>, 'kind' | 'groupId'>,
  leadingSchoolId: SchoolId,
  { groups }: PlanGround,
): Result<void> {
  if (groupId === undefined) return ok();
  const group = groups.get(groupId);
  if (group === undefined) return invalid('groupId', 'unknown');
  const isOurs = [group.schoolId, ...group.memberSchoolIds].includes(leadingSchoolId);
  return kind === 'master' && isOurs ? ok() : invalid('groupId', 'mismatch');
}

export function roomsOf(
  ground: Ground,
  roomIds: readonly RoomId[],
  lesson: Parameters<typeof lessonRoom>[2],
): LessonRoom[] {
  return roomIds.flatMap((id) => lessonRoom(ground, id, lesson) ?? []);
}

/** The clock of the receiving point; of the leading school when nobody listens in a room. */
function zoneOfRooms(
  { snapshot }: DirectoryView,
  roomIds: readonly RoomId[],
  leadingSchoolId: LessonFields['leadingSchoolId'],
) {
  const first = roomIds.map((id) => snapshot.rooms.get(id)).find((room) => room !== undefined);
  return snapshot.zoneOf(first?.fields.schoolId ?? leadingSchoolId);
}
