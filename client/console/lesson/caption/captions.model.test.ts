import { describe, expect, it } from 'vitest';
import { deskFrom, deskText, typingMsOf, withLanguage } from './captions.model.ts';

describe('the desk of captions', () => {
  it.each([
    [null, ['bo', null]],
    ['', ['bo', null]],
    ['xx yy', ['bo', null]],
    ['zh-CN', ['zh-CN', null]],
    ['zh-CN xx', ['zh-CN', null]],
    ['zh-CN zh-CN', ['zh-CN', null]],
    ['zh-CN ug', ['zh-CN', 'ug']],
  ])('reads %j', (kept, desk) => expect(deskFrom(kept, 'bo')).toEqual(desk));

  it('is kept as it is read, and never has a language twice', () => {
    expect(deskFrom(deskText(['ug', 'zh-CN']))).toEqual(['ug', 'zh-CN']);
    expect(withLanguage(['bo', 'zh-CN'], 0, 'zh-CN')).toEqual(['zh-CN', null]);
    expect(withLanguage(['bo', null], 1, 'bo')).toEqual(['bo', null]);
    expect(withLanguage(['bo', 'zh-CN'], 1, null)).toEqual(['bo', null]);
    expect(withLanguage(['bo', 'zh-CN'], 0, 'ug')).toEqual(['ug', 'zh-CN']);
  });

  it('tells how long a line was written at, a minute at most', () => {
    expect(typingMsOf(null, 5)).toBe(0);
    expect(typingMsOf(10, 5)).toBe(0);
    expect(typingMsOf(1_000.4, 3_000)).toBe(2_000);
    expect(typingMsOf(0, 3_600_000)).toBe(60_000);
  });
});
