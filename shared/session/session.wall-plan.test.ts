import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nth } from '../../test/support/session-log.ts';
import { seatOfRoom } from './session.events.ts';
import { wallLayout } from './session.wall.ts';
import { type OnWall, type WallPart, wallPlanOf } from './session.wall-plan.ts';

const seat = (n: number) => seatOfRoom(nth.room(n));
const rooms = [1, 2, 3, 4, 5].map(seat);
const wall = (change: Partial<OnWall> = {}): OnWall => ({
  layout: 'teacherAndContent',
  spotlight: null,
  stage: [],
  content: true,
  teacher: true,
  rooms,
  ...change,
});
const names = (parts: readonly WallPart[]) =>
  parts.map((part) => (part.what === 'room' ? `${rooms.indexOf(part.seat) + 1}` : part.what)).join(' ');
const planned = (change?: Partial<OnWall>) => {
  const { large, aside } = wallPlanOf(wall(change));
  return [names(large), names(aside)];
};

describe('a wall', () => {
  test.each([
    [{}, ['content', 'teacher']],
    [{ stage: [seat(2)] }, ['content', 'teacher 2']],
    [{ content: false, stage: [seat(2)] }, ['teacher', '2']],
    [{ layout: 'content', stage: [seat(2)] }, ['content', '2']],
    [{ layout: 'content', content: false }, ['teacher', '']],
    [{ layout: 'teacher', stage: [seat(2)] }, ['teacher', 'content 2']],
    [{ layout: 'stage', stage: [seat(2), seat(1)] }, ['2 1', 'content teacher']],
    [{ layout: 'stage' }, ['content', 'teacher']],
    [{ layout: 'rooms', stage: [seat(4)] }, ['4 1 2 3 5', 'teacher content']],
    [{ layout: 'rooms', rooms: [] }, ['content', 'teacher']],
    [{ spotlight: seat(3), stage: [seat(2)] }, ['3', 'content teacher 2']],
    [{ spotlight: seat(2), stage: [seat(2)] }, ['2', 'content teacher']],
    [{ spotlight: seat(2), rooms: [seat(1)] }, ['content', 'teacher']],
    [{ content: false, teacher: false }, ['', '']],
  ] as const)('of %o shows %j', (change, expected) => {
    expect(planned(change)).toEqual(expected);
  });

  test('shows everything once, whoever was called always, and leaves the large place empty only when there is nothing', () => {
    const some = fc.subarray(rooms);
    fc.assert(
      fc.property(
        fc.record({
          layout: fc.constantFrom(...wallLayout.options),
          spotlight: fc.option(fc.constantFrom(...rooms)),
          stage: fc.shuffledSubarray(rooms, { maxLength: 4 }),
          content: fc.boolean(),
          teacher: fc.boolean(),
          rooms: some,
        }),
        (on) => {
          const { large, aside } = wallPlanOf(on);
          const shown = names([...large, ...aside])
            .split(' ')
            .filter(Boolean);
          expect(new Set(shown).size).toBe(shown.length);
          for (const called of on.stage) expect(shown).toContain(`${rooms.indexOf(called) + 1}`);
          if (large.length === 0) expect(shown).toEqual([]);
        },
      ),
    );
  });
});
