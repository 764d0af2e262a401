import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Sha256 } from './sha256.ts';

test('is the hash that everybody else has, however the bytes come', () => {
  expect(new Sha256().digest()).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  const portions = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 8 });
  fc.assert(
    fc.property(portions, (all) => {
      const [ours, theirs] = [new Sha256(), createHash('sha256')];
      for (const bytes of all) {
        ours.update(bytes);
        theirs.update(bytes);
      }
      expect(ours.digest()).toBe(theirs.digest('hex'));
    }),
  );
});

test('holds at every edge of a block', () => {
  for (let length = 0; length <= 200; length += 1) {
    const bytes = new Uint8Array(length).fill(length);
    expect(new Sha256().update(bytes).digest()).toBe(createHash('sha256').update(bytes).digest('hex'));
  }
});
