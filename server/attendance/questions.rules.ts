import type { AskedQuestion } from '../../shared/attendance.ts';
import type { QuestionId, RoomId } from '../../shared/kernel/ids.ts';
import type { SessionEvent } from '../../shared/session/session.events.ts';
import type { Answer } from '../../shared/session/session.question.ts';

/** A question of a lesson with the last word of each room, without anybody's written words. */
export type AskedInLog = Omit<AskedQuestion, 'answers'> & { readonly answers: ReadonlyMap<RoomId, Answer> };

/** All questions of a lesson in the order in which they were asked; those that nobody answered too. */
export function questionsOf(events: readonly SessionEvent[]): readonly AskedInLog[] {
  const asked = new Map<QuestionId, Omit<AskedInLog, 'answers'> & { answers: Map<RoomId, Answer> }>();
  for (const event of events) {
    if (event.type === 'question.asked') {
      const { questionId, kind, optionCount } = event.body;
      asked.set(questionId, { kind, optionCount, askedAtMs: event.occurredAtMs, answers: new Map() });
    }
    if (event.type === 'question.answered')
      asked.get(event.body.questionId)?.answers.set(event.body.roomId, event.body.answer);
  }
  return [...asked.values()];
}
