import { describe, expect, it } from 'vitest';
import type { Stay } from '../../shared/attendance.ts';
import { gapErrorsMs } from './stays.ts';

const stay = (fromMs: number, toMs: number): Stay => ({ fromMs, toMs, ending: { kind: 'still-there' } });

describe('gaps of attendance against the true ones', () => {
  it('cannot be compared when there are more or fewer than outages', () => {
    expect(gapErrorsMs([], [])).toBeNull();
    expect(gapErrorsMs([stay(0, 10)], [5])).toBeNull();
    expect(gapErrorsMs([stay(0, 10), stay(20, 30)], [])).toBeNull();
  });

  it('are wrong by what they are too long or too short', () => {
    expect(gapErrorsMs([stay(0, 10)], [])).toEqual([]);
    expect(gapErrorsMs([stay(0, 10), stay(30, 40), stay(45, 50)], [15, 9])).toEqual([5, 4]);
  });
});
