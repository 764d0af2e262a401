import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WHOLE_PAGE } from '../../../shared/session/session.courseware.ts';
import { boxOf, pannedBy, SCALE_MAX, shareOf, zoomedAt } from './geometry.ts';

const size = fc.record({
  width: fc.integer({ min: 40, max: 4000 }),
  height: fc.integer({ min: 40, max: 4000 }),
});
const share = fc.double({ min: 0, max: 1, noNaN: true });
const zoom = fc.record({ x: share, y: share, scale: fc.double({ min: 1, max: SCALE_MAX, noNaN: true }) });

describe('where a page lies', () => {
  it('is in the middle, whole, as large as there is room', () => {
    const place = { width: 1600, height: 900 };
    expect(boxOf(place, { width: 800, height: 900 }, WHOLE_PAGE)).toEqual({
      left: 400,
      top: 0,
      width: 800,
      height: 900,
    });
  });

  it('leaves no gap on a side where the page is larger than its place', () => {
    fc.assert(
      fc.property(size, size, zoom, (place, page, at) => {
        const box = boxOf(place, page, at);
        if (box.width > place.width) {
          expect(box.left).toBeLessThanOrEqual(0.001);
          expect(box.left + box.width).toBeGreaterThanOrEqual(place.width - 0.001);
        } else expect(box.left).toBeCloseTo((place.width - box.width) / 2);
      }),
    );
  });

  it('keeps what lies under the fingers there, unless an edge comes in', () => {
    const place = { width: 1600, height: 900 };
    const page = { width: 1600, height: 900 };
    const before = { x: 0.5, y: 0.5, scale: 2 };
    const at = { x: 700, y: 500 };
    const after = zoomedAt({ place, page, zoom: before }, at, 1.5);
    const [was, is] = [before, after].map((each) => shareOf(boxOf(place, page, each), at));
    expect(is?.x).toBeCloseTo(was?.x ?? 0);
    expect(is?.y).toBeCloseTo(was?.y ?? 0);
  });

  it('can be told to every other wall, however it was moved', () => {
    const by = fc.record({
      x: fc.integer({ min: -9000, max: 9000 }),
      y: fc.integer({ min: -9000, max: 9000 }),
    });
    fc.assert(
      fc.property(size, size, zoom, by, fc.double({ min: 0.01, max: 100, noNaN: true }), (...given) => {
        const [place, page, from, way, factor] = given;
        const moved = pannedBy({ place, page, zoom: from }, way);
        const to = zoomedAt({ place, page, zoom: moved }, { x: 10, y: 10 }, factor);
        for (const each of [to.x, to.y]) {
          expect(each).toBeGreaterThanOrEqual(0);
          expect(each).toBeLessThanOrEqual(1);
        }
        expect(to.scale).toBeGreaterThanOrEqual(1);
        expect(to.scale).toBeLessThanOrEqual(SCALE_MAX);
      }),
    );
  });
});
