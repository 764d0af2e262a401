import type { ClassId, PersonId, RoomId, SchoolId } from '../../shared/kernel/ids.ts';
import type { SlotFields } from '../../shared/slot.ts';
import type { Group, PlannerInput } from './planner.types.ts';
import { halvesOf, type WeekPart } from './slot.week.rules.ts';

/** Who leads, and from where. */
export type Lead = {
  readonly lecturerId: PersonId;
  readonly lectureRoomId: RoomId;
  readonly leadingClassId: ClassId | null;
  /** Lower is better. */
  readonly cost: number;
};

/** The lecturers and lecture rooms of every leading school, and what they teach in a week. */
export type Staff = {
  lecturers(schoolId: SchoolId): readonly PersonId[];
  lectureRooms(schoolId: SchoolId): readonly RoomId[];
  count(slot: SlotFields, sign: 1 | -1): void;
  /** The best free lecturer and lecture room at a place in the week; null when there are none. */
  lead(group: Group, at: WeekPart): Lead | null;
};

const COST = { otherLecturer: 30, otherRoom: 4, newSubject: 12, newGrade: 3, tired: 25, lessonOnTheDay: 1.5 };

export function createStaff({ ground, slots, settings }: PlannerInput): Staff {
  const { snapshot, week } = ground;
  const lecturers = Map.groupBy(
    [...snapshot.people.values()].filter((each) =>
      each.fields.roles.some((grant) => grant.role === 'lecturer'),
    ),
    (each) => each.fields.schoolId,
  );
  const lectureRooms = Map.groupBy(
    [...snapshot.rooms.values()].filter((each) => each.fields.ends.includes('lecture')),
    (each) => each.fields.schoolId,
  );
  const homeClasses = Map.groupBy(
    [...snapshot.classes.values()].filter((each) => each.fields.homeRoomId !== null),
    (each) => each.fields.homeRoomId,
  );
  const halves = new Map<string, number>();
  const taught = (id: PersonId, subject = '', grade = '') => halves.get(`${id}/${subject}/${grade}`) ?? 0;
  const count = (slot: SlotFields, sign: 1 | -1) => {
    const { lecturerId, subject, grade } = slot;
    for (const key of ['/', `${subject}/`, `${subject}/${grade}`]) {
      const full = `${lecturerId}/${key}`;
      halves.set(full, (halves.get(full) ?? 0) + sign * halvesOf(slot));
    }
  };
  for (const { fields } of slots) if (fields.plays === undefined) count(fields, 1);

  /** Whoever has the fewest periods, except that they rather go on in a subject and grade than begin another. */
  const lecturerCost = (id: PersonId, group: Group, at: WeekPart) => {
    const all = taught(id);
    const same = taught(id, group.subject);
    return (
      all / 2 +
      (group.lecturerId !== null && group.lecturerId !== id ? COST.otherLecturer : 0) +
      (all > 0 && same === 0 ? COST.newSubject : 0) +
      (same > 0 && taught(id, group.subject, group.grade) === 0 ? COST.newGrade : 0) +
      (all / 2 >= settings.lecturerPeriods ? COST.tired : 0) +
      week.countOn(id, at.weekday) * COST.lessonOnTheDay
    );
  };
  const roomOf = (group: Group, at: WeekPart) => {
    let best: { id: RoomId; classId: ClassId | null; cost: number } | null = null;
    for (const { id } of lectureRooms.get(group.leadingSchoolId) ?? []) {
      if (week.holder(id, at) !== null) continue;
      const home = homeClasses.get(id) ?? [];
      const own = home.find((each) => each.fields.grade === group.grade);
      const beside = own !== undefined && week.holder(own.id, at) === null;
      const away = group.lectureRoomId !== null && group.lectureRoomId !== id ? COST.otherRoom : 0;
      const cost = away + (home.length > 0 && !beside ? COST.otherRoom : 0);
      if (best === null || cost < best.cost) best = { id, classId: beside ? own.id : null, cost };
    }
    return best;
  };

  return {
    lecturers: (schoolId) => (lecturers.get(schoolId) ?? []).map((each) => each.id),
    lectureRooms: (schoolId) => (lectureRooms.get(schoolId) ?? []).map((each) => each.id),
    count,
    lead(group, at) {
      const room = roomOf(group, at);
      if (room === null) return null;
      let best: { id: PersonId; cost: number } | null = null;
      for (const { id } of lecturers.get(group.leadingSchoolId) ?? []) {
        if (week.holder(id, at) !== null) continue;
        const cost = lecturerCost(id, group, at);
        if (best === null || cost < best.cost) best = { id, cost };
      }
      if (best === null) return null;
      return {
        lecturerId: best.id,
        lectureRoomId: room.id,
        leadingClassId: room.classId,
        cost: best.cost + room.cost,
      };
    },
  };
}
