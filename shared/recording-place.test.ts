import { expect, test } from 'vitest';
import { ownPlaceToGoOn, placeToGoOn } from './recording-place.ts';

const LENGTH_MS = 2_400_000;

test('one goes on in the middle, not at either edge', () => {
  expect([15_000, 15_001, 760_000, 2_384_999, 2_385_000].map((atMs) => placeToGoOn(atMs, LENGTH_MS))).toEqual(
    [null, 15_001, 760_000, 2_384_999, null],
  );
  expect(placeToGoOn(20_000, 25_000)).toBeNull();
});

test('whoever has seen it to its end begins anew, as does who never saw it', () => {
  expect(ownPlaceToGoOn(null, LENGTH_MS)).toBeNull();
  expect(ownPlaceToGoOn({ positionMs: 760_000, finished: true }, LENGTH_MS)).toBeNull();
  expect(ownPlaceToGoOn({ positionMs: 760_000, finished: false }, LENGTH_MS)).toBe(760_000);
});
