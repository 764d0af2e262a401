import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, localDate } from '../../shared/kernel/time.ts';
import { LESSON_MINUTES, mondayOf, timetable } from './demo.timetable.rules.ts';

const wednesday = localDate.parse('2026-09-16');

test('the week is this one, and on a weekend the one to come', () => {
  expect([0, 1, 2, 3, 4, 5, 6].map((day) => mondayOf(addDays(localDate.parse('2026-09-14'), day)))).toEqual([
    ...Array(5).fill('2026-09-14'),
    ...Array(2).fill('2026-09-21'),
  ]);
});

test('on a school morning three lessons begin in minutes and the timetable makes way', () => {
  const today = timetable({ date: wednesday, minute: 10 * 60 + 2 }).filter(
    (each) => each.localDate === wednesday,
  );
  expect(today.map((each) => [each.startMinute, each.lecturer])).toEqual([
    [605, 'music'],
    [605, 'english'],
    [605, 'science'],
    [840, 'science'],
  ]);
});

test('at any moment: the same twice, three to start at once, nobody and no room in two lessons at a time', () => {
  const moment = fc.record({ offset: fc.nat(400), minute: fc.nat(1439) });
  fc.assert(
    fc.property(moment, ({ offset, minute }) => {
      const date = addDays(wednesday, offset);
      const lessons = timetable({ date, minute });
      expect(timetable({ date, minute })).toEqual(lessons);
      const near = lessons.filter(
        (each) =>
          each.localDate === date &&
          each.startMinute <= minute + 6 &&
          each.startMinute + LESSON_MINUTES > minute,
      );
      expect(near.map((each) => each.lecturer).sort()).toEqual(['english', 'music', 'science']);
      for (const [index, one] of lessons.entries()) {
        expect(one.startMinute + LESSON_MINUTES).toBeLessThanOrEqual(24 * 60);
        for (const other of lessons.slice(index + 1)) {
          const together =
            one.localDate === other.localDate &&
            Math.abs(one.startMinute - other.startMinute) < LESSON_MINUTES;
          if (!together) continue;
          expect(one.lecturer).not.toBe(other.lecturer);
          expect(one.rooms.filter((room) => other.rooms.includes(room))).toEqual([]);
        }
      }
    }),
  );
});
