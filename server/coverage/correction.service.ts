import type { UnservedCause } from '../../shared/coverage/cause.ts';
import type { LessonId, RoomId, SchoolId } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import type { LocalDate } from '../../shared/kernel/time.ts';
import type { Actor } from '../identity/identity.types.ts';
import type { Clock } from '../platform/ports.ts';
import { causeOfFact } from './cause.rules.ts';
import type { CorrectionStore } from './correction.store.ts';
import { maySee, ofSchool, topsOf } from './report.tree.rules.ts';
import type { ReportDeps } from './report.types.ts';

export type CorrectionDeps = Pick<ReportDeps, 'rollups' | 'directory' | 'permit'> & {
  readonly corrections: Pick<CorrectionStore, 'add'>;
  readonly clock: Clock;
  /** A lesson has to be counted anew; settles when that is noted where a crash does not lose it. */
  readonly recount: (lesson: {
    readonly lessonId: LessonId;
    readonly schoolId: SchoolId;
    readonly date: LocalDate;
  }) => Promise<void>;
};

export type CauseWish = {
  readonly lessonId: LessonId;
  readonly roomId: RoomId;
  /** Null takes earlier corrections back. */
  readonly cause: UnservedCause | null;
  readonly reason: string;
};

/** What stands before a lesson is no cause of one that was planned. */
const notOfLessons: readonly UnservedCause[] = ['no-slot', 'no-link'];

/**
 * Says better than the log why a lesson did not count at a room. FORBIDDEN for who administers nothing, NOT_FOUND for a lesson that is not
 * there or not in the asker's part of the tree, FORBIDDEN for one that they may only read, INVALID_STATE for a lesson that counts or is not over, INVALID_VALUE {field: 'cause'}.
 */
export async function correctCause(
  deps: CorrectionDeps,
  actor: Actor,
  wish: CauseWish,
): Promise<Result<Record<string, never>>> {
  if (actor.kind !== 'person') return fail('FORBIDDEN');
  const now = await deps.directory.tree(await deps.directory.today());
  if (topsOf(deps.permit, actor, now, 'report.correctCause').length === 0) return fail('FORBIDDEN');
  const fact = await deps.rollups.roomFact(wish.lessonId, wish.roomId);
  if (fact === null) return fail('NOT_FOUND');
  const trees = [now, await deps.directory.tree(fact.localDate)];
  const may = (action: 'report.read' | 'report.correctCause') =>
    maySee(deps.permit, { actor, action, trees }, ofSchool(fact.schoolId));
  if (!may('report.correctCause')) return fail(may('report.read') ? 'FORBIDDEN' : 'NOT_FOUND');
  if (causeOfFact(fact) === null) return fail('INVALID_STATE');
  if (wish.cause !== null && notOfLessons.includes(wish.cause))
    return fail('INVALID_VALUE', { field: 'cause', reason: 'mismatch' });
  await deps.corrections.add({ ...wish, authorId: actor.personId, correctedAtMs: deps.clock.nowMs() });
  await deps.recount({ lessonId: wish.lessonId, schoolId: fact.schoolId, date: fact.localDate });
  return ok({});
}
