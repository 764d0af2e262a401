import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { typingBetween } from './typing.model.ts';

describe('typing', () => {
  test.each([
    ['', '课', 1, { at: 0, out: 0, words: '课' }],
    ['aa', 'aaa', 1, { at: 0, out: 0, words: 'a' }],
    ['aa', 'aaa', 3, { at: 2, out: 0, words: 'a' }],
    ['备课', '备', 1, { at: 1, out: 1, words: '' }],
    ['一二三', '一贰三', 2, { at: 1, out: 1, words: '贰' }],
    ['same', 'same', 2, { at: 2, out: 0, words: '' }],
  ])('of %j to %j with the caret at %i', (before, after, caret, expected) => {
    expect(typingBetween(before, after, caret)).toEqual(expected);
  });

  test('makes the one of the other, wherever the caret is, and never half a character', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '课', '😀', '😁'), maxLength: 8 });
    fc.assert(
      fc.property(text, text, fc.nat({ max: 20 }), (before, after, place) => {
        const { at, out, words } = typingBetween(before, after, Math.min(place, after.length));
        expect(before.slice(0, at) + words + before.slice(at + out)).toBe(after);
        for (const part of [before.slice(0, at), words, before.slice(at + out)])
          expect(part.isWellFormed()).toBe(true);
      }),
    );
  });
});
