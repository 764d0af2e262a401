import { expect, test } from 'vitest';
import { commandId } from '../../shared/kernel/ids.ts';
import { createNewId } from './ids.ts';

test('ids of one millisecond keep their order beyond the counter, and are UUIDv7', () => {
  const newId = createNewId({ nowMs: () => 1_700_000_000_000 });
  const ids = Array.from({ length: 10_000 }, newId);
  expect([...ids].sort()).toEqual(ids);
  expect(new Set(ids).size).toBe(ids.length);
  expect(commandId.safeParse(ids[0]).success).toBe(true);
  expect(commandId.safeParse(ids.at(-1)).success).toBe(true);
});

test('a clock that goes back does not turn the order round', () => {
  const times = [5_000, 4_000, 4_500, 6_000];
  const newId = createNewId({ nowMs: () => times.shift() ?? 0 });
  const ids = [newId(), newId(), newId(), newId()];
  expect([...ids].sort()).toEqual(ids);
});

test('what the time does not fill is random', () => {
  const newId = createNewId({ nowMs: () => 1 });
  expect(newId().slice(19)).not.toBe(newId().slice(19));
});
