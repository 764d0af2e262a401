import { expect, test } from 'vitest';
import { gradeName, gradeNumberOf } from './subject.ts';

test.each([
  ['三年级', 3],
  ['3年级', 3],
  [' 3 ', 3],
  ['Grade 3', 3],
  ['year 9', 9],
  ['初一', 7],
  ['九', 9],
  ['十年级', null],
  ['10年级', null],
  ['三年级音乐', 3],
  ['混合班', null],
  ['', null],
])('%s is grade %s', (words, grade) => {
  expect(gradeNumberOf(words)).toBe(grade);
});

test('one grade has one way to be written, and what is no grade stays', () => {
  expect(['3年级', '初一', '混合班 '].map(gradeName)).toEqual(['三年级', '七年级', '混合班']);
});
