import { expect, it } from 'vitest';
import type { Mark } from '../../../shared/courseware.ts';
import { markId, uuidV7 } from '../../../shared/kernel/ids.ts';
import { marksUnder } from './marks-hit.ts';

const stroke = (n: number, points: Mark['points'], width = 4): Mark => ({
  markId: markId.parse(uuidV7(n, new Uint8Array(10))),
  tool: 'pen',
  colour: 'red',
  width,
  points,
});
const eraser = { reach: 0.01, aspect: 0.5 };

it('an eraser takes what it touches, between the points of a stroke too, and nothing beside it', () => {
  const line = stroke(1, [
    [0.1, 0.5, 0.5],
    [0.9, 0.5, 0.5],
  ]);
  const dot = stroke(2, [[0.5, 0.9, 0.5]]);
  expect(marksUnder([line, dot], [], eraser)).toEqual([]);
  expect(marksUnder([line, dot], [{ x: 0.5, y: 0.51 }], eraser)).toEqual([line]);
  expect(marksUnder([line, dot], [{ x: 0.5, y: 0.9 }], eraser)).toEqual([dot]);
  expect(marksUnder([line, dot], [{ x: 0.5, y: 0.6 }], eraser)).toEqual([]);
});

it('reaches further on a wide stroke', () => {
  const wide = stroke(1, [[0.5, 0.5, 0.5]], 60);
  expect(marksUnder([wide], [{ x: 0.535, y: 0.5 }], eraser)).toEqual([wide]);
  expect(marksUnder([wide], [{ x: 0.55, y: 0.5 }], eraser)).toEqual([]);
});
