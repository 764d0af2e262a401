import { expect, test } from 'vitest';
import { createWake } from './follow.wake.ts';

function awake() {
  let nowMs = 1_000_000;
  const wake = createWake({ nowMs: () => nowMs, everyMs: 15_000 });
  return { ...wake, after: (ms: number) => (nowMs += ms) };
}

test('it is due at first, and not again while nothing happens', () => {
  const { isDue, after } = awake();
  expect([isDue(), isDue()]).toEqual([true, false]);
  after(14_999);
  expect(isDue()).toBe(false);
  after(1);
  expect([isDue(), isDue()]).toEqual([true, false]);
});

test('many things that happen make it due once, one that happens meanwhile once more', () => {
  const { isDue, wake } = awake();
  isDue();
  wake();
  wake();
  expect(isDue()).toBe(true);
  wake();
  expect([isDue(), isDue()]).toEqual([true, false]);
});

test('a clock that was set back does not keep it asleep', () => {
  const { isDue, after } = awake();
  isDue();
  after(-3_600_000);
  expect(isDue()).toBe(true);
});
