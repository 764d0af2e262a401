import { expect, it } from 'vitest';
import { stepOf } from './turning.ts';

const plain = { ctrlKey: false, metaKey: false, altKey: false };

it('keys of a keyboard and of a remote control turn pages; what the browser means itself does not', () => {
  const turns = ['PageDown', 'ArrowRight', 'PageUp', 'ArrowLeft', 'Enter', 'a'].map((key) =>
    stepOf({ ...plain, key }),
  );
  expect(turns).toEqual([1, 1, -1, -1, null, null]);
  expect(stepOf({ ...plain, key: 'ArrowLeft', altKey: true })).toBeNull();
  expect(stepOf({ ...plain, key: 'PageDown', ctrlKey: true })).toBeNull();
});
