import { describe, expect, it } from 'vitest';
import type { ReportPage } from '../../../shared/coverage/report.ts';
import {
  causesInOrder,
  countText,
  drawnValue,
  fractionOf,
  fullness,
  percentOf,
  ranked,
  targetState,
} from './report.model.ts';

const part = (name: string, numerator: number, denominator: number) =>
  ({
    name,
    figures: [{ key: 'needWeighted', numerator, denominator }],
  }) as unknown as ReportPage['below'][number];

describe('a figure', () => {
  it('is none without a denominator', () => {
    expect(fractionOf([{ key: 'delivery', numerator: 0, denominator: 0 }], 'delivery')).toBeNull();
    expect(fractionOf([], 'delivery')).toBeNull();
    expect(drawnValue(null, 'share')).toBeNull();
  });
  it('is rounded down, so that only all is 100', () => {
    expect(percentOf({ numerator: 2999, denominator: 3000 })).toBe('99.9');
    expect(percentOf({ numerator: 7, denominator: 7 })).toBe('100');
    expect(percentOf({ numerator: 0.57, denominator: 1 })).toBe('57');
    expect([countText(2), countText(1.25), countText(0.04), countText(12345.6)]).toEqual([
      '2',
      '1.3',
      '0',
      '12,345.6',
    ]);
  });
  it('meets a target by its share, or by a number where that is set', () => {
    const share = { target: 0.8, targetCount: null };
    expect(targetState({ numerator: 799, denominator: 1000 }, share)).toBe('missed');
    expect(targetState({ numerator: 4, denominator: 5 }, share)).toBe('met');
    const number = { target: null, targetCount: 5 };
    expect(targetState({ numerator: 5, denominator: 500 }, number)).toBe('met');
    expect(targetState({ numerator: 4, denominator: 4 }, number)).toBe('missed');
    expect(targetState(null, share)).toBe('none');
    expect(targetState({ numerator: 1, denominator: 1 }, { target: null, targetCount: null })).toBe('none');
  });
});

it('ranks the highest first, equal ones alike, and those without a figure last and without a rank', () => {
  const rows = ranked([part('d', 0, 0), part('c', 1, 4), part('a', 3, 4), part('b', 6, 8)], 'needWeighted');
  expect(rows.map((row) => [row.part.name, row.rank])).toEqual([
    ['a', 1],
    ['b', 1],
    ['c', 3],
    ['d', null],
  ]);
});

it('fills a field by its share, and a mean against the highest', () => {
  const rows = [
    { fraction: { numerator: 3, denominator: 1 } },
    { fraction: { numerator: 6, denominator: 1 } },
    { fraction: null },
  ];
  expect(fullness(rows, 'points')({ numerator: 3, denominator: 1 })).toBe(0.5);
  expect(fullness(rows, 'share')({ numerator: 3, denominator: 1 })).toBe(1);
  expect(fullness([], 'minutes')({ numerator: 3, denominator: 1 })).toBe(0);
});

it('names only causes that happened, what happens most first', () => {
  const causes = causesInOrder([
    { cause: 'line', needCount: 2 },
    { cause: 'power', needCount: 0 },
    { cause: 'no-link', needCount: 5 },
  ]);
  expect(causes.map(({ cause }) => cause)).toEqual(['no-link', 'line']);
});
