import type { LessonEntry } from '../../server/planning/planning.types.ts';
import { needId, type SchoolId } from '../../shared/kernel/ids.ts';
import { type LocalDate, localDate, zone } from '../../shared/kernel/time.ts';
import type { LessonFields } from '../../shared/lesson.ts';
import { nth, nthId } from './session-log.ts';

export const day = (text: string): LocalDate => localDate.parse(text);

const entry = { version: 1, validFrom: day('2026-01-01'), recordedAtMs: 0 };
export const nthNeed = (n: number) => needId.parse(nthId(800_000 + n));

export const roomAt = (
  room: number,
  school: SchoolId,
  need: number | null = null,
): LessonFields['rooms'][number] => ({
  roomId: nth.room(room),
  schoolId: school,
  classId: null,
  expectedCount: 20,
  needId: need === null ? null : nthNeed(need),
  linkId: null,
});

export function lesson(
  n: number,
  leading: SchoolId,
  rooms: LessonFields['rooms'],
  changes: Partial<LessonFields> = {},
): LessonEntry {
  const date = changes.localDate ?? day('2026-03-03');
  return {
    ...entry,
    id: nth.lesson(n),
    fields: {
      sessionId: nth.session(n),
      kind: 'delivery',
      mode: 'interactive',
      subject: '音乐',
      grade: '三年级',
      localDate: date,
      startMinute: 480,
      durationMinutes: 40,
      zone: zone.parse('Asia/Shanghai'),
      plannedStartAtMs: Date.parse(`${date}T08:00:00+08:00`),
      leadingSchoolId: leading,
      lectureRoomId: null,
      lecturerId: nth.person(1),
      linkId: null,
      rooms,
      leadingClass: null,
      memberIds: [],
      unplanned: false,
      cancelled: null,
      slotId: null,
      changed: null,
      ...changes,
    },
  };
}
