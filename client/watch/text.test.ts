import { describe, expect, it } from 'vitest';
import { textEn } from './text.en.ts';
import { localeOf } from './text.ts';
import { textZhCn } from './text.zh-CN.ts';

const holes = (sentence: string) => (sentence.match(/\{\w+\}/g) ?? []).sort();

describe('the watch page’s words', () => {
  it('are the same keys with the same parameters in both languages', () => {
    expect(Object.keys(textZhCn).sort()).toEqual(Object.keys(textEn).sort());
    for (const [key, sentence] of Object.entries<string>(textEn)) {
      expect(holes(textZhCn[key as keyof typeof textZhCn]), key).toEqual(holes(sentence));
    }
  });
});

describe('localeOf', () => {
  it.each([
    ['', ['zh-Hans-CN'], 'zh-CN'],
    ['', ['en-GB', 'zh'], 'en'],
    ['', ['bo'], 'zh-CN'],
    ['?lang=en', ['zh-CN'], 'en'],
    ['?lang=xx', ['en'], 'en'],
  ])('%s %j', (search, wanted, locale) => {
    expect(localeOf(search, wanted)).toBe(locale);
  });
});
