import { z } from 'zod';
import { teachingLanguage } from './caption/language.ts';
import { classId, linkId, personId, recordingId, roomId, schoolId, termId } from './kernel/ids.ts';
import { type LocalDate, startMinute } from './kernel/time.ts';
import { lessonRecording } from './recording-kinds.ts';
import { type TeachingDay, weekCounts, weekday, weekParity } from './term.ts';

/** A listening room's part in a weekly slot. */
export const slotRoom = z.strictObject({
  linkId,
  schoolId,
  roomId,
  classId: classId.nullable(),
});

/**
 * A weekly slot 课位: one place in the week of a term at which a leading school teaches the points of one or more links (1+N). Its dated
 * lessons are made of it once; they keep its id and may be moved, taken over or cancelled one by one.
 */
export const slotFields = z.strictObject({
  termId,
  subject: z.string().trim().min(1).max(40),
  grade: z.string().trim().max(20),
  weekday,
  startMinute,
  durationMinutes: z.int().min(5).max(240),
  weeks: weekParity,
  leadingSchoolId: schoolId,
  lectureRoomId: roomId.nullable(),
  lecturerId: personId,
  leadingClassId: classId.nullable(),
  rooms: z.array(slotRoom).min(1).max(30),
  /** 授课语言; left out where it is Chinese. */
  language: teachingLanguage.optional(),
  /** Of each of its lessons; left out where nothing is recorded by itself. */
  recording: lessonRecording.optional(),
  /** What its rooms play 录播, in a lecturer's place: then it has neither lecture room nor class there, and is not recorded again. */
  plays: recordingId.optional(),
});
export type SlotRoom = z.infer<typeof slotRoom>;
export type SlotFields = z.infer<typeof slotFields>;

/** The dates on which a slot is taught, of a term's teaching days. */
export function datesOfSlot(
  days: readonly TeachingDay[],
  { weekday, weeks }: Pick<SlotFields, 'weekday' | 'weeks'>,
): LocalDate[] {
  return days.filter((day) => day.weekday === weekday && weekCounts(weeks, day.week)).map((day) => day.date);
}
