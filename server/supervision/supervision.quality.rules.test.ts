import { describe, expect, it, test } from 'vitest';
import { defaultAlarmThresholds } from '../../shared/supervision.ts';
import { isBad, type LineLook, type LineMemory, qualityNow, remember } from './supervision.quality.rules.ts';

const report = { lossRatio: 0, frozenRatio: 0 };

describe('what a room receives is bad', () => {
  test.each<[string, LineLook, boolean | null]>([
    ['is not known without ladder and report', { ladder: null, report: null }, null],
    ['on step 2 of a weak line', { ladder: { step: 2, reason: 'line' }, report: null }, true],
    ['not on step 3', { ladder: { step: 3, reason: 'line' }, report }, false],
    ['not on the top step', { ladder: { step: 5, reason: null }, report }, false],
    ['not where the room saves data', { ladder: { step: 1, reason: 'saving' }, report }, false],
    ['not where the lecturer sends no more', { ladder: { step: 2, reason: 'sender' }, report }, false],
    ['where its device cannot show it', { ladder: { step: 1, reason: 'device' }, report }, true],
    [
      'where a tenth is lost, whatever the step',
      { ladder: { step: 5, reason: null }, report: { ...report, lossRatio: 0.1 } },
      true,
    ],
    ['where pictures stand still', { ladder: null, report: { ...report, frozenRatio: 0.2 } }, true],
    ['not where they seldom do', { ladder: null, report: { ...report, frozenRatio: 0.19 } }, false],
  ])('%s', (_what, look, expected) => {
    expect(isBad(look, defaultAlarmThresholds)).toBe(expected);
  });
});

describe('how long it has been bad', () => {
  const looked = (looks: readonly (boolean | null)[], everyMs = 10_000): LineMemory | null =>
    looks.reduce<LineMemory | null>((memory, bad, index) => remember(memory, bad, index * everyMs), null);

  it('counts from the first bad look, over short good moments', () => {
    expect(looked([true, true])).toEqual({ badSinceMs: 0, goodSinceMs: null });
    expect(looked([false, true, false, true])).toEqual({ badSinceMs: 10_000, goodSinceMs: null });
  });

  it('is forgotten after half a minute that was good', () => {
    expect(looked([true, false, false, false])).toEqual({ badSinceMs: 0, goodSinceMs: 10_000 });
    expect(looked([true, false, false, false, false])).toBeNull();
    expect(looked([true, false, false, false, false, true])?.badSinceMs).toBe(50_000);
  });

  it('is neither better nor worse while nothing is known', () => {
    expect(looked([true, null, null])).toEqual({ badSinceMs: 0, goodSinceMs: null });
    expect(looked([null])).toBeNull();
    expect(qualityNow(null, null)).toBe('unknown');
    expect(qualityNow(null, false)).toBe('good');
    expect(qualityNow(looked([true]), null)).toEqual({ badSinceMs: 0 });
  });
});
