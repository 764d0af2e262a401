import fc from 'fast-check';
import { expect, test } from 'vitest';
import { steadyClock } from './steady.rules.ts';

const RATE = 90_000;
const FRAME = 3_600;

test('a clock that is never set stays as it is, also when it wraps and when pictures overtake one another', () => {
  const steady = steadyClock(RATE);
  const told = [2 ** 32 - FRAME, 0, FRAME * 3, FRAME, FRAME * 2, FRAME * 100];
  expect(told.map(steady)).toEqual(told);
});

test.each([
  ['an hour ahead', 3_600 * RATE],
  ['an hour back', -3_600 * RATE],
  ['back beyond its beginning', -20_000 * RATE],
])('a clock that is set %s goes on by one picture', (_, by) => {
  const steady = steadyClock(RATE);
  const start = 1_000_000_000;
  expect(steady(start)).toBe(start);
  const moved = (start + FRAME + by + 2 ** 32) % 2 ** 32;
  expect(steady(moved)).toBe(start + FRAME);
  expect(steady((moved + FRAME) % 2 ** 32)).toBe(start + 2 * FRAME);
});

test('whatever a clock says, what becomes of it never jumps', () => {
  const uint32 = fc.integer({ min: 0, max: 2 ** 32 - 1 });
  fc.assert(
    fc.property(fc.array(uint32, { minLength: 2, maxLength: 50 }), (told) => {
      const steady = steadyClock(RATE);
      const made = told.map(steady);
      for (const [index, each] of made.entries()) {
        const before = made[index - 1] ?? each;
        const ahead = (each - before + 2 ** 32) % 2 ** 32;
        expect(Math.min(ahead, 2 ** 32 - ahead)).toBeLessThanOrEqual(5 * RATE);
      }
    }),
  );
});
