import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coverOf } from './painted.rules.ts';

describe('coverOf', () => {
  it('takes all of a picture of the same shape', () => {
    const all = { left: 0, top: 0, width: 320, height: 180 };
    expect(coverOf({ width: 320, height: 180 }, { width: 160, height: 90 })).toEqual(all);
  });

  it('leaves out as much on both sides of what does not fit', () => {
    expect(coverOf({ width: 400, height: 180 }, { width: 160, height: 90 })).toEqual({
      left: 40,
      top: 0,
      width: 320,
      height: 180,
    });
    expect(coverOf({ width: 320, height: 240 }, { width: 160, height: 90 })).toEqual({
      left: 0,
      top: 30,
      width: 320,
      height: 180,
    });
  });

  it('stays within the picture and keeps the shape of the place, whatever the sizes', () => {
    const size = fc.record({
      width: fc.integer({ min: 1, max: 4_000 }),
      height: fc.integer({ min: 1, max: 4_000 }),
    });
    fc.assert(
      fc.property(size, size, (picture, place) => {
        const { left, top, width, height } = coverOf(picture, place);
        expect(left).toBeGreaterThanOrEqual(-1e-6);
        expect(top).toBeGreaterThanOrEqual(-1e-6);
        expect(left + width).toBeLessThanOrEqual(picture.width + 1e-6);
        expect(top + height).toBeLessThanOrEqual(picture.height + 1e-6);
        expect(width / height).toBeCloseTo(place.width / place.height, 6);
      }),
    );
  });
});
