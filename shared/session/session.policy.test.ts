import { expect, test } from 'vitest';
import { seatPart } from './session.events.ts';
import { maySend } from './session.policy.ts';

test('nobody but the lecturer may send voice or content', () => {
  const others = seatPart.options.filter((part) => part !== 'lecturer');
  for (const part of others) {
    expect(maySend({ part }), part).not.toContain('voice');
    expect(maySend({ part }), part).not.toContain('content');
  }
});

test('a room sends its camera, an observer nothing', () => {
  expect(maySend({ part: 'room' })).toEqual(['camera']);
  expect(maySend({ part: 'observer' })).toEqual([]);
  expect(maySend({ part: 'lecturer' })).toEqual(['camera', 'content', 'voice']);
});
