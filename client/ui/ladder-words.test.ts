import { expect, it } from 'vitest';
import { ladderEn } from '../../shared/text/ladder.en.ts';
import { ladderZhCn } from '../../shared/text/ladder.zh-CN.ts';
import { ladderWords } from './ladder-words.ts';

it('says what a room gets and why not more, and nothing while it gets everything or nobody knows', () => {
  const zh = (key: keyof typeof ladderEn) => ladderZhCn[key];
  expect(ladderWords(zh, { step: 2, reason: 'line' })).toBe('只有课件和声音 · 网速不够');
  expect(ladderWords((key) => ladderEn[key], { step: 3, reason: 'saving' })).toBe(
    'Teacher’s picture made small · data saving is on',
  );
  expect(ladderWords(zh, { step: 5, reason: null })).toBeNull();
  expect(ladderWords(zh, null)).toBeNull();
});
