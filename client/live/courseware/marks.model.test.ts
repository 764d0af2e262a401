import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Mark, MarkNews } from '../../../shared/courseware.ts';
import { coursewareId, markId, uuidV7 } from '../../../shared/kernel/ids.ts';
import {
  type Kept,
  keptAfter,
  keptFrom,
  movingAfter,
  POINTER_MS,
  STILL,
  settledOf,
  UNKNOWN,
} from './marks.model.ts';

const id = (n: number) => uuidV7(n, new Uint8Array(10).fill(n));
const stroke = (n: number): Mark => ({
  markId: markId.parse(id(n)),
  tool: 'pen',
  colour: 'red',
  width: 5,
  points: [[0.1, 0.2, 0.5]],
});
const page = { coursewareId: coursewareId.parse(id(1)), page: 1 };
const drawn = (seq: number, n: number) => ({ seq, change: { kind: 'drawn', mark: stroke(n) } }) as const;

describe('marks of a page', () => {
  it('are asked for anew when news were missed, or nothing is known yet', () => {
    expect(keptAfter(UNKNOWN, drawn(1, 1))).toBe('gap');
    expect(keptAfter({ seq: 3, marks: [] }, drawn(5, 1))).toBe('gap');
  });

  it('are the same after old news', () => {
    const kept = { seq: 3, marks: [stroke(1)] };
    expect(keptAfter(kept, { seq: 3, change: { kind: 'cleared' } })).toBe(kept);
    expect(keptFrom(kept, { seq: 2, marks: [] })).toBe(kept);
  });

  it('are the same whether told one by one, repeated, or all at once', () => {
    const change = fc.oneof(
      fc.integer({ min: 1, max: 9 }).map((n): MarkNews['change'] => ({ kind: 'drawn', mark: stroke(n) })),
      fc
        .uniqueArray(fc.integer({ min: 1, max: 9 }), { minLength: 1 })
        .map((ns): MarkNews['change'] => ({ kind: 'erased', markIds: ns.map((n) => stroke(n).markId) })),
      fc.constant<MarkNews['change']>({ kind: 'cleared' }),
    );
    fc.assert(
      fc.property(fc.array(change, { minLength: 1 }), fc.nat(), (changes, from) => {
        const all = changes.map((each, index) => ({ seq: index + 1, change: each }));
        const run = (start: Kept, news: typeof all) =>
          news.reduce<Kept>((kept, each) => {
            const next = keptAfter(kept, each);
            if (next === 'gap') throw new Error('a gap where nothing is missing');
            return next;
          }, start);
        const live = run({ seq: 0, marks: [] }, all);
        const again = run(live, all.slice(from % all.length));
        expect(again).toBe(live);
      }),
    );
  });
});

describe('what moves', () => {
  const move = { ...page, markId: stroke(1).markId, tool: 'pen', colour: 'red', width: 5 } as const;

  it('grows by what came since the last piece', () => {
    const first = movingAfter(STILL, { ...move, points: [[0, 0, 0.5]] }, 1);
    const second = movingAfter(first, { ...move, points: [[0.1, 0, 0.5]] }, 2);
    expect(second.growing).toHaveLength(1);
    expect(second.growing[0]?.points).toEqual([
      [0, 0, 0.5],
      [0.1, 0, 0.5],
    ]);
  });

  it('goes when it is finished, when its hand is gone, and a pointer after a moment', () => {
    const stroked = movingAfter(STILL, { ...move, points: [[0, 0, 0.5]] }, 0);
    const both = movingAfter(
      stroked,
      { ...move, markId: null, tool: 'pointer', points: [[0.5, 0.5, 0.5]] },
      0,
    );
    expect(settledOf(both, [], 1)).toBe(both);
    expect(settledOf(both, [stroke(1).markId], 1).growing).toEqual([]);
    expect(settledOf(both, [], POINTER_MS).trail).toEqual([]);
    expect(settledOf(both, [], 60_000)).toEqual(STILL);
  });
});
