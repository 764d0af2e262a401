import { describe, expect, it } from 'vitest';
import { largestOf } from './shown.model.ts';

const small = { widthPx: 320, heightPx: 180 };
const large = { widthPx: 1440, heightPx: 810 };

describe('largestOf', () => {
  it('is shown nowhere when nobody shows it', () => {
    expect(largestOf([])).toBeNull();
    expect(largestOf([null, null])).toBeNull();
  });
  it('takes the largest place, in whatever order they come; scrolled away here does not pause it there', () => {
    expect(largestOf([null, small])).toBe(small);
    expect(largestOf([large, null, small])).toBe(large);
    expect(largestOf([small, large])).toBe(large);
  });
});
