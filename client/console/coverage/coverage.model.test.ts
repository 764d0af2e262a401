import { describe, expect, it } from 'vitest';
import { countText, csvAddress, percentOf } from './coverage.model.ts';

describe('percentOf', () => {
  it('has no answer without a denominator', () => {
    expect(percentOf({ numerator: 0, denominator: 0 })).toBeNull();
  });
  it('rounds down, so that only all is 100', () => {
    expect(percentOf({ numerator: 2999, denominator: 3000 })).toBe('99.9');
    expect(percentOf({ numerator: 53, denominator: 64 })).toBe('82.8');
    expect(percentOf({ numerator: 7, denominator: 7 })).toBe('100');
    expect(percentOf({ numerator: 0.57, denominator: 1 })).toBe('57');
  });
});

it('writes periods with one decimal at most', () => {
  expect([countText(2), countText(1.25), countText(0.04)]).toEqual(['2', '1.3', '0']);
});

it('asks for the same period as a file', () => {
  expect(csvAddress({ from: '2026-09-01', to: '2026-09-30' })).toBe(
    '/api/coverage.csv?from=2026-09-01&to=2026-09-30',
  );
});
