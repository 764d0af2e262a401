import type { LessonOutcome } from '../../shared/coverage.ts';
import type { NeedId, SchoolId } from '../../shared/kernel/ids.ts';
import type { LessonFields } from '../../shared/lesson.ts';
import type { RoomResult } from '../attendance/attendance.types.ts';
import type { Verdict } from '../attendance/verdict.rules.ts';
import type { LessonEntry } from '../planning/planning.types.ts';
import type { CoverageInput } from './coverage.types.ts';

/** One delivery lesson at one receiving room, as a line of the report and with what counting needs besides. */
export type RoomLesson = {
  readonly line: LessonOutcome;
  readonly leadingSchoolId: SchoolId;
  readonly startsAtMs: number;
  /** The need that the timetable names for this room. */
  readonly needId: NeedId | null;
  readonly verdict: Verdict;
};

/**
 * Delivery lessons 专递课堂 of the period at lesson × receiving room. Cancelled lessons are left out, and so are the leading school's
 * own pupils. A lesson that has not ended is neither held nor valid yet.
 */
export function roomLessons(input: CoverageInput): RoomLesson[] {
  const results = new Map(input.results.map((each) => [`${each.sessionId} ${each.roomId}`, each]));
  const found = input.lessons
    .filter(({ fields }) => fields.kind === 'delivery' && fields.cancelled === null)
    .flatMap((lesson) =>
      receivingRooms(lesson.fields).map((room) =>
        roomLesson(input, lesson, { room, result: results.get(`${lesson.fields.sessionId} ${room.roomId}`) }),
      ),
    );
  return found.sort(
    (a, b) =>
      a.startsAtMs - b.startsAtMs ||
      compare(a.line.schoolName, b.line.schoolName) ||
      compare(a.line.lessonId, b.line.lessonId),
  );
}

/** Counted: planned, or started on the spot for a link. Other unplanned lessons stand in the list and in no figure but their own. */
export const isCounted = (lesson: RoomLesson): boolean => !lesson.line.unplanned;

/** By code units, so that two machines list alike. */
export const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function receivingRooms(lesson: LessonFields): LessonFields['rooms'] {
  const once = new Map(lesson.rooms.map((room) => [room.roomId, room]));
  return [...once.values()].filter((room) => room.schoolId !== lesson.leadingSchoolId);
}

function roomLesson(
  input: CoverageInput,
  lesson: LessonEntry,
  at: { readonly room: LessonFields['rooms'][number]; readonly result: RoomResult | undefined },
): RoomLesson {
  const { fields } = lesson;
  const { room, result } = at;
  const verdict: Verdict = result?.verdict ?? { state: 'open' };
  return {
    line: {
      lessonId: lesson.id,
      localDate: fields.localDate,
      subject: fields.subject,
      grade: fields.grade,
      leadingSchoolName: input.schools.get(fields.leadingSchoolId)?.name ?? '',
      schoolId: room.schoolId,
      schoolName: input.schools.get(room.schoolId)?.name ?? '',
      unplanned: fields.unplanned && fields.linkId === null,
      held: (result?.lessonMs ?? 0) > 0,
      valid: verdict.state === 'valid',
      connectedMs: result?.connectedMs ?? 0,
      lessonMs: result?.lessonMs ?? 0,
      presentCount: result?.presentCount ?? null,
      expectedCount: result?.expectedCount ?? room.expectedCount,
    },
    leadingSchoolId: fields.leadingSchoolId,
    startsAtMs: fields.plannedStartAtMs,
    needId: room.needId,
    verdict,
  };
}
