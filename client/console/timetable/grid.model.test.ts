import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addDays, localDate } from '../../../shared/kernel/time.ts';
import type { LessonCard } from '../../../shared/lesson.ts';
import { cardOf, idOf, NOON_MS } from '../lesson-card.fixture.ts';
import {
  clashAt,
  concerns,
  daysOf,
  endOf,
  hoursOf,
  lanesOf,
  placeAt,
  STEP_MINUTES,
  stepped,
} from './grid.model.ts';

const MONDAY = localDate.parse('2026-08-31');
const days = [0, 1, 2, 3, 4].map((each) => addDays(MONDAY, each));
const lessonAt = (number: number, startMinute: number, minutes = 40, more: object = {}): LessonCard =>
  cardOf({
    lessonId: idOf(number),
    startMinute,
    plannedStartAtMs: NOON_MS,
    plannedEndAtMs: NOON_MS + minutes * 60_000,
    ...more,
  });

it('shows the hours that lessons need, never less than a school day', () => {
  expect(hoursOf([])).toEqual({ fromMinute: 480, toMinute: 1020 });
  expect(hoursOf([lessonAt(1, 425), lessonAt(2, 1400)])).toEqual({ fromMinute: 420, toMinute: 1440 });
});

it('leaves out a weekend on which nothing is taught', () => {
  const never = () => false;
  expect(daysOf(MONDAY, [], never)).toEqual(days);
  expect(daysOf(MONDAY, [], (date) => date === addDays(MONDAY, 5))).toHaveLength(6);
  expect(daysOf(MONDAY, [lessonAt(1, 480, 40, { localDate: addDays(MONDAY, 6) })], never)).toHaveLength(7);
});

it('knows whose lesson it is', () => {
  const card = cardOf();
  expect(concerns({ kind: 'school', id: idOf(50) }, card)).toBe(true);
  expect(concerns({ kind: 'school', id: idOf(62) }, card)).toBe(true);
  expect(concerns({ kind: 'room', id: idOf(2) }, card)).toBe(true);
  expect(concerns({ kind: 'person', id: idOf(7) }, card)).toBe(true);
  expect(concerns({ kind: 'person', id: idOf(2) }, card)).toBe(false);
  expect(concerns({ kind: 'room', id: idOf(3) }, card)).toBe(false);
});

it('puts lessons at the same time side by side, each in a lane of its own', () => {
  const lessons = fc.array(fc.tuple(fc.nat({ max: 200 }), fc.integer({ min: 5, max: 120 })), {
    maxLength: 12,
  });
  fc.assert(
    fc.property(lessons, (all) => {
      const cards = all.map(([start, minutes], index) => lessonAt(index + 1, 480 + start, minutes));
      const lanes = lanesOf(cards);
      expect(lanes.size).toBe(cards.length);
      for (const a of cards)
        for (const b of cards) {
          const meet = a.startMinute < endOf(b, b) && b.startMinute < endOf(a, a);
          if (a === b || !meet) continue;
          expect(lanes.get(a.lessonId)?.lane).not.toBe(lanes.get(b.lessonId)?.lane);
          expect(lanes.get(a.lessonId)?.lanes).toBe(lanes.get(b.lessonId)?.lanes);
        }
      for (const { lane, lanes: count } of lanes.values()) expect(lane).toBeLessThan(count);
    }),
  );
});

it('names what a lesson would meet, and nothing that is over, cancelled, elsewhere or itself', () => {
  const card = cardOf();
  const place = { localDate: card.localDate, startMinute: 600 };
  const same = (more: object) => [
    lessonAt(9, 620, 40, { lecturer: { personId: idOf(8), name: '何老师' }, ...more }),
  ];
  expect(clashAt(card, place, same({}))?.name).toBe('教学点1 教室1');
  expect(clashAt(card, place, same({ lecturer: card.lecturer }))?.name).toBe('李老师');
  for (const more of [
    { rooms: [] },
    { cancelled: { reason: '停电' } },
    { phase: 'ended' },
    { startMinute: 640 },
    { localDate: addDays(card.localDate, 1) },
    { lessonId: card.lessonId },
  ])
    expect(clashAt(card, place, same(more))).toBeNull();
});

it('steps by five minutes, by days and by bells, and never out of the grid', () => {
  const ground = { days, durationMinutes: 40, starts: [480, 530, 590] };
  const at = { localDate: days[1] ?? MONDAY, startMinute: 532 };
  const minute = (key: string) => stepped(at, key, ground).startMinute;
  expect([minute('ArrowUp'), minute('ArrowDown')]).toEqual([530, 535]);
  expect([minute('PageUp'), minute('PageDown'), minute('x')]).toEqual([530, 590, 532]);
  expect(stepped(at, 'ArrowRight', ground).localDate).toBe(days[2]);
  const bare = { ...ground, starts: [] };
  expect(stepped(at, 'PageDown', bare).startMinute).toBe(592);
  const keys = fc.constantFrom('ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'PageUp', 'PageDown');
  fc.assert(
    fc.property(fc.array(keys, { maxLength: 400 }), fc.boolean(), (all, bells) => {
      const end = all.reduce((place, key) => stepped(place, key, bells ? ground : bare), at);
      expect(days).toContain(end.localDate);
      expect(end.startMinute).toBeGreaterThanOrEqual(0);
      expect(end.startMinute + 40).toBeLessThanOrEqual(1440);
    }),
  );
});

it('finds the place under a pointer, whole within the grid', () => {
  const ground = { days, hours: { fromMinute: 480, toMinute: 1020 }, durationMinutes: 40, grabbed: 20 };
  expect(placeAt({ x: 0.5, y: 0.5 }, ground)).toEqual({ localDate: days[2], startMinute: 730 });
  fc.assert(
    fc.property(
      fc.double({ min: -2, max: 3, noNaN: true }),
      fc.double({ min: -2, max: 3, noNaN: true }),
      (x, y) => {
        const place = placeAt({ x, y }, ground);
        expect(days).toContain(place?.localDate);
        expect((place?.startMinute ?? -1) % STEP_MINUTES).toBe(0);
        expect(place?.startMinute).toBeGreaterThanOrEqual(480);
        expect((place?.startMinute ?? 9999) + 40).toBeLessThanOrEqual(1020);
      },
    ),
  );
});
