import { expect, test } from 'vitest';
import { connectionId } from '../../shared/kernel/ids.ts';
import { localDate } from '../../shared/kernel/time.ts';
import { type SessionPlan, sessionEvents } from '../../shared/session/session.events.ts';
import { factsOf, type PastRoom, pastLessons } from './demo.history.rules.ts';

const thursday = localDate.parse('2026-09-17');
const id = (n: number) => `018f0000-0000-7000-8000-${String(n).padStart(12, '0')}`;

test('nothing of today or later has happened, nor of days that are not taught', () => {
  const lessons = pastLessons(thursday, (date) => date !== '2026-09-15');
  const dates = lessons.map(({ lesson }) => lesson.localDate);
  expect(dates.every((date) => date < thursday && date !== '2026-09-15')).toBe(true);
  expect(dates.includes(localDate.parse('2026-09-16'))).toBe(true);
  expect(pastLessons(thursday, () => false)).toEqual([]);
});

test('each kind of trouble happened somewhere, less of it each week, and most lessons count', () => {
  const lessons = pastLessons(thursday, () => true);
  expect(pastLessons(thursday, () => true)).toEqual(lessons);
  const rooms = lessons.flatMap(({ happened }) => (happened.state === 'held' ? happened.rooms : []));
  const counted = (outcome: PastRoom) => rooms.filter((each) => each === outcome).length;
  for (const trouble of ['absent', 'cut', 'uncounted'] as const) expect(counted(trouble)).toBeGreaterThan(0);
  expect(counted('valid')).toBeGreaterThan(rooms.length / 2);
  expect(lessons.filter(({ happened }) => happened.state === 'cancelled').length).toBe(1);
});

test('a log is in order of time, of known facts, and says of an absent room nothing at all', () => {
  const room = (n: number) => ({
    roomId: id(n),
    schoolId: id(90),
    classId: null,
    expectedCount: 12,
    needId: null,
  });
  const plan = {
    plannedStartAtMs: 1_000_000_000,
    lecturerId: id(1),
    rooms: [room(10), room(11), room(12), room(13)],
  } as unknown as SessionPlan;
  let next = 100;
  const facts = factsOf({
    plan,
    happened: { state: 'held', minutes: 40, rooms: ['valid', 'absent', 'cut', 'uncounted'] },
    newConnection: () => connectionId.parse(id(next++)),
  });
  const times = facts.map(({ occurredAtMs }) => occurredAtMs);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  for (const { type, body } of facts)
    if (type !== 'session.opened' && type !== 'session.ended') sessionEvents[type].parse(body);
  const sitting = new Set<string>();
  for (const { type, body } of facts) {
    if (type === 'presence.joined') sitting.add(body.connectionId);
    if (type === 'presence.left' || type === 'presence.lost') sitting.delete(body.connectionId);
  }
  expect([...sitting], 'nobody is left for the next start to find missing').toEqual([]);
  const said = (n: number) => JSON.stringify(facts.slice(1)).includes(id(n));
  expect([10, 11, 12, 13].map(said)).toEqual([true, false, true, true]);
  expect(facts.filter(({ type }) => type === 'headCount.set').length).toBe(2);
});
