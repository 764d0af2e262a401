import { expect, test } from 'vitest';
import type { UnplayableLesson } from '../../../shared/lesson.ts';
import { together } from './unplayable.model.ts';

const lesson = (lessonId: string, slotId: string | null, more: object = {}): UnplayableLesson =>
  ({ card: { lessonId, slotId }, recordingId: 'r', trouble: { state: 'removed' }, ...more }) as never;

test('lessons of one slot are one row with their number, by the first; others stand alone', () => {
  const lessons = [
    lesson('1', 'a'),
    lesson('2', null),
    lesson('3', 'a'),
    lesson('4', null),
    lesson('5', 'b'),
  ];
  expect(together(lessons).map(({ card, count }) => [card.lessonId, count])).toEqual([
    ...[
      ['1', 2],
      ['2', 1],
      ['4', 1],
      ['5', 1],
    ],
  ]);
});

test('another recording or another trouble is another row', () => {
  const trouble = { state: 'expires', keptUntil: '2026-12-10' };
  const lessons = [lesson('1', 'a'), lesson('2', 'a', { recordingId: 's' }), lesson('3', 'a', { trouble })];
  expect(together(lessons).map(({ count }) => count)).toEqual([1, 1, 1]);
  expect(together([])).toEqual([]);
});
