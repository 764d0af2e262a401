import fc from 'fast-check';

/** One place of a message, changed in one way: most of what is wrong with real messages is one thing. */
type Change = (value: unknown, key: string | number, inside: Record<string | number, unknown>) => void;

const replaceBy =
  (make: (value: unknown) => unknown): Change =>
  (value, key, inside) => {
    inside[key] = make(value);
  };

function nest(depth: number): unknown {
  let nested: unknown = 1;
  for (let level = 0; level < depth; level++) nested = level % 2 === 0 ? [nested] : { a: nested };
  return nested;
}

const oddValues: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  0.5,
  1e308,
  -1e308,
  2 ** 53,
  2 ** 31,
  '',
  ' ',
  '0',
  '\u0000',
  '😀👨‍👩‍👧‍👦',
  '\u202e\u200f\ufeff',
  '\ud800',
  '<img src=x onerror=alert(1)>',
  "'; drop table session_event; --",
  'x'.repeat(5_000),
  [],
  {},
  [[]],
  nest(64),
  new Uint8Array([1, 2, 3]),
];

const drop: Change = (_value, key, inside) => {
  if (Array.isArray(inside)) inside.splice(Number(key), 1);
  else delete inside[key];
};
const add: Change = (value, key, inside) => {
  if (Array.isArray(inside)) inside.push(structuredClone(value));
  else inside[`${key}2`] = structuredClone(value);
};
const poison: Change = (_value, key, inside) => {
  if (Array.isArray(inside)) return;
  const name = String(key).length % 2 === 0 ? '__proto__' : 'constructor';
  Object.defineProperty(inside, name, {
    value: { polluted: true },
    enumerable: true,
    configurable: true,
    writable: true,
  });
};
const repeat: Change = replaceBy((value) =>
  Array.isArray(value) ? Array(70).fill(value[0] ?? value) : [value, value],
);
const edge: Change = replaceBy((value) => {
  if (typeof value === 'number') return value + (value % 2 === 0 ? 1 : -1);
  if (typeof value === 'string') return value.length % 2 === 0 ? `${value}a` : value.slice(1);
  return typeof value === 'boolean' ? Number(value) : [value];
});
const retype: Change = replaceBy((value) => {
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return value.length;
  return Array.isArray(value) ? { ...value } : Object.values(value ?? {});
});
const upper: Change = replaceBy((value) => (typeof value === 'string' ? value.toUpperCase() : value));

const change: fc.Arbitrary<Change> = fc.oneof(
  fc.constantFrom(drop, add, poison, repeat, edge, retype, upper),
  fc.constantFrom(...oddValues).map((odd) => replaceBy(() => structuredClone(odd))),
);

/** Values of an arbitrary, about a third as they are and the others changed at one or two places. Each is a copy of its own. */
export function mutated<T extends object>(valid: fc.Arbitrary<T>): fc.Arbitrary<unknown> {
  const changes = fc.oneof(
    { weight: 1, arbitrary: fc.constant([]) },
    { weight: 2, arbitrary: fc.array(fc.tuple(fc.nat(), change), { minLength: 1, maxLength: 2 }) },
  );
  return fc
    .tuple(valid, changes)
    .map(([value, each]) => {
      const copy: unknown = structuredClone(value);
      for (const [where, apply] of each) {
        const places = placesIn(copy);
        const place = places[where % Math.max(1, places.length)];
        if (place !== undefined) apply(place.inside[place.key], place.key, place.inside);
      }
      return copy;
    })
    .filter(fits);
}

/** What is larger, or brings more binary parts, ends the connection by design and is tested apart. */
function fits(message: unknown): boolean {
  const binaries = placesIn(message).filter(({ inside, key }) => ArrayBuffer.isView(inside[key])).length;
  return binaries <= 10 && Buffer.byteLength(JSON.stringify(message)) < 60_000;
}

type Place = { readonly inside: Record<string | number, unknown>; readonly key: string | number };

function placesIn(value: unknown, depth = 0): Place[] {
  if (typeof value !== 'object' || value === null || depth > 8 || ArrayBuffer.isView(value)) return [];
  const inside = value as Record<string | number, unknown>;
  return Object.keys(inside).flatMap((key) => [{ inside, key }, ...placesIn(inside[key], depth + 1)]);
}
