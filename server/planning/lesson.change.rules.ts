import type { PersonId } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import { addDays, instantOf, type LocalDate, MINUTE_MS, wallClock } from '../../shared/kernel/time.ts';
import { type LessonFields, type LessonPhase, plannedEndAtMs } from '../../shared/lesson.ts';
import { type TermFields, taughtAs, weekdayOf } from '../../shared/term.ts';
import { invalid } from '../directory/directory.rules.ts';
import type { DirectorySnapshot } from '../directory/directory.types.ts';
import { LONGEST_PERIOD_DAYS } from './planning.rules.ts';
import type { LessonEntry } from './planning.types.ts';

export type LessonAct = 'move' | 'substitute' | 'regroup' | 'cancel' | 'restore';

/**
 * Whether a lesson may still be changed. Once somebody has come in, its log holds the plan by which it is measured: from then on it can only be
 * cancelled. LESSON_BEGUN, LESSON_ENDED; INVALID_STATE for a cancelled lesson, or for one that is not to be restored.
 */
export function changeable(
  act: LessonAct,
  { fields }: Pick<LessonEntry, 'fields'>,
  now: { readonly phase: LessonPhase; readonly nowMs: number },
): Result<void> {
  if (now.phase === 'ended' || plannedEndAtMs(fields) <= now.nowMs) return fail('LESSON_ENDED');
  if (now.phase === 'live' || (now.phase === 'waiting' && act !== 'cancel' && act !== 'restore'))
    return fail('LESSON_BEGUN');
  return (fields.cancelled !== null) === (act === 'restore') ? ok() : fail('INVALID_STATE');
}

/** Later lessons of the same slot 课位. A move takes along those only that stand on the same weekday and minute. */
export function restOfSlot(
  act: LessonAct,
  first: LessonEntry,
  others: readonly LessonEntry[],
): readonly LessonEntry[] {
  const { slotId, plannedStartAtMs, localDate, startMinute } = first.fields;
  const later = others.filter(
    ({ fields }) => fields.slotId === slotId && fields.plannedStartAtMs > plannedStartAtMs,
  );
  if (act !== 'move') return later;
  const weekday = weekdayOf(localDate);
  return later.filter(
    ({ fields }) => weekdayOf(fields.localDate) === weekday && fields.startMinute === startMinute,
  );
}

type Moment = { readonly localDate: LocalDate; readonly startMinute: number };

/** Whether a lesson may be moved there: INVALID_VALUE {field, reason}. `term` is that of its slot. */
export function checkMove(
  { fields }: Pick<LessonEntry, 'fields'>,
  to: Moment,
  { nowMs, term }: { readonly nowMs: number; readonly term: TermFields | null },
): Result<void> {
  const today = wallClock(nowMs, fields.zone).date;
  if (to.localDate === fields.localDate && to.startMinute === fields.startMinute)
    return invalid('startMinute', 'mismatch');
  if (to.localDate < today || to.localDate > addDays(today, LONGEST_PERIOD_DAYS))
    return invalid('localDate', 'range');
  if (term !== null && taughtAs(term, to.localDate) === null) return invalid('localDate', 'range');
  if (instantOf(to.localDate, to.startMinute, fields.zone) < nowMs - MINUTE_MS)
    return invalid('startMinute', 'range');
  return ok();
}

/** The lesson at another time; its place in later weeks is as many days away. */
export function moved(
  fields: LessonFields,
  { localDate, startMinute }: Moment,
  reason: string,
): LessonFields {
  return {
    ...fields,
    localDate,
    startMinute,
    plannedStartAtMs: instantOf(localDate, startMinute, fields.zone),
    changed: { kind: 'moved', reason },
  };
}

/** Days from one date to another. */
export const daysFrom = (from: LocalDate, to: LocalDate): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);

/** Who takes over must lecture at the leading school. INVALID_VALUE {field: 'lecturerId', reason}. */
export function checkSubstitute(
  { people }: Pick<DirectorySnapshot, 'people'>,
  { fields }: Pick<LessonEntry, 'fields'>,
  lecturerId: PersonId,
): Result<void> {
  const person = people.get(lecturerId)?.fields;
  if (person?.schoolId !== fields.leadingSchoolId) return invalid('lecturerId', 'unknown');
  // A recording has taught already.
  const lectures = fields.plays === undefined && person.roles.some((grant) => grant.role === 'lecturer');
  return lectures && lecturerId !== fields.lecturerId ? ok() : invalid('lecturerId', 'mismatch');
}

export const substituted = (fields: LessonFields, lecturerId: PersonId, reason: string): LessonFields => ({
  ...fields,
  lecturerId,
  memberIds: fields.memberIds.filter((id) => id !== lecturerId),
  changed: { kind: 'substituted', reason },
});
