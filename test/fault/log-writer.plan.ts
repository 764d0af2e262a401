import type { DatedFact } from '../../server/session/session.types.ts';
import { lessonId, personId, roomId, schoolId, sessionId } from '../../shared/kernel/ids.ts';
import { localDate, zone } from '../../shared/kernel/time.ts';
import type { SessionPlan } from '../../shared/session/session.events.ts';

const fixed = (last: string) => `0190a000-0000-7000-8000-00000000000${last}`;
export const SESSION_ID = sessionId.parse(fixed('1'));
export const TEACHER = personId.parse(fixed('2'));
const ROOM = roomId.parse(fixed('3'));
const POINT = schoolId.parse(fixed('4'));

/** A lesson with one listening room, as the log of a session begins. */
export function planOf(): SessionPlan {
  return {
    lessonId: lessonId.parse(fixed('5')),
    kind: 'delivery',
    mode: 'interactive',
    plannedStartAtMs: Date.parse('2026-03-02T08:00:00+08:00'),
    plannedEndAtMs: Date.parse('2026-03-02T08:40:00+08:00'),
    localDate: localDate.parse('2026-03-02'),
    zone: zone.parse('Asia/Shanghai'),
    unplanned: false,
    leadingSchoolId: schoolId.parse(fixed('6')),
    lecturerId: TEACHER,
    lectureRoom: null,
    memberIds: [],
    rooms: [{ roomId: ROOM, schoolId: POINT, classId: null, expectedCount: 40, needId: null }],
  };
}

export const headCountOf = (presentCount: number, nowMs: number): DatedFact => ({
  type: 'headCount.set',
  body: { roomId: ROOM, presentCount, expectedCount: 40, source: 'console' },
  occurredAtMs: nowMs,
});
