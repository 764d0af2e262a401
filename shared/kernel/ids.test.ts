import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commandId, schoolId, uuidV7 } from './ids.ts';

const random = fc.uint8Array({ minLength: 10, maxLength: 10 });
/** 48 bits of milliseconds reach beyond the year 10000. */
const instant = fc.integer({ min: 0, max: 2 ** 48 - 1 });

describe('an id from outside', () => {
  test.each([
    [''],
    ['1'],
    [null],
    [7],
    ['018f0000-0000-4000-8000-000000000000'],
    ['018f0000-0000-7000-c000-000000000000'],
    ['018f00000000700080000000000000000000'],
    ['018f0000-0000-7000-8000-00000000000g'],
    [' 018f0000-0000-7000-8000-000000000000'],
    ['018f0000-0000-7000-8000-000000000000\n'],
  ])('%j is refused', (text) => {
    expect(schoolId.safeParse(text).success).toBe(false);
  });

  test('is one and the same in capital letters', () => {
    expect(commandId.parse('018F0000-0000-7000-8000-00000000000A')).toBe(
      '018f0000-0000-7000-8000-00000000000a',
    );
  });
});

describe('uuidV7', () => {
  test('the example of RFC 9562, appendix A.6', () => {
    const bytes = Uint8Array.from([0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f]);
    expect(uuidV7(0x017f22e279b0, bytes)).toBe('017f22e2-79b0-7cc3-98c4-dc0c0c07398f');
  });

  test('is always a valid id that holds its time, and never touches what it was given', () => {
    fc.assert(
      fc.property(instant, random, (nowMs, bytes) => {
        const before = [...bytes];
        const id = uuidV7(nowMs, bytes);
        expect(schoolId.parse(id)).toBe(id);
        expect(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(nowMs);
        expect([...bytes]).toEqual(before);
      }),
    );
  });

  test('sorts by time as text', () => {
    fc.assert(
      fc.property(instant, instant, random, random, (a, b, one, other) => {
        fc.pre(a < b);
        expect(uuidV7(a, one) < uuidV7(b, other)).toBe(true);
      }),
    );
  });

  test('different random bytes make different ids, except in the six bits that say what it is', () => {
    const zero = new Uint8Array(10);
    const ids = Array.from({ length: 80 }, (_, bit) => {
      const bytes = Uint8Array.from(zero);
      bytes[bit >> 3] = 0x80 >> (bit & 7);
      return uuidV7(0, bytes);
    });
    expect(new Set([uuidV7(0, zero), ...ids]).size).toBe(1 + 80 - 6);
  });
});
