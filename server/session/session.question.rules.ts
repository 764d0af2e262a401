import type { QuestionId, RoomId } from '../../shared/kernel/ids.ts';
import { fail, ok } from '../../shared/kernel/result.ts';
import type { SessionEventBody } from '../../shared/session/session.events.ts';
import { lessonOf, policyOf } from '../../shared/session/session.policy.ts';
import {
  type Answer,
  fixedOptionCount,
  OPTIONS_MAX,
  OPTIONS_MIN,
  type QuestionKind,
} from '../../shared/session/session.question.ts';
import type { SessionState } from '../../shared/session/session.state.ts';
import type { DatedFact, Decision, SaltedText } from './session.types.ts';

/**
 * Guests and a register that is out of date make more pupils than expected; twice as many is a slip of the finger.
 * Bounded is who chose one option: in multiple choice one pupil may choose all of them.
 */
const MOST_TIMES = 2;
const UNKNOWN_MAX = 500;

/**
 * Asks all rooms 快速提问; a question that is still open is closed by it. Refuses with `LESSON_NOT_LIVE`, with `INVALID_STATE` a lesson without
 * rooms, and with `INVALID_VALUE` a number of options that its kind does not have.
 * @param hash of the salted words; null without words
 */
export function ask(
  state: SessionState,
  wish: {
    readonly questionId: QuestionId;
    readonly kind: QuestionKind;
    readonly optionCount: number;
    readonly written: { readonly text: SaltedText; readonly hash: string } | null;
  },
  nowMs: number,
): Decision<DatedFact> {
  const { questionId, kind, optionCount, written } = wish;
  if (state.phase.state !== 'live') return fail('LESSON_NOT_LIVE');
  if (policyOf(lessonOf(state)).parts.room === undefined) return fail('INVALID_STATE');
  const fixed = fixedOptionCount(kind);
  const fits =
    fixed === null ? optionCount >= OPTIONS_MIN && optionCount <= OPTIONS_MAX : optionCount === fixed;
  if (!fits) return fail('INVALID_VALUE', { field: 'optionCount', max: fixed ?? OPTIONS_MAX });
  const body = {
    questionId,
    kind,
    optionCount,
    textId: written?.text.id ?? null,
    textHash: written?.hash ?? null,
  };
  return ok([
    ...(state.question === null ? [] : [closed(state.question.questionId, nowMs)]),
    {
      type: 'question.asked',
      body,
      occurredAtMs: nowMs,
      ...(written === null ? {} : { text: written.text }),
    },
  ]);
}

/** What a room says; the last word counts until the question is closed (`QUESTION_CLOSED`). `COUNT_TOO_HIGH` (`max`) for a slip. */
export function answer(
  state: SessionState,
  said: {
    readonly questionId: QuestionId;
    readonly roomId: RoomId;
    readonly answer: Answer;
    readonly source: SessionEventBody<'question.answered'>['source'];
  },
  nowMs: number,
): Decision<DatedFact> {
  const { questionId, roomId } = said;
  const { question, plan } = state;
  if (question?.questionId !== questionId) return fail('QUESTION_CLOSED');
  const room = [...(plan?.rooms ?? []), ...(plan?.lectureRoom ? [plan.lectureRoom] : [])].find(
    (each) => each.roomId === roomId,
  );
  if (room === undefined) return fail('NOT_FOUND');
  if (said.answer.kind === 'counts') {
    const { counts } = said.answer;
    if (counts.length !== question.optionCount)
      return fail('INVALID_VALUE', { field: 'counts', max: question.optionCount });
    const pupils = Math.max(room.expectedCount, state.headCounts[roomId]?.presentCount ?? 0);
    const max = pupils === 0 ? UNKNOWN_MAX : MOST_TIMES * pupils;
    const most =
      question.kind === 'multiple' ? Math.max(...counts) : counts.reduce((sum, each) => sum + each, 0);
    if (most > max) return fail('COUNT_TOO_HIGH', { max });
  } else if (question.kind !== 'number') return fail('INVALID_VALUE', { field: 'value', max: 0 });
  return ok([{ type: 'question.answered', body: said, occurredAtMs: nowMs }]);
}

/** The result comes onto every wall, and follows what rooms still correct. */
export function show(state: SessionState, questionId: QuestionId, nowMs: number): Decision<DatedFact> {
  if (state.question?.questionId !== questionId) return fail('QUESTION_CLOSED');
  return ok(
    state.question.shown ? [] : [{ type: 'question.shown', body: { questionId }, occurredAtMs: nowMs }],
  );
}

/** The question leaves every wall; nothing more is taken. */
export function close(state: SessionState, questionId: QuestionId, nowMs: number): Decision<DatedFact> {
  return ok(state.question?.questionId === questionId ? [closed(questionId, nowMs)] : []);
}

const closed = (questionId: QuestionId, nowMs: number): DatedFact => ({
  type: 'question.closed',
  body: { questionId },
  occurredAtMs: nowMs,
});
