import { ok, type Result } from '../../shared/kernel/result.ts';
import { wallClock } from '../../shared/kernel/time.ts';
import type { LessonFields, LessonRoom } from '../../shared/lesson.ts';
import type { RouteBody } from '../../shared/wire/routes.ts';
import { invalid } from '../directory/directory.rules.ts';
import type { DirectoryView } from '../directory/directory.types.ts';
import type { Clock } from '../platform/ports.ts';
import type { Step } from './lesson.change.types.ts';
import { checkGroupOf, checkMembers, checkSeen, roomsOf } from './lesson.drafts.ts';
import { planGround } from './lesson.service.ts';
import type { PlanningMirrors } from './planning.mirrors.ts';
import { checkRooms, checkWish, type PlanGround } from './planning.rules.ts';
import type { LessonEntry } from './planning.types.ts';

type Wish = RouteBody<'lesson.regroup'>;
type Deps = { readonly mirrors: PlanningMirrors; readonly clock: Clock };

/**
 * A master lesson that becomes another group's meeting, with whoever takes part then: all of it is held against the registers of its day,
 * as when it was planned. The group that it leaves has one meeting fewer, and nothing that failed.
 */
export function regrouping(wish: Wish, { mirrors, clock }: Deps): Step {
  const groundOf = (view: DirectoryView, { fields }: LessonEntry) =>
    planGround(mirrors, view, fields.localDate);
  let rooms: readonly LessonRoom[] = [];
  return {
    act: 'regroup',
    async check(first, { view }) {
      const ground = await groundOf(view, first);
      const today = wallClock(clock.nowMs(), first.fields.zone).date;
      const checked = checkRegroup(first.fields, wish, { view, ground, today });
      rooms = roomsAfter(first.fields, wish, ground);
      return checked;
    },
    become:
      () =>
      ({ fields }) =>
        regrouped(fields, wish, rooms),
  };
}

type At = {
  readonly view: DirectoryView;
  readonly ground: PlanGround;
  readonly today: LessonFields['localDate'];
};

function checkRegroup(fields: LessonFields, wish: Wish, { view, ground, today }: At): Result<void> {
  const { snapshot } = view;
  const { groupId, memberIds, roomIds } = wish;
  if (fields.kind !== 'master') return invalid('groupId', 'mismatch');
  // A room that was there stays, whoever asks; whoever asks for another must see it.
  const standing = new Set(fields.rooms.map((room) => room.roomId));
  for (const check of [
    checkSeen(
      view,
      roomIds.filter((id) => !standing.has(id)),
    ),
    checkWish({ ...fields, roomIds, memberIds }, today),
    checkMembers(view, memberIds),
    checkRooms(snapshot, roomIds, fields.lectureRoomId),
    groupId === null ? ok() : checkGroupOf({ kind: fields.kind, groupId }, fields.leadingSchoolId, ground),
  ])
    if (!check.ok) return check;
  const [first] = roomIds;
  const school = first === undefined ? undefined : snapshot.rooms.get(first)?.fields.schoolId;
  // Its date and minute are those of the clock under which it was planned.
  if (school !== undefined && snapshot.zoneOf(school) !== fields.zone) return invalid('roomIds', 'mismatch');
  return isSame(fields, wish) ? invalid('groupId', 'mismatch') : ok();
}

const isSame = (fields: LessonFields, { groupId, memberIds, roomIds }: Wish): boolean =>
  (fields.groupId ?? null) === groupId &&
  sameIds(fields.memberIds, memberIds) &&
  sameIds(
    fields.rooms.map((room) => room.roomId),
    roomIds,
  );

const sameIds = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && new Set([...a, ...b]).size === a.length;

/** Who stays keeps their class and number; who comes in is completed from the registers. */
function roomsAfter(fields: LessonFields, { roomIds }: Wish, ground: PlanGround): readonly LessonRoom[] {
  const standing = new Map(fields.rooms.map((room) => [room.roomId, room]));
  const made = roomsOf(ground, roomIds, { subject: fields.subject, grade: fields.grade, link: null });
  return made.map((room) => standing.get(room.roomId) ?? room);
}

function regrouped(
  { groupId: _, ...fields }: LessonFields,
  { groupId, memberIds, reason }: Wish,
  rooms: readonly LessonRoom[],
): LessonFields {
  return {
    ...fields,
    ...(groupId === null ? {} : { groupId }),
    memberIds: memberIds.filter((id) => id !== fields.lecturerId),
    rooms: [...rooms],
    changed: { kind: 'regrouped', reason },
  };
}
