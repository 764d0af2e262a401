import { describe, expect, it } from 'vitest';
import type { WallPart } from '../../shared/session/session.wall-plan.ts';
import type { JoinedSession, LiveStream } from './live.types.ts';
import { secondsLeft, wallIn } from './wall.ts';

const id = (n: number) => `01890000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const seat = (n: number) => `room:${id(n)}`;
const camera = (n: number) =>
  ({ seat: seat(n), part: 'room', source: 'camera', streamId: id(100 + n) }) as unknown as LiveStream;
const lessonOf = (roomCount: number, lesson: object = {}) =>
  ({
    card: { rooms: Array.from({ length: roomCount }, (_, nth) => ({ roomId: id(nth + 1) })) },
    view: { lesson: { stage: [], ...lesson } },
  }) as unknown as JoinedSession;
const names = (parts: readonly WallPart[]) =>
  parts.map((part) => (part.what === 'room' ? Number(part.seat.slice(-4)) : part.what));
const on = { content: true, teacher: true, nowMs: 0 };
const grid = { wall: { layout: 'rooms', spotlight: null } };

describe('wallIn', () => {
  it('is as at the start while nothing is told, and shows no room that was not called', () => {
    const { large, aside } = wallIn(lessonOf(2), [camera(1)], on);
    expect([names(large), names(aside)]).toEqual([['content'], ['teacher']]);
  });

  it('shows rooms that send a picture in the order of the lesson, and the own one', () => {
    const voice = { ...camera(2), source: 'voice' } as LiveStream;
    const plan = wallIn(lessonOf(4, grid), [camera(3), camera(1), voice], {
      ...on,
      ownRoom: camera(4).seat,
    });
    expect(names(plan.large)).toEqual([1, 3, 4]);
  });

  it('lets more rooms than fit take turns, and misses none of them', () => {
    const all = Array.from({ length: 30 }, (_, nth) => nth + 1);
    const at = (nowMs: number) => names(wallIn(lessonOf(30, grid), all.map(camera), { ...on, nowMs }).large);
    expect(at(0)).toHaveLength(15);
    expect(at(19_999)).toEqual(at(0));
    expect([...at(0), ...at(20_000)]).toEqual(all);
    expect(at(40_000)).toEqual(at(0));
  });

  it('shows a room in the spotlight also when it is not its turn', () => {
    const all = Array.from({ length: 30 }, (_, nth) => nth + 1);
    const lesson = lessonOf(30, { wall: { layout: 'rooms', spotlight: seat(30) } });
    expect(names(wallIn(lesson, all.map(camera), on).large)).toEqual([30]);
  });
});

describe('secondsLeft', () => {
  it.each([
    [null, null],
    [130_001, null],
    [130_000, 30],
    [100_001, 1],
    [99_000, 0],
  ])('of a call until %s is %s', (untilMs, left) => {
    expect(secondsLeft(untilMs, 100_000)).toBe(left);
  });
});
