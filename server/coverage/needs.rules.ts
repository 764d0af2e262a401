import type { CoverageReport, UnservedCause } from '../../shared/coverage.ts';
import type { LessonId, NeedId, SchoolId } from '../../shared/kernel/ids.ts';
import type { LocalDate } from '../../shared/kernel/time.ts';
import type { NeedSpan } from '../planning/planning.types.ts';
import type { CoverageInput } from './coverage.types.ts';
import { compare, isCounted, type RoomLesson } from './outcomes.rules.ts';

/** Monday to Friday, until a school calendar is registered. */
const TEACHING_DAYS_PER_WEEK = 5;
const isWeekday = (date: LocalDate): boolean => {
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
  return weekday >= 1 && weekday <= TEACHING_DAYS_PER_WEEK;
};

/** A need with its lessons. Amounts are in fifths of a period, which are whole numbers, so that sums do not depend on their order. */
export type NeedTally = {
  readonly need: NeedSpan;
  readonly neededFifths: number;
  readonly deliveredFifths: number;
  readonly lessons: readonly RoomLesson[];
  readonly line: CoverageReport['needs'][number];
};

export const FIFTHS = TEACHING_DAYS_PER_WEEK;

/** Every need of the period with the lessons that count for it; each lesson counts for one need of a point at most, and there once. */
export function tallyNeeds(input: CoverageInput, lessons: readonly RoomLesson[]): NeedTally[] {
  const needOf = needFinder(input.needs);
  const byNeed = Map.groupBy(lessons.filter(isCounted), (each) => needOf(each)?.id ?? null);
  return input.needs
    .map((need) => tally(input, need, byNeed.get(need.id) ?? []))
    .sort(
      (a, b) =>
        compare(a.line.schoolName, b.line.schoolName) ||
        compare(a.line.subject, b.line.subject) ||
        compare(a.line.grade, b.line.grade) ||
        compare(a.line.needId, b.line.needId),
    );
}

/** The need that the timetable names, else one of the same point, subject and grade, best one in force on the lesson's day. */
function needFinder(needs: readonly NeedSpan[]): (lesson: RoomLesson) => NeedSpan | undefined {
  const key = (schoolId: SchoolId, subject: string, grade: string) =>
    JSON.stringify([schoolId, subject, grade]);
  const byId = new Map<NeedId, NeedSpan>(needs.map((need) => [need.id, need]));
  const alike = Map.groupBy(
    [...needs].sort((a, b) => compare(a.id, b.id)),
    ({ fields }) => key(fields.schoolId, fields.subject, fields.grade),
  );
  return ({ needId, line }) => {
    const named = needId === null ? undefined : byId.get(needId);
    if (named?.fields.schoolId === line.schoolId) return named;
    const candidates = alike.get(key(line.schoolId, line.subject, line.grade)) ?? [];
    return candidates.find((need) => need.inForceDates.includes(line.localDate)) ?? candidates[0];
  };
}

function tally(input: CoverageInput, need: NeedSpan, lessons: readonly RoomLesson[]): NeedTally {
  const { fields } = need;
  const distinct = (some: readonly RoomLesson[]) =>
    new Set<LessonId>(some.map((each) => each.line.lessonId)).size;
  const neededFifths =
    fields.periodsPerWeek * need.inForceDates.filter(isWeekday).length + madeUpFifths(need, lessons);
  const deliveredCount = distinct(lessons.filter((each) => each.line.valid));
  const links = input.links.filter((link) =>
    link.fields.needId === null
      ? link.fields.toSchoolId === fields.schoolId &&
        link.fields.subject === fields.subject &&
        link.fields.grade === fields.grade
      : link.fields.needId === need.id,
  );
  const leading = new Set([
    ...links.map((link) => input.schools.get(link.fields.fromSchoolId)?.name ?? ''),
    ...lessons.map((each) => each.line.leadingSchoolName),
  ]);
  return {
    need,
    neededFifths,
    deliveredFifths: deliveredCount * FIFTHS,
    lessons,
    line: {
      needId: need.id,
      schoolId: fields.schoolId,
      schoolName: input.schools.get(fields.schoolId)?.name ?? '',
      subject: fields.subject,
      grade: fields.grade,
      neededCount: neededFifths / FIFTHS,
      plannedCount: distinct(lessons),
      deliveredCount,
      leadingSchools: [...leading].filter((name) => name !== '').sort(compare),
      cause: deliveredCount > 0 ? null : causeOf(lessons, links.length > 0),
    },
  };
}

/**
 * A weekend day on which the need is taught by timetable (调休) is a teaching day for it. It asks for no more than is planned there, so
 * that teaching more never lowers a figure.
 */
function madeUpFifths({ fields, inForceDates }: NeedSpan, lessons: readonly RoomLesson[]): number {
  const inForce = new Set(inForceDates.filter((date) => !isWeekday(date)));
  const planned = Map.groupBy(
    lessons.filter(({ line }) => inForce.has(line.localDate)),
    ({ line }) => line.localDate,
  );
  return [...planned.values()].reduce((total, day) => {
    const count = new Set(day.map(({ line }) => line.lessonId)).size;
    return total + Math.min(fields.periodsPerWeek, count * FIFTHS);
  }, 0);
}

/** What stopped the lesson that came closest to being valid; a lesson that was held for too short a time counts as not held here. */
export function causeOf(lessons: readonly RoomLesson[], linked: boolean): UnservedCause {
  if (lessons.length === 0) return linked ? 'no-lesson-planned' : 'no-link';
  const reasons = new Set(
    lessons.map(({ verdict }) => (verdict.state === 'invalid' ? verdict.reason : 'not-held')),
  );
  if (reasons.has('no-head-count')) return 'no-head-count';
  if (reasons.has('connected-too-short')) return 'connected-too-short';
  return reasons.has('room-absent') ? 'room-offline' : 'not-held';
}
