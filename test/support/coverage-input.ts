import type { RoomResult } from '../../server/attendance/attendance.types.ts';
import type { CoverageInput } from '../../server/coverage/coverage.types.ts';
import type { LessonEntry, NeedSpan } from '../../server/planning/planning.types.ts';
import { defaultThresholds } from '../../shared/attendance.ts';
import { linkId, needId, type RoomId, type SchoolId } from '../../shared/kernel/ids.ts';
import { daysBetween, type LocalDate, localDate, zone } from '../../shared/kernel/time.ts';
import type { LessonFields } from '../../shared/lesson.ts';
import type { LinkFields } from '../../shared/link.ts';
import type { NeedFields } from '../../shared/need.ts';
import type { SchoolFields } from '../../shared/school.ts';
import { nth, nthId } from './session-log.ts';

export const day = (text: string): LocalDate => localDate.parse(text);
/** Monday to Sunday of one week. */
export const WEEK = { from: day('2026-03-02'), to: day('2026-03-08') };

const entry = { version: 1, validFrom: day('2026-01-01'), recordedAtMs: 0 };
export const nthNeed = (n: number) => needId.parse(nthId(800_000 + n));

export function needSpan(
  n: number,
  school: SchoolId,
  changes: Partial<NeedFields> & { readonly dates?: readonly LocalDate[] } = {},
): NeedSpan {
  const { dates = daysBetween(WEEK.from, WEEK.to), ...fields } = changes;
  return {
    id: nthNeed(n),
    inForceDates: dates,
    fields: {
      schoolId: school,
      subject: '音乐',
      grade: '三年级',
      periodsPerWeek: 2,
      reason: '',
      classId: null,
      termId: null,
      status: { state: 'inForce' },
      ...fields,
    },
  };
}

export function link(
  n: number,
  from: SchoolId,
  to: SchoolId,
  changes: Partial<LinkFields> = {},
): CoverageInput['links'][number] {
  return {
    ...entry,
    id: linkId.parse(nthId(900_000 + n)),
    fields: {
      fromSchoolId: from,
      toSchoolId: to,
      needId: null,
      subject: '音乐',
      grade: '三年级',
      periodsPerWeek: 2,
      label: '',
      status: { state: 'accepted' },
      fromDate: null,
      toDate: null,
      ...changes,
    },
  };
}

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

type Reason = Extract<RoomResult['verdict'], { state: 'invalid' }>['reason'];

/** What became of lesson `n` in a room; `valid`, or why not. */
export function result(n: number, room: RoomId, outcome: 'valid' | Reason): RoomResult {
  const absent = outcome === 'not-held' || outcome === 'room-absent';
  return {
    sessionId: nth.session(n),
    roomId: room,
    lessonMs: outcome === 'not-held' ? 0 : 2_400_000,
    connectedMs: absent ? 0 : 2_400_000,
    presentCount: outcome === 'valid' ? 18 : null,
    expectedCount: 20,
    punctual: !absent,
    verdict: outcome === 'valid' ? { state: 'valid' } : { state: 'invalid', reason: outcome },
  };
}

/** Schools by number: `central` ones lead, the rest are teaching points; all are visible. */
export function coverageInput(
  schools: Readonly<Record<number, SchoolFields['kind']>>,
  parts: Partial<CoverageInput>,
): CoverageInput {
  const known = Object.entries(schools).map(
    ([n, kind]) => [nth.school(Number(n)), { name: `school ${n}`, kind }] as const,
  );
  return {
    ...WEEK,
    computedAtMs: 0,
    thresholds: defaultThresholds,
    needs: [],
    links: [],
    lessons: [],
    results: [],
    schools: new Map(known),
    visible: new Set(known.map(([schoolId]) => schoolId)),
    ...parts,
  };
}
