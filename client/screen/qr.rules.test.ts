import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { pathOf, type QrCode, qrOf } from './qr.rules.ts';

const must = (code: QrCode | null): QrCode => {
  if (code === null) throw new Error('no code');
  return code;
};
const print = ({ dark }: QrCode) =>
  createHash('sha256')
    .update(dark.map((each) => (each ? '1' : '0')).join(''))
    .digest('hex')
    .slice(0, 16);

describe('a QR code', () => {
  it('is not made of text that is too long', () => {
    expect(qrOf('x'.repeat(231))).toBeNull();
    expect(qrOf('校'.repeat(77))).toBeNull();
  });

  // Each was once compared, square by square, with what another maker of codes draws with the same mask.
  test.each([
    [17, 21],
    [53, 29],
    [78, 33],
    [106, 37],
    [154, 45],
    [230, 53],
  ])('of %i bytes is drawn as it always was', (length, size) => {
    const text = `https://school.example:8443/phone#c=${'aB3_-xYz9'.repeat(40)}`.slice(0, length);
    const code = must(qrOf(text));
    expect(code.size).toBe(size);
    expect(print(code)).toMatchSnapshot();
  });

  it('has three finders, a light border, and a path that covers exactly its dark squares', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60, unit: 'grapheme-ascii' }), (text) => {
        const code = must(qrOf(text));
        const at = (x: number, y: number) => code.dark[y * code.size + x];
        for (const [x, y] of [
          [0, 0],
          [code.size - 7, 0],
          [0, code.size - 7],
        ] as const) {
          expect([0, 1, 2, 3, 4, 5, 6].map((step) => at(x + step, y + 3))).toEqual([
            true,
            false,
            true,
            true,
            true,
            false,
            true,
          ]);
        }
        const drawn = [...pathOf(code).matchAll(/M(\d+) (\d+)h(\d+)/g)].map((run) => run.map(Number));
        const covered = drawn.reduce((sum, [, , , width]) => sum + (width ?? 0), 0);
        expect(covered).toBe(code.dark.filter(Boolean).length);
        expect(
          drawn.every(
            ([, x, y, width]) => (x ?? 0) >= 4 && (y ?? 0) >= 4 && (x ?? 0) + (width ?? 0) <= code.size + 4,
          ),
        ).toBe(true);
      }),
      { numRuns: 25 },
    );
  });
});
