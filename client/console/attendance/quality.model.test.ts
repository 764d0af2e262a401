import { expect, test } from 'vitest';
import { lossText, partMinutes, secondsText, stepParts } from './quality.model.ts';

test('a room of which no step is recorded has no bar, even when it was silent', () => {
  expect(stepParts({ stepMs: [0, 0, 0, 0, 0, 0], silentMs: 60_000 })).toEqual([]);
});

test('parts go from best to worst and add up to the whole', () => {
  const parts = stepParts({ stepMs: [0, 10, 0, 20, 0, 60], silentMs: 10 });
  expect(parts).toEqual([
    { step: 5, ms: 60, ratio: 0.6 },
    { step: 3, ms: 20, ratio: 0.2 },
    { step: 1, ms: 10, ratio: 0.1 },
    { step: 'silent', ms: 10, ratio: 0.1 },
  ]);
});

test('what was not measured is no zero, and little is not none', () => {
  expect([null, 0, 0.0004, 0.0123, 1].map(lossText)).toEqual(['—', '0.0%', '<0.1%', '1.2%', '100.0%']);
  expect([1, 29_999, 30_000, 2_400_000].map(partMinutes)).toEqual(['<1', '<1', '1', '40']);
  expect([640, 9_940, 12_400].map(secondsText)).toEqual(['0.6', '9.9', '12']);
});
