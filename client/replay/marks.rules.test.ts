import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coursewareId, markId, uuidV7 } from '../../shared/kernel/ids.ts';
import type { ReplayMark } from '../../shared/recording-marks.ts';
import { drawingAt } from './marks.rules.ts';
import { ReplayBoard } from './replay-board.ts';

const FILE = coursewareId.parse('01900000-0000-7000-8000-000000000001');
const OTHER = coursewareId.parse('01900000-0000-7000-8000-000000000002');
let ids = 0;
const stroke = (wish: Partial<ReplayMark> = {}): ReplayMark => {
  ids += 1;
  const points = Array.from({ length: 10 }, (_, at) => [at / 10, 0.5, 0.5] as [number, number, number]);
  return {
    ...{ coursewareId: FILE, page: 1, fromMs: 1_000, wholeAtMs: 2_000, untilMs: null },
    mark: {
      markId: markId.parse(uuidV7(ids, new Uint8Array(10))),
      ...{ tool: 'pen', colour: 'red', width: 4, points },
    },
    ...wish,
  };
};
const page = { coursewareId: FILE, page: 1 };

describe('what stood on a page at a moment', () => {
  it('is nothing of other pages or other files, of before or of after', () => {
    const gone = stroke({ untilMs: 5_000 });
    for (const all of [[stroke({ page: 2 })], [stroke({ coursewareId: OTHER })], [gone]])
      expect(drawingAt(all, page, 5_000)).toEqual({ marks: [], moving: { growing: [], trail: [] } });
    expect(drawingAt([gone], page, 999).moving.growing).toEqual([]);
    expect(drawingAt([gone], page, 4_999).marks).toEqual([gone.mark]);
  });

  it('grows as the pen went, and is whole when it was lifted', () => {
    const one = stroke();
    const pointsAt = (atMs: number) => drawingAt([one], page, atMs).moving.growing[0]?.points.length;
    expect([1_000, 1_500, 1_999].map(pointsAt)).toEqual([1, 5, 10]);
    expect(drawingAt([one], page, 2_000)).toEqual({ marks: [one.mark], moving: { growing: [], trail: [] } });
    const sudden = stroke({ fromMs: 0, wholeAtMs: 0 });
    expect(drawingAt([sudden], page, 0).marks).toEqual([sudden.mark]);
  });

  it('does not depend on the way there', () => {
    const moments = fc.array(fc.nat(10_000), { minLength: 1, maxLength: 20 });
    const anyMark = fc
      .tuple(fc.nat(9_000), fc.nat(2_000), fc.option(fc.nat(3_000), { nil: null }))
      .map(([fromMs, takesMs, staysMs]) => {
        const wholeAtMs = fromMs + takesMs;
        return stroke({ fromMs, wholeAtMs, untilMs: staysMs === null ? null : wholeAtMs + staysMs });
      });
    fc.assert(
      fc.property(fc.array(anyMark, { maxLength: 8 }), moments, (all, way) => {
        const [wandered, direct] = [new ReplayBoard(), new ReplayBoard()];
        wandered.take(all);
        direct.take(all);
        for (const atMs of way) wandered.show(page, atMs);
        direct.show(page, way.at(-1) ?? 0);
        expect(wandered.drawing.get()).toEqual(direct.drawing.get());
      }),
    );
  });

  it('is told once while it stays the same', () => {
    const board = new ReplayBoard();
    let told = 0;
    board.drawing.subscribe(() => {
      told += 1;
    });
    board.take([stroke()]);
    for (let atMs = 2_000; atMs < 4_000; atMs += 40) board.show(page, atMs);
    expect(told).toBe(1);
  });
});
