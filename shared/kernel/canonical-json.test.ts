import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson, type Json } from './canonical-json.ts';

const json = fc.jsonValue().map((value) => value as Json);

test.each([[Number.NaN], [Number.POSITIVE_INFINITY], [Number.NEGATIVE_INFINITY]])(
  '%s has no bytes',
  (value) => {
    expect(() => canonicalJson(value)).toThrow(/finite/);
    expect(() => canonicalJson({ deep: [{ in: value }] })).toThrow(/finite/);
  },
);

test('keys stand in the order of their code units, without white space', () => {
  expect(
    canonicalJson({ b: 1, a: [true, null, 'x'], ä: 2, Z: { d: 0, c: -1.5 }, 教: '学', '10': 1, '9': 1 }),
  ).toBe('{"10":1,"9":1,"Z":{"c":-1.5,"d":0},"a":[true,null,"x"],"b":1,"ä":2,"教":"学"}');
});

test('what is undefined is as if it were not there', () => {
  expect(canonicalJson({ a: undefined, b: { c: undefined } })).toBe(canonicalJson({ b: {} }));
});

test('strings are escaped as JSON escapes them', () => {
  const text = 'a"\\\n\u0001\u2028\ud800';
  expect(canonicalJson({ [text]: text })).toBe(`{${JSON.stringify(text)}:${JSON.stringify(text)}}`);
});

test('zero and minus zero are the same bytes', () => {
  expect(canonicalJson(-0)).toBe('0');
});

test('reading it gives the value back', () => {
  fc.assert(
    fc.property(json, (value) => {
      // JSON has one zero.
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test('the order in which keys were set does not count, and unequal values have unequal bytes', () => {
  const entries = fc.uniqueArray(fc.tuple(fc.string(), json), { selector: ([key]) => key, maxLength: 8 });
  fc.assert(
    fc.property(entries, fc.infiniteStream(fc.nat()), (pairs, order) => {
      const shuffled = pairs
        .map((pair) => ({ pair, at: order.next().value }))
        .toSorted((a, b) => a.at - b.at)
        .map((each) => each.pair);
      expect(canonicalJson(Object.fromEntries(shuffled))).toBe(canonicalJson(Object.fromEntries(pairs)));
    }),
  );
  fc.assert(
    fc.property(json, json, (one, other) => {
      const same = canonicalJson(one) === canonicalJson(other);
      let equal = true;
      try {
        expect(JSON.parse(JSON.stringify(one))).toEqual(JSON.parse(JSON.stringify(other)));
      } catch {
        equal = false;
      }
      expect(same).toBe(equal);
    }),
  );
});
