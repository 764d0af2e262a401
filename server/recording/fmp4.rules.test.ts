import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { madePiece } from '../../test/support/pieces.ts';
import { boxFrom, scanPiece } from './fmp4.rules.ts';
import type { PieceIndex } from './recording.types.ts';

const picture = madePiece({ kind: 'picture', seconds: 5 });
const sound = madePiece({ kind: 'sound', seconds: 5 });

function must(index: PieceIndex | null): PieceIndex {
  if (index === null) throw new Error('not even its beginning is whole');
  return index;
}

/** Where each box of a whole file begins, its end last. */
function bounds(bytes: Uint8Array): number[] {
  const found = [0];
  for (let at = 0; at < bytes.length; ) {
    const box = boxFrom(bytes.subarray(at, at + 16), at);
    if (box === null) throw new Error(`no box at ${at}`);
    at += box.bytes;
    found.push(at);
  }
  return found;
}

describe('what is no piece', () => {
  test.each([
    ['nothing', new Uint8Array()],
    ['a few bytes', new Uint8Array([0, 0, 0])],
    ['a box of length 0', new Uint8Array(64)],
    ['a box longer than any file', new Uint8Array(64).fill(255)],
    ['words', new TextEncoder().encode('<!doctype html><title>Not found</title>')],
  ])('has no index: %s', (_name, bytes) => {
    expect(scanPiece(bytes)).toBeNull();
  });

  test('never makes it throw, wherever bytes are wrong, nor tells of bytes that are not there', () => {
    const change = fc.record({ at: fc.nat({ max: 12_000 }), to: fc.nat({ max: 255 }) });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), fc.boolean(), (changes, ofPicture) => {
        const bytes = (ofPicture ? picture : sound).slice(0, 12_000);
        for (const { at, to } of changes) bytes[at] = to;
        const index = scanPiece(bytes);
        for (const each of index?.fragments ?? [])
          expect(each.at + each.bytes).toBeLessThanOrEqual(bytes.length);
        expect(index?.endBytes ?? 0).toBeLessThanOrEqual(bytes.length);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a whole piece', () => {
  test('of a picture tells its codec, size and which fragments a picture can begin at', () => {
    const index = must(scanPiece(picture));
    expect(index).toMatchObject({ codec: 'avc1.42c00c', size: { width: 320, height: 180 } });
    expect(index.fragments.map(({ fromMs, durationMs, isKey }) => [fromMs, durationMs, isKey])).toEqual([
      [0, 500, true],
      [500, 500, false],
      [1000, 500, false],
      [1500, 500, false],
      [2000, 500, true],
      [2500, 500, false],
      [3000, 500, false],
      [3500, 500, false],
      [4000, 500, true],
      [4500, 500, false],
    ]);
    expect(index.fragments[0]?.at).toBe(index.initBytes);
    const last = index.fragments.at(-1);
    expect((last?.at ?? 0) + (last?.bytes ?? 0)).toBe(index.endBytes);
  });

  test('of sound is key everywhere, and begins where its priming ends', () => {
    const index = must(scanPiece(sound));
    expect(index).toMatchObject({ codec: 'opus', size: null });
    expect(index.fragments.every(({ isKey }) => isKey)).toBe(true);
    const last = index.fragments.at(-1);
    expect((last?.fromMs ?? 0) + (last?.durationMs ?? 0)).toBe(5007);
  });
});

describe.each([
  ['picture', picture],
  ['sound', sound],
])('a piece of %s that is torn', (_kind, bytes) => {
  const whole = must(scanPiece(bytes));
  test.each(bounds(bytes).flatMap((at) => [at - 1, at, at + 1]))(
    'at byte %d holds what came before',
    (end) => {
      const index = scanPiece(bytes.slice(0, Math.max(0, end)));
      if (end < whole.initBytes) return expect(index).toBeNull();
      const fragments = whole.fragments.filter((each) => each.at + each.bytes <= end);
      expect(must(index).fragments).toEqual(fragments);
      const last = fragments.at(-1);
      expect(must(index).endBytes).toBe(last === undefined ? whole.initBytes : last.at + last.bytes);
    },
  );
});
