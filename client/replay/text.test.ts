import { describe, expect, it } from 'vitest';
import { textEn } from './text.en.ts';
import { textZhCn } from './text.zh-CN.ts';

const holes = (sentence: string) => (sentence.match(/\{\w+\}/g) ?? []).sort();

describe('the replay page’s words', () => {
  it('are the same keys with the same parameters in both languages', () => {
    expect(Object.keys(textZhCn).sort()).toEqual(Object.keys(textEn).sort());
    for (const [key, sentence] of Object.entries<string>(textEn)) {
      expect(holes(textZhCn[key as keyof typeof textZhCn]), key).toEqual(holes(sentence));
    }
  });
});
