import { type LessonCard, lessonCard } from '../../shared/lesson.ts';
import { type Me, me } from '../../shared/person.ts';

/** A valid id that a test can tell from others by its number. */
export const idOf = (number: number): string =>
  `01890a5d-ac96-774b-bcce-${number.toString(16).padStart(12, '0')}`;

export const NOON_MS = Date.UTC(2026, 8, 1, 4);

/** A lesson from 12:00 to 12:40 in Shanghai with rooms 1 and 2, led by person 7. */
export function cardOf(changes: Partial<Record<keyof LessonCard, unknown>> = {}): LessonCard {
  return lessonCard.parse({
    lessonId: idOf(100),
    sessionId: idOf(101),
    kind: 'delivery',
    mode: 'interactive',
    subject: '音乐',
    grade: '三年级',
    localDate: '2026-09-01',
    startMinute: 720,
    plannedStartAtMs: NOON_MS,
    plannedEndAtMs: NOON_MS + 40 * 60_000,
    unplanned: false,
    version: 1,
    slotId: null,
    changed: null,
    cancelled: null,
    phase: 'planned',
    leadingSchool: { schoolId: idOf(50), name: '中心小学' },
    lectureRoom: null,
    lecturer: { personId: idOf(7), name: '李老师' },
    rooms: [1, 2].map((number) => ({
      roomId: idOf(number),
      name: `教室${number}`,
      schoolId: idOf(60 + number),
      schoolName: `教学点${number}`,
      className: '三年级',
      expectedCount: 20 + number,
    })),
    leadingClass: null,
    members: [],
    ...changes,
  });
}

export function lecturerOf(number: number, role: 'lecturer' | 'admin' = 'lecturer'): Me {
  return me.parse({
    personId: idOf(number),
    name: '李老师',
    school: { schoolId: idOf(50), name: '中心小学' },
    roles: [{ role, scope: { kind: 'school', schoolId: idOf(50) } }],
  });
}
