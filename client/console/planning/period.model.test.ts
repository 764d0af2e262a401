import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, localDate } from '../../../shared/kernel/time.ts';
import { periodAfter, periodAround, periodBefore, periodKinds, readPeriod } from './period.model.ts';

const day = (text: string) => localDate.parse(text);
const anyDay = fc.integer({ min: 0, max: 20_000 }).map((days) => addDays(day('2000-01-01'), days));

describe('readPeriod', () => {
  it('refuses what is no period', () => {
    expect(readPeriod(null, '2026-09-01')).toBeNull();
    expect(readPeriod('2026-02-30', '2026-03-01')).toBeNull();
    expect(readPeriod('2026-09-02', '2026-09-01')).toBeNull();
    expect(readPeriod('2024-09-01', '2026-09-01')).toBeNull();
  });
  it('reads one', () => {
    expect(readPeriod('2026-09-01', '2026-09-01')).toEqual({ from: '2026-09-01', to: '2026-09-01' });
  });
});

describe('periodAround', () => {
  it('knows the edges of a year', () => {
    expect(periodAround('week', day('2026-01-01'))).toEqual({ from: '2025-12-29', to: '2026-01-04' });
    expect(periodAround('month', day('2024-02-10'))).toEqual({ from: '2024-02-01', to: '2024-02-29' });
    expect(periodAround('month', day('2026-12-31'))).toEqual({ from: '2026-12-01', to: '2026-12-31' });
    expect(periodAround('term', day('2026-01-31'))).toEqual({ from: '2025-09-01', to: '2026-01-31' });
    expect(periodAround('term', day('2026-02-01'))).toEqual({ from: '2026-02-01', to: '2026-08-31' });
    expect(periodAround('term', day('2026-11-22'))).toEqual({ from: '2026-09-01', to: '2027-01-31' });
  });
  it('contains its day, and its neighbours touch without a gap', () => {
    fc.assert(
      fc.property(fc.constantFrom(...periodKinds), anyDay, (kind, date) => {
        const period = periodAround(kind, date);
        expect(period.from <= date && date <= period.to).toBe(true);
        expect(addDays(periodBefore(kind, period).to, 1)).toBe(period.from);
        expect(addDays(period.to, 1)).toBe(periodAfter(kind, period).from);
      }),
    );
  });
});
