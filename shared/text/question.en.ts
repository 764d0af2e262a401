import type { Dictionary } from './text.ts';

/** A quick question to all rooms. */
export const questionEn = {
  'question.title': 'Question',
  'question.ask': 'Ask all rooms',
  'question.kind': 'Kind',
  'question.kind.single': 'One choice',
  'question.kind.multiple': 'Several choices',
  'question.kind.trueFalse': 'True or false',
  'question.kind.number': 'A number',
  'question.options': 'Options',
  'question.words': 'Words (may be left out)',
  'question.go': 'Ask',
  'question.back': 'Back',
  'question.answered': 'Answered: {total} of {rooms} rooms',
  'question.roomsSo': 'Rooms: {total}',
  'question.notYet': 'No answer yet',
  'question.enter': 'Enter',
  'question.enterOf': 'Enter the answer of {school}',
  'question.show': 'Show the result',
  'question.shown': 'On every wall',
  'question.close': 'Close the question',
  'question.howMany': 'How many pupils chose what?',
  'question.whichNumber': 'Which number?',
  'question.pupils': 'Pupils for {sign}',
  'question.less': 'One fewer for {sign}',
  'question.more': 'One more for {sign}',
  'question.send': 'Send',
  'question.sent': 'Answered. You may correct it until it is closed.',
  'question.answer': 'Answer the question',
  'question.change': 'Correct the answer',
  'question.refused': 'Not saved: {why}',
} as const satisfies Dictionary;

export type QuestionKey = keyof typeof questionEn;
