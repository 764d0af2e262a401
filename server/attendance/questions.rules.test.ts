import { expect, test } from 'vitest';
import { questionId } from '../../shared/kernel/ids.ts';
import { logOf, nth, nthId } from '../../test/support/session-log.ts';
import { questionsOf } from './questions.rules.ts';

const asked = (n: number) => ({
  type: 'question.asked' as const,
  body: {
    questionId: questionId.parse(nthId(960_000 + n)),
    kind: 'single' as const,
    optionCount: 2,
    textId: null,
    textHash: null,
  },
});
const answered = (n: number, room: number, counts: number[]) => ({
  type: 'question.answered' as const,
  body: {
    questionId: questionId.parse(nthId(960_000 + n)),
    roomId: nth.room(room),
    answer: { kind: 'counts' as const, counts },
    source: 'console' as const,
  },
});

test('the last word of a room counts; an answer to what was never asked, or no answer at all, makes none', () => {
  const log = logOf(nth.session(1), [
    [1, asked(1)],
    [2, answered(1, 1, [1, 2])],
    [3, answered(1, 1, [2, 1])],
    [4, answered(7, 1, [9, 9])],
    [5, asked(2)],
  ]);
  const [first, second, ...more] = questionsOf(log);
  expect(first?.answers.get(nth.room(1))).toEqual({ kind: 'counts', counts: [2, 1] });
  expect(second?.answers.size).toBe(0);
  expect(more).toEqual([]);
});
