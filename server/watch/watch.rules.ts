import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import { type LessonFields, type LessonPhase, plannedEndAtMs } from '../../shared/lesson.ts';
import { policyFor } from '../../shared/session/session.policy.ts';

/** A lesson that nobody held can be begun this long after its planned end at most. */
const LATEST_MS = 30 * 60_000;

/** Whether lessons of this kind and mode have viewers at all. */
export const hasViewers = ({ kind, mode }: Pick<LessonFields, 'kind' | 'mode'>): boolean =>
  policyFor(kind, mode)?.parts.viewer !== undefined;

type Dated = Pick<LessonFields, 'plannedStartAtMs' | 'durationMinutes' | 'cancelled'>;

/** How a lesson stands for those who watch. One whose time has passed without anybody is over for them. */
export function phaseFor(lesson: Dated, phase: LessonPhase, nowMs: number): LessonPhase {
  if (lesson.cancelled !== null) return 'cancelled';
  return phase === 'planned' && nowMs >= plannedEndAtMs(lesson) + LATEST_MS ? 'ended' : phase;
}

/** Whether a link may be given out. `INVALID_STATE` for a lesson that has no viewers or is cancelled, `LESSON_ENDED` for one that is over. */
export function mayLink(lesson: Pick<LessonFields, 'kind' | 'mode'>, phase: LessonPhase): Result<void> {
  if (!hasViewers(lesson) || phase === 'cancelled') return fail('INVALID_STATE');
  return phase === 'ended' ? fail('LESSON_ENDED') : ok();
}
