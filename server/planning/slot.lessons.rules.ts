import { canonicalJson } from '../../shared/kernel/canonical-json.ts';
import { type LinkId, type SlotId, sessionId } from '../../shared/kernel/ids.ts';
import { instantOf, type LocalDate, type Zone } from '../../shared/kernel/time.ts';
import type { LessonFields, LessonRoom } from '../../shared/lesson.ts';
import type { LinkFields } from '../../shared/link.ts';
import type { SlotFields, SlotRoom } from '../../shared/slot.ts';
import type { DirectorySnapshot } from '../directory/directory.types.ts';
import type { NeedEntry } from './planning.rules.ts';
import type { LessonEntry } from './planning.types.ts';
import { lessonDates, type SlotCalendar } from './slot.dates.rules.ts';
import type { SlotEntry } from './slot.ground.rules.ts';

export type LessonGround = SlotCalendar & {
  readonly links: ReadonlyMap<LinkId, { readonly fields: LinkFields }>;
  readonly snapshot: Pick<DirectorySnapshot, 'classes' | 'zoneOf'>;
  /** The needs in force, by school. */
  readonly needsOf: (schoolId: SlotRoom['schoolId']) => readonly NeedEntry[];
  readonly instantOf: typeof instantOf;
  /** Nothing is made for what has begun already. */
  readonly nowMs: number;
};

/** The lessons of a slot that are still to come, as the registers of today complete them. */
export function lessonsOf(
  { id, fields: slot }: SlotEntry,
  ground: LessonGround,
  newId: () => string,
): LessonFields[] {
  const { classes, zoneOf } = ground.snapshot;
  const enrolled = (classId: SlotRoom['classId']) =>
    classId === null ? 0 : (classes.get(classId)?.fields.enrolledCount ?? 0);
  const { leadingClassId } = slot;
  return lessonDates(slot, ground).flatMap(({ date, rooms }): LessonFields[] | LessonFields => {
    const [first] = rooms;
    const zone = zoneOf(first?.schoolId ?? slot.leadingSchoolId);
    const plannedStartAtMs = ground.instantOf(date, slot.startMinute, zone);
    if (plannedStartAtMs <= ground.nowMs) return [];
    const links = new Set(rooms.map((room) => room.linkId));
    return {
      ...{ sessionId: sessionId.parse(newId()), kind: 'delivery', slotId: id },
      ...{ memberIds: [], changed: null, mode: slot.plays === undefined ? 'interactive' : 'recorded' },
      ...(slot.language === undefined ? {} : { language: slot.language }),
      ...(slot.recording === undefined ? {} : { recording: slot.recording }),
      ...(slot.plays === undefined ? {} : { plays: slot.plays }),
      ...{ subject: slot.subject, grade: slot.grade, zone, plannedStartAtMs },
      ...{ localDate: date, startMinute: slot.startMinute, durationMinutes: slot.durationMinutes },
      leadingSchoolId: slot.leadingSchoolId,
      lectureRoomId: slot.lectureRoomId,
      lecturerId: slot.lecturerId,
      leadingClass:
        leadingClassId === null ? null : { classId: leadingClassId, expectedCount: enrolled(leadingClassId) },
      linkId: links.size === 1 ? (first?.linkId ?? null) : null,
      rooms: rooms.map((room): LessonRoom => {
        return {
          roomId: room.roomId,
          schoolId: room.schoolId,
          classId: room.classId,
          expectedCount: enrolled(room.classId),
          needId: needOf(slot, room, ground),
          linkId: links.size === 1 ? null : room.linkId,
        };
      }),
      unplanned: false,
      cancelled: null,
    };
  });
}

/** The need that the link was made for, while it is in force; else the class's or the school's own in that subject and grade. */
function needOf(slot: SlotFields, room: SlotRoom, { links, needsOf, snapshot }: LessonGround) {
  const open = needsOf(room.schoolId);
  const linked = links.get(room.linkId)?.fields.needId ?? null;
  const pupils = room.classId === null ? undefined : snapshot.classes.get(room.classId)?.fields;
  const grade = slot.grade === '' ? (pupils?.grade ?? '') : slot.grade;
  const fitting = open.filter(({ fields }) => fields.subject === slot.subject && fields.grade === grade);
  const found =
    open.find((each) => each.id === linked) ??
    fitting.find((each) => each.fields.classId !== null && each.fields.classId === room.classId) ??
    fitting.find((each) => each.fields.classId === null);
  return found?.id ?? null;
}

/** A lesson of a slot that has not begun, and the date of the slot of which it was made, before anybody moved it. */
export type SlotLesson = { readonly lesson: LessonEntry; readonly slotDate: LocalDate };

export type Reconciled = {
  readonly add: readonly LessonFields[];
  readonly revise: readonly { readonly before: LessonEntry; readonly fields: LessonFields }[];
  /** They are not held, and were never cancelled: the timetable has no such lesson any more. */
  readonly withdraw: readonly LessonEntry[];
};

/**
 * What makes the lessons of slots equal to what the slots say now. What somebody changed by hand stays as they left it while the slot has
 * that date; cancelled lessons stay in any case, with their reason.
 */
export function reconcile(wanted: readonly LessonFields[], existing: readonly SlotLesson[]): Reconciled {
  const keyOf = (slotId: SlotId | null, date: LocalDate) => `${slotId} ${date}`;
  const made = new Map(
    existing.map((each) => [keyOf(each.lesson.fields.slotId, each.slotDate), each.lesson]),
  );
  const wantedKeys = new Set(wanted.map((each) => keyOf(each.slotId, each.localDate)));
  const add: LessonFields[] = [];
  const revise: { before: LessonEntry; fields: LessonFields }[] = [];
  for (const wish of wanted) {
    const before = made.get(keyOf(wish.slotId, wish.localDate));
    if (before === undefined) add.push(wish);
    else if (before.fields.changed === null && before.fields.cancelled === null) {
      const fields = { ...wish, sessionId: before.fields.sessionId, memberIds: before.fields.memberIds };
      if (canonicalJson(fields) !== canonicalJson(before.fields)) revise.push({ before, fields });
    }
  }
  const withdraw = existing
    .filter(({ lesson, slotDate }) => !wantedKeys.has(keyOf(lesson.fields.slotId, slotDate)))
    .map((each) => each.lesson)
    .filter((lesson) => lesson.fields.cancelled === null);
  return { add, revise, withdraw };
}

/** Asking the calendar costs much more than remembering, and a term has few places in its weeks. */
export function rememberedInstants(): typeof instantOf {
  const kept = new Map<string, number>();
  return (date: LocalDate, minute: number, zone: Zone) => {
    const key = `${date} ${minute} ${zone}`;
    const known = kept.get(key);
    if (known !== undefined) return known;
    const made = instantOf(date, minute, zone);
    kept.set(key, made);
    return made;
  };
}
