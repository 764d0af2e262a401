import { ok, type Result } from '../../shared/kernel/result.ts';
import { datesOfSlot, type SlotFields, type SlotRoom } from '../../shared/slot.ts';
import { invalid } from '../directory/directory.rules.ts';
import { liesInPeriod, sharedPeriod } from './bell.rules.ts';
import type { SlotGround } from './slot.ground.rules.ts';
import { busyLecturer, halvesOf } from './slot.week.rules.ts';

/** Below this share a listening school would sit through the end of one period and the beginning of another: not one lesson. */
export const OVERLAP_RATIO_LEAST = 0.5;

const MINUTES_A_DAY = 1_440;

/**
 * INVALID_VALUE {field, reason} for a slot that can never be right, whoever else is busy: who and what it names, its place in the term and
 * in both schools' bells, its links. `ground` does not count the slot itself.
 */
export function checkSlot(fields: SlotFields, ground: SlotGround): Result<void> {
  if (fields.startMinute + fields.durationMinutes > MINUTES_A_DAY) return invalid('durationMinutes', 'range');
  if (datesOfSlot(ground.days, fields).length === 0) return invalid('weekday', 'range');
  const leading = checkLeading(fields, ground);
  if (!leading.ok) return leading;
  const seen = new Set<string | null>([fields.lectureRoomId, fields.leadingClassId]);
  for (const [index, room] of fields.rooms.entries()) {
    const at = `rooms.${index}`;
    if (seen.has(room.roomId)) return invalid(`${at}.roomId`, 'duplicate');
    if (room.classId !== null && seen.has(room.classId)) return invalid(`${at}.classId`, 'duplicate');
    seen.add(room.roomId).add(room.classId);
    for (const check of [checkPlace(at, room, fields, ground), checkLinked(at, room, fields, ground)])
      if (!check.ok) return check;
  }
  return ok();
}

function checkLeading(fields: SlotFields, { snapshot, ringings }: SlotGround): Result<void> {
  const { leadingSchoolId, lecturerId, lectureRoomId, leadingClassId } = fields;
  if (!snapshot.schools.has(leadingSchoolId)) return invalid('leadingSchoolId', 'unknown');
  if (fields.plays !== undefined) return checkPlayedAlone(fields);
  // A delivery lesson never records the rooms that are called on.
  if (fields.recording?.stage === true) return invalid('recording', 'mismatch');
  const lecturer = snapshot.people.get(lecturerId)?.fields;
  if (lecturer?.schoolId !== leadingSchoolId) return invalid('lecturerId', 'unknown');
  if (!lecturer.roles.some((grant) => grant.role === 'lecturer')) return invalid('lecturerId', 'mismatch');
  const lectureRoom = lectureRoomId === null ? null : snapshot.rooms.get(lectureRoomId)?.fields;
  if (lectureRoom !== null) {
    if (lectureRoom?.schoolId !== leadingSchoolId) return invalid('lectureRoomId', 'unknown');
    if (!lectureRoom.ends.includes('lecture')) return invalid('lectureRoomId', 'mismatch');
  }
  if (leadingClassId !== null) {
    if (snapshot.classes.get(leadingClassId)?.fields.schoolId !== leadingSchoolId)
      return invalid('leadingClassId', 'unknown');
    if (lectureRoomId === null) return invalid('leadingClassId', 'mismatch');
  }
  const ringing = ringings.of(leadingSchoolId, fields.weekday);
  return ringing === null || liesInPeriod(ringing, fields) ? ok() : invalid('startMinute', 'range');
}

/** A recording brings nobody along; who taught in it is held against the recording, whatever became of them. */
function checkPlayedAlone({ lectureRoomId, leadingClassId, recording }: SlotFields): Result<void> {
  if (lectureRoomId !== null) return invalid('lectureRoomId', 'mismatch');
  if (leadingClassId !== null) return invalid('leadingClassId', 'mismatch');
  return recording === undefined ? ok() : invalid('recording', 'mismatch');
}

function checkPlace(at: string, room: SlotRoom, fields: SlotFields, ground: SlotGround): Result<void> {
  const { snapshot, ringings } = ground;
  const known = snapshot.rooms.get(room.roomId)?.fields;
  if (known?.schoolId !== room.schoolId) return invalid(`${at}.roomId`, 'unknown');
  if (!known.ends.includes('listening')) return invalid(`${at}.roomId`, 'mismatch');
  // One weekday and one minute are not the same instant under two clocks.
  if (snapshot.zoneOf(room.schoolId) !== snapshot.zoneOf(fields.leadingSchoolId))
    return invalid(`${at}.roomId`, 'mismatch');
  if (room.classId !== null) {
    const pupils = snapshot.classes.get(room.classId)?.fields;
    if (pupils?.schoolId !== room.schoolId) return invalid(`${at}.classId`, 'unknown');
    if (!sameGrade(pupils.grade, fields.grade)) return invalid(`${at}.classId`, 'mismatch');
  }
  const ringing = ringings.of(room.schoolId, fields.weekday);
  if (ringing !== null && sharedPeriod(ringing, fields).ratio < OVERLAP_RATIO_LEAST)
    return invalid(`${at}.roomId`, 'range');
  return ok();
}

function checkLinked(at: string, room: SlotRoom, fields: SlotFields, ground: SlotGround): Result<void> {
  const link = ground.links.get(room.linkId)?.fields;
  const bound = link?.fromSchoolId === fields.leadingSchoolId && link.toSchoolId === room.schoolId;
  if (!bound) return invalid(`${at}.linkId`, 'unknown');
  const holds = datesOfSlot(ground.days, fields).some((date) => ground.holds(room.linkId, date));
  if (!holds || link.subject !== fields.subject || !sameGrade(link.grade, fields.grade))
    return invalid(`${at}.linkId`, 'mismatch');
  const halves = (ground.halvesOfLinks.get(room.linkId) ?? 0) + halvesOf(fields);
  return halves > 2 * link.periodsPerWeek ? invalid(`${at}.linkId`, 'range') : ok();
}

/** Where one side says no grade, it means every one. */
const sameGrade = (a: string, b: string) => a === '' || b === '' || a === b;

/** Everything that a slot holds, with the field that names it. */
export function holdings(slot: SlotFields) {
  const { lectureRoomId, leadingClassId, rooms } = slot;
  return [
    { field: 'lecturerId', kind: 'lecturer', id: busyLecturer(slot) },
    { field: 'lectureRoomId', kind: 'lectureRoom', id: lectureRoomId },
    { field: 'leadingClassId', kind: 'leadingClass', id: leadingClassId },
    ...rooms.flatMap((room, index) => [
      { field: `rooms.${index}.roomId`, kind: 'listeningRoom' as const, id: room.roomId },
      { field: `rooms.${index}.classId`, kind: 'listeningClass' as const, id: room.classId },
    ]),
  ] as const;
}

/** INVALID_VALUE {field, reason: 'taken'} when somebody or something that the slot needs is busy at that place of the week. */
export function checkFree(slot: SlotFields, { week }: Pick<SlotGround, 'week'>): Result<void> {
  const taken = holdings(slot).find(({ id }) => id !== null && week.holder(id, slot) !== null);
  return taken === undefined ? ok() : invalid(taken.field, 'taken');
}
