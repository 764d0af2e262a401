import { z } from 'zod';
import { questionId, type RoomId, roomId } from '../kernel/ids.ts';

/** 快速提问: one question to every room at once; a room answers with how many pupils chose what, or with one number. */

export const questionKind = z.enum(['single', 'multiple', 'trueFalse', 'number']);
export type QuestionKind = z.infer<typeof questionKind>;

export const OPTIONS_MIN = 2;
export const OPTIONS_MAX = 6;
/** How many options a kind has: true and false are two, a number has none. Null where somebody chooses. */
export const fixedOptionCount = (kind: QuestionKind): number | null =>
  kind === 'trueFalse' ? 2 : kind === 'number' ? 0 : null;

const PUPILS_MAX = 1000;
const NUMBER_MAX = 1_000_000_000;

/** `counts`: pupils by option, in the order of the options. */
export const answerFields = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('counts'),
    counts: z.array(z.int().min(0).max(PUPILS_MAX)).min(OPTIONS_MIN).max(OPTIONS_MAX),
  }),
  z.strictObject({ kind: z.literal('number'), value: z.number().min(-NUMBER_MAX).max(NUMBER_MAX) }),
]);
export type Answer = z.infer<typeof answerFields>;

/** All answers together: pupils by option, or how many rooms said which number, most first. */
const resultView = z.object({
  roomCount: z.int(),
  counts: z.array(z.int()),
  numbers: z.array(z.object({ value: z.number(), roomCount: z.int() })),
});
export type QuestionResult = z.infer<typeof resultView>;

/** A question that is open, as one audience may see it. */
export const questionView = z.object({
  questionId,
  kind: questionKind,
  optionCount: z.int(),
  /** Null for a question that is asked aloud or stands on a slide. */
  words: z.string().nullable(),
  askedAtMs: z.int(),
  /** The result is on every wall. */
  shown: z.boolean(),
  /** Of all rooms for who leads; its own for a room. */
  answers: z.record(roomId, answerFields),
  /** Null for rooms as long as it is not shown. */
  result: resultView.nullable(),
});
export type QuestionView = z.infer<typeof questionView>;
export type Question = Readonly<Omit<QuestionView, 'result'>>;

export function resultOf({
  answers,
  optionCount,
}: Pick<Question, 'answers' | 'optionCount'>): QuestionResult {
  const all = Object.values<Answer>(answers);
  const counts = Array.from({ length: optionCount }, (_, option) =>
    all.reduce((sum, each) => sum + (each.kind === 'counts' ? (each.counts[option] ?? 0) : 0), 0),
  );
  const byValue = new Map<number, number>();
  for (const each of all)
    if (each.kind === 'number') byValue.set(each.value, (byValue.get(each.value) ?? 0) + 1);
  const numbers = [...byValue].map(([value, roomCount]) => ({ value, roomCount }));
  numbers.sort((a, b) => b.roomCount - a.roomCount || a.value - b.value);
  return { roomCount: all.length, counts, numbers };
}

/** What somebody sees of it: whoever leads everything, a room its own answer, and the result once it is shown. */
export function questionFor(question: Question, whose: 'all' | RoomId | null): QuestionView {
  if (whose === 'all') return { ...question, result: resultOf(question) };
  const own = whose === null ? undefined : question.answers[whose];
  return {
    ...question,
    answers: whose === null || own === undefined ? {} : { [whose]: own },
    result: question.shown ? resultOf(question) : null,
  };
}

/** A, B, C…; of two truths the marks that everybody reads. */
export const optionSign = (kind: QuestionKind, option: number): string =>
  kind === 'trueFalse' ? (option === 0 ? '✓' : '✗') : String.fromCharCode(65 + option);
