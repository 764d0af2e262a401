import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seatKey } from '../../../shared/session/session.events.ts';
import type { WallPart, WallPlan } from '../../../shared/session/session.wall-plan.ts';
import { keyOfPart, type Spot, spotsOf } from './shape.ts';

const content: WallPart = { what: 'content' };
const teacher: WallPart = { what: 'teacher' };
const rooms = (count: number): WallPart[] =>
  Array.from({ length: count }, (_, nth) => ({
    what: 'room',
    seat: seatKey.parse(`room:01890000-0000-7000-8000-${String(nth + 1).padStart(12, '0')}`),
    called: true,
  }));
const at = (plan: WallPlan, key: string): Spot => {
  const spot = spotsOf(plan).find(({ part }) => keyOfPart(part) === key);
  if (spot === undefined) throw new Error(`${key} is not on the wall`);
  return spot;
};

describe('spotsOf', () => {
  it('is empty for an empty wall, and gives whoever is alone all of it', () => {
    expect(spotsOf({ large: [], aside: [] })).toEqual([]);
    expect(spotsOf({ large: [teacher], aside: [] })).toMatchObject([
      { left: 0, top: 0, width: 100, height: 100 },
    ]);
  });

  it('keeps three quarters for the content beside a teacher and a room', () => {
    const plan = { large: [content], aside: [teacher, ...rooms(1)] };
    expect(at(plan, 'content')).toMatchObject({ left: 0, width: 75, height: 100 });
    expect(at(plan, 'teacher')).toMatchObject({ left: 75, top: 0, name: 'below', tight: false });
  });

  it('takes no picture out of the page for another layout', () => {
    const [room] = rooms(1);
    if (room === undefined) throw new Error('no room');
    const order = (plan: WallPlan) => spotsOf(plan).map(({ part }) => keyOfPart(part));
    expect(order({ large: [room], aside: [content, teacher] })).toEqual(
      order({ large: [content], aside: [teacher, room] }),
    );
  });

  it('stands two side by side on a whole wall, and four two by two', () => {
    const two = spotsOf({ large: rooms(2), aside: [] });
    expect(new Set(two.map(({ top }) => top)).size).toBe(1);
    const four = spotsOf({ large: rooms(4), aside: [] });
    expect(new Set(four.map(({ top }) => top)).size).toBe(2);
  });

  it('keeps every picture on the wall, off every other one, and large enough to be made out', () => {
    const count = fc.integer({ min: 0, max: 16 });
    fc.assert(
      fc.property(count, fc.integer({ min: 0, max: 6 }), (largeCount, asideCount) => {
        const all = rooms(largeCount + asideCount);
        const spots = spotsOf({ large: all.slice(0, largeCount), aside: all.slice(largeCount) });
        expect(spots).toHaveLength(all.length);
        for (const spot of spots) {
          expect(spot.left).toBeGreaterThanOrEqual(-0.001);
          expect(spot.top).toBeGreaterThanOrEqual(-0.001);
          expect(spot.left + spot.width).toBeLessThanOrEqual(100.001);
          expect(spot.top + spot.height).toBeLessThanOrEqual(100.001);
          expect(spot.width).toBeGreaterThan(14);
          for (const other of spots) if (other !== spot) expect(overlap(spot, other)).toBe(false);
        }
      }),
    );
  });
});

const overlap = (a: Spot, b: Spot): boolean =>
  a.left + a.width > b.left + 0.001 &&
  b.left + b.width > a.left + 0.001 &&
  a.top + a.height > b.top + 0.001 &&
  b.top + b.height > a.top + 0.001;
