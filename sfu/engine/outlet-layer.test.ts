import fc from 'fast-check';
import { expect, test } from 'vitest';
import { layerAfter, lossBetween, type PlayedLayer, playedAtTop } from './outlet-layer.ts';

const COUNT = 3;

/** A look a second, each with its loss. @returns the layer after each, and how it stands at last */
function looks(losses: readonly (number | null)[], from: PlayedLayer = playedAtTop(COUNT), startMs = 0) {
  let now = from;
  const layers = losses.map((lossRatio, index) => {
    now = layerAfter(now, { lossRatio, nowMs: startMs + index * 1_000, layerCount: COUNT });
    return now.layer;
  });
  return { layers, now };
}
const times = (count: number, loss: number | null) => new Array<number | null>(count).fill(loss);

test('a line that loses much gets the next smaller picture after three seconds, and the smallest in the end', () => {
  expect(looks(times(3, 0.3)).layers).toEqual([2, 2, 2]);
  expect(looks(times(4, 0.3)).layers).toEqual([2, 2, 2, 1]);
  expect(looks(times(30, 0.3)).now.layer).toBe(0);
});

test('a moment, and what is made good in time, change nothing', () => {
  expect(looks([0.5, 0.5, 0, 0.5, 0.5, 0]).layers).toEqual(times(6, 2));
  expect(looks(times(60, 0.05)).now.layer).toBe(2);
  expect(looks([0.5, 0.5, 0.5, null, 0.5, 0.5]).now.layer).toBe(2);
});

test('a line that is good again gets the larger one after twelve seconds, and the largest in the end', () => {
  const { now } = looks(times(30, 0.3));
  const risen = looks(times(14, 0), now, 30_000);
  expect(risen.layers.slice(11)).toEqual([0, 1, 1]);
  expect(looks(times(60, 0), now, 30_000).now.layer).toBe(2);
});

test('what was too much is tried half as often each time', () => {
  let now = looks(times(8, 0.3)).now;
  let atMs = 8_000;
  const waits: number[] = [];
  for (let turn = 0; turn < 3; turn += 1) {
    const from = atMs;
    while (now.raisedAtMs === null) {
      now = layerAfter(now, { lossRatio: 0, nowMs: atMs, layerCount: COUNT });
      atMs += 1_000;
    }
    waits.push(atMs - from);
    while (now.raisedAtMs !== null) {
      now = layerAfter(now, { lossRatio: 0.4, nowMs: atMs, layerCount: COUNT });
      atMs += 1_000;
    }
  }
  expect(waits).toEqual([13_000, 25_000, 49_000]);
});

test('whatever is lost, the layer is one of the picture’s, and changes by one', () => {
  fc.assert(
    fc.property(
      fc.array(fc.option(fc.double({ min: 0, max: 1, noNaN: true })), { maxLength: 200 }),
      (losses) => {
        const layers = [COUNT - 1, ...looks(losses).layers];
        for (const [index, layer] of layers.entries()) {
          expect(layer).toBeGreaterThanOrEqual(0);
          expect(layer).toBeLessThan(COUNT);
          expect(Math.abs(layer - (layers[index - 1] ?? layer))).toBeLessThanOrEqual(1);
        }
      },
    ),
  );
});

test('loss is what was asked for again of what was sent', () => {
  expect(lossBetween({ packets: 100, askedAgain: 4 }, { packets: 300, askedAgain: 24 })).toBe(0.1);
  expect(lossBetween({ packets: 100, askedAgain: 0 }, { packets: 100, askedAgain: 0 })).toBeNull();
  expect(
    lossBetween({ packets: 900, askedAgain: 9 }, { packets: 5, askedAgain: 0 }),
    'another stream',
  ).toBeNull();
  expect(lossBetween({ packets: 0, askedAgain: 0 }, { packets: 10, askedAgain: 30 })).toBe(1);
});
