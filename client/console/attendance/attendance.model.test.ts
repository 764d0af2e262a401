import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Stay } from '../../../shared/attendance.ts';
import { percentText, stretchesOf } from './attendance.model.ts';

const axis = { fromMs: 1000, toMs: 2000 };
const endings: readonly Stay['ending'][] = [
  { kind: 'lost', cause: 'timeout' },
  { kind: 'left', reason: 'closed' },
  { kind: 'lesson-over' },
  { kind: 'still-there' },
];
const anyStay = fc
  .record({
    from: fc.integer({ min: 0, max: 3000 }),
    length: fc.nat(2000),
    ending: fc.constantFrom(...endings),
  })
  .map(({ from, length, ending }): Stay => ({ fromMs: from, toMs: from + length, ending }));

describe('stretchesOf', () => {
  it('is empty for an axis without length', () => {
    expect(stretchesOf([], { fromMs: 5, toMs: 5 })).toEqual([]);
  });
  it('fills the axis without gap or overlap, whatever the stays', () => {
    fc.assert(
      fc.property(fc.array(anyStay, { maxLength: 8 }), (stays) => {
        const stretches = stretchesOf(stays, axis);
        expect(stretches.at(0)?.fromMs).toBe(axis.fromMs);
        expect(stretches.at(-1)?.toMs).toBe(axis.toMs);
        stretches.slice(1).forEach((each, index) => {
          expect(each.fromMs).toBe(stretches[index]?.toMs);
        });
        expect(stretches.reduce((sum, each) => sum + each.lengthRatio, 0)).toBeCloseTo(1);
      }),
    );
  });
  it('tells a cut line from somebody who left', () => {
    const stays: Stay[] = [
      { fromMs: 1100, toMs: 1300, ending: { kind: 'lost', cause: 'timeout' } },
      { fromMs: 1400, toMs: 1500, ending: { kind: 'left', reason: 'closed' } },
    ];
    expect(stretchesOf(stays, axis).map((each) => each.kind)).toEqual([
      'absent',
      'connected',
      'lost',
      'connected',
      'left',
    ]);
  });
});

describe('percentText', () => {
  it('never rounds up', () => {
    expect(percentText(0.7999)).toBe('79%');
    expect(percentText(0.8)).toBe('80%');
    expect(percentText(0.29)).toBe('29%');
    expect(percentText(null)).toBe('—');
  });
});
