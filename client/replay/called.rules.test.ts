import { expect, test } from 'vitest';
import { calledAt, isSoon } from './called.rules.ts';

const track = (leads: boolean, source: 'camera' | 'voice', ...spans: [number, number][]) => ({
  leads,
  source,
  pieces: spans.map(([fromMs, toMs]) => ({ fromMs, toMs }) as never),
});

test('shows who was on stage while they were, and neither the leading side nor voices', () => {
  const room = track(false, 'camera', [10_000, 20_000], [40_000, 50_000]);
  const tracks = [track(true, 'camera', [0, 60_000]), track(false, 'voice', [10_000, 20_000]), room];
  expect(calledAt(tracks, 9_999)).toEqual([]);
  expect(calledAt(tracks, 10_000)).toEqual([room]);
  expect(calledAt(tracks, 30_000)).toEqual([]);
  expect(calledAt(tracks, 45_000)).toEqual([room]);
});

test('shows four at once at most', () => {
  const all = Array.from({ length: 6 }, () => track(false, 'camera', [0, 1_000]));
  expect(calledAt(all, 500)).toEqual(all.slice(0, 4));
});

test('fetches what comes in a moment before it is there', () => {
  const room = track(false, 'voice', [10_000, 20_000]);
  expect([7_000, 8_000, 15_000, 20_000].map((atMs) => isSoon(room, atMs))).toEqual([
    false,
    true,
    true,
    false,
  ]);
});
