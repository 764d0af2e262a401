import { createBookingStore } from '../../server/planning/booking.store.ts';
import { createLessonWriter } from '../../server/planning/lesson.writer.ts';
import { lessonsSpec } from '../../server/planning/planning.store.ts';
import { createNewId } from '../../server/platform/ids.ts';
import type { Database } from '../../server/platform/ports.ts';
import { createRegister } from '../../server/platform/register.ts';
import { localDate } from '../../shared/kernel/time.ts';
import { type LessonFields, lessonFields } from '../../shared/lesson.ts';

export const note = { by: 'test', validFrom: localDate.parse('2026-09-01') };
const clock = { nowMs: () => 1_000_000 };
export const newId = createNewId(clock);
export const idOf = (number: number) => `018f0000-0000-7000-8000-${String(number).padStart(12, '0')}`;
/** Nobody has a name here; what stands in the way is named by its lesson. */
const nothing = new Map();
export const snapshot = { schools: nothing, rooms: nothing, classes: nothing, people: nothing };

export type Wish = {
  readonly start?: number;
  readonly length?: number;
  readonly lecturer?: number;
  readonly lectureRoom?: number | null;
  readonly room?: number;
  readonly group?: number | null;
  readonly unplanned?: boolean;
};
/** A lesson in steps of five minutes after 8:00. */
export function lessonOf(wish: Wish): LessonFields {
  const { start = 0, length = 8, lecturer = 1, lectureRoom = 1, room = 2, group = null } = wish;
  const startMinute = 480 + start * 5;
  return lessonFields.parse({
    sessionId: newId(),
    kind: 'delivery',
    mode: 'interactive',
    subject: '音乐',
    grade: '三年级',
    localDate: '2026-09-16',
    startMinute,
    durationMinutes: length * 5,
    zone: 'Asia/Shanghai',
    plannedStartAtMs: Date.parse('2026-09-16T00:00:00Z') + start * 5 * 60_000,
    leadingSchoolId: idOf(900),
    lectureRoomId: lectureRoom === null ? null : idOf(100 + lectureRoom),
    lecturerId: idOf(200 + lecturer),
    linkId: null,
    rooms: [
      {
        roomId: idOf(100 + room),
        schoolId: idOf(901),
        classId: group === null ? null : idOf(300 + group),
        expectedCount: 20,
        needId: null,
      },
    ],
    unplanned: wish.unplanned ?? false,
    cancelled: null,
  });
}

/** What one process writes lessons with. */
export function houseOn(database: Database) {
  const lessons = createRegister({ database, clock, newId }, lessonsSpec);
  const bookings = createBookingStore(database);
  const over = new Set<string>();
  const writer = createLessonWriter({ lessons, bookings, isOver: async ({ id }) => over.has(id) });
  return {
    database,
    lessons,
    bookings,
    writer,
    /** Lessons that were ended before their time. */
    over,
    plan: (fields: LessonFields) =>
      bookings.inTurn((trx) => writer.addAll(trx, [fields], { note, snapshot })),
  };
}
export type House = ReturnType<typeof houseOn>;
