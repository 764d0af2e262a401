import { describe, expect, test } from 'vitest';
import { questionId } from '../../shared/kernel/ids.ts';
import { type Audience, viewOf } from '../../shared/session/session.audience.ts';
import type { SessionFact } from '../../shared/session/session.events.ts';
import type { Answer } from '../../shared/session/session.question.ts';
import type { SessionState } from '../../shared/session/session.state.ts';
import { type LogLine, nth, nthId, planOf } from '../../test/support/session-log.ts';
import { told } from '../../test/support/session-told.ts';
import { answer, ask, close, show } from './session.question.rules.ts';
import type { DatedFact, Decision } from './session.types.ts';

const ID = questionId.parse(nthId(960_001));
const OTHER = questionId.parse(nthId(960_002));
const opened = (mode: 'interactive' | 'seminar' = 'interactive'): LogLine[] => [
  [
    0,
    {
      type: 'session.opened',
      body: { plan: planOf([1, 2], mode === 'seminar' ? { kind: 'master', mode } : {}) },
    },
  ],
  [0, { type: 'session.started', body: { lecturerId: nth.person(1) } }],
];
const asked = (kind: 'single' | 'multiple' | 'number', optionCount: number): LogLine => [
  1,
  { type: 'question.asked', body: { questionId: ID, kind, optionCount, textId: null, textHash: null } },
];
const counts = (...some: number[]): Answer => ({ kind: 'counts', counts: some });
const answered = (room: number, said: Answer): LogLine => [
  2,
  {
    type: 'question.answered',
    body: { questionId: ID, roomId: nth.room(room), answer: said, source: 'console' },
  },
];
const shown: SessionFact = { type: 'question.shown', body: { questionId: ID } };
const wordOf = (decision: Decision<DatedFact>) =>
  decision.ok ? decision.value.map(({ type }) => type) : decision.error.code;
const says = (state: SessionState, said: Answer, room = 1, id = ID) =>
  wordOf(answer(state, { questionId: id, roomId: nth.room(room), answer: said, source: 'phoneNamed' }, 0));
const wish = { questionId: OTHER, kind: 'single', optionCount: 4, written: null } as const;

describe('asking', () => {
  test('needs a running lesson with rooms, and as many options as the kind has', () => {
    expect(wordOf(ask(told(), wish, 0))).toBe('LESSON_NOT_LIVE');
    expect(wordOf(ask(told(...opened('seminar')), wish, 0))).toBe('INVALID_STATE');
    const state = told(...opened());
    for (const [kind, optionCount] of [
      ['single', 1],
      ['multiple', 7],
      ['trueFalse', 3],
      ['number', 2],
    ] as const)
      expect(wordOf(ask(state, { ...wish, kind, optionCount }, 0))).toBe('INVALID_VALUE');
    expect(wordOf(ask(state, wish, 0))).toEqual(['question.asked']);
  });

  test('closes the question before it', () => {
    expect(wordOf(ask(told(...opened(), asked('single', 3)), wish, 0))).toEqual([
      'question.closed',
      'question.asked',
    ]);
  });
});

describe('answering', () => {
  const state = told(...opened(), asked('single', 3));

  test('is for the question that is open, by a room of the lesson, in its kind', () => {
    expect(says(told(...opened()), counts(1, 2, 3))).toBe('QUESTION_CLOSED');
    expect(says(state, counts(1, 2, 3), 1, OTHER)).toBe('QUESTION_CLOSED');
    expect(says(state, counts(1, 2, 3), 9)).toBe('NOT_FOUND');
    expect(says(state, counts(1, 2))).toBe('INVALID_VALUE');
    expect(says(state, { kind: 'number', value: 3 })).toBe('INVALID_VALUE');
    const numbers = told(...opened(), asked('number', 0));
    expect(says(numbers, counts(1, 2))).toBe('INVALID_VALUE');
    expect(says(numbers, { kind: 'number', value: -3.5 })).toEqual(['question.answered']);
  });

  test('takes twice the pupils of the room and no more; in multiple choice, by option', () => {
    expect(says(state, counts(20, 10, 10))).toEqual(['question.answered']);
    expect(says(state, counts(20, 11, 10))).toBe('COUNT_TOO_HIGH');
    const many = told(...opened(), asked('multiple', 3));
    expect(says(many, counts(40, 40, 40))).toEqual(['question.answered']);
    expect(says(many, counts(41, 0, 0))).toBe('COUNT_TOO_HIGH');
  });

  test('may be corrected until it is closed, and the end closes it', () => {
    const open = told(...opened(), asked('single', 2), answered(1, counts(5, 6)), answered(1, counts(6, 5)));
    expect(open.question?.answers[nth.room(1)]).toEqual(counts(6, 5));
    expect(wordOf(close(open, ID, 0))).toEqual(['question.closed']);
    const over = told(...opened(), asked('single', 2), [
      3,
      { type: 'session.ended', body: { reason: 'lecturer', eventCount: 0, head: '' } },
    ]);
    expect(says(over, counts(1, 1))).toBe('QUESTION_CLOSED');
    expect(wordOf(close(over, ID, 0))).toEqual([]);
  });
});

describe('what is seen', () => {
  const lines = [...opened(), asked('single', 2), answered(1, counts(12, 6)), answered(2, counts(1, 9))];
  const seen = (state: SessionState, audience: Audience) => viewOf(state, audience).lesson.question;
  const screen: Audience = { kind: 'screen', roomId: nth.room(2) };

  test('a room sees its own answer only, until the result is shown', () => {
    const before = told(...lines);
    expect(Object.keys(seen(before, screen)?.answers ?? {})).toEqual([nth.room(2)]);
    for (const audience of [screen, { kind: 'watch' }, { kind: 'member' }] as const) {
      expect(seen(before, audience)?.result).toBeNull();
      expect(JSON.stringify(seen(before, audience))).not.toContain('12');
    }
    expect(seen(before, { kind: 'lectern' })?.result?.counts).toEqual([13, 15]);
    const after = told(...lines, [3, shown]);
    expect(seen(after, screen)?.result).toEqual({ roomCount: 2, counts: [13, 15], numbers: [] });
    expect(Object.keys(seen(after, screen)?.answers ?? {})).toEqual([nth.room(2)]);
    expect(wordOf(show(after, ID, 0))).toEqual([]);
    expect(wordOf(show(told(...opened()), ID, 0))).toBe('QUESTION_CLOSED');
  });
});
