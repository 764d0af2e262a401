import { afterEach, describe, expect, test } from 'vitest';
import { attendanceOf } from '../../server/attendance/attendance.rules.ts';
import { createClock } from '../../server/platform/clock.ts';
import { seatOfRoom } from '../../shared/session/session.events.ts';
import { actors, joinLesson, must, neighbourhood, SESSION } from '../support/session-house.ts';
import { nth, PLANNED_START_MS } from '../support/session-log.ts';

const { open, clear } = neighbourhood();
afterEach(clear);

const MINUTE_MS = 60_000;
const FIVE_MINUTES_MS = 5 * MINUTE_MS;
const seat = seatOfRoom(nth.room(1));

/** A machine whose wall clock somebody sets, under the server's own clock and the real log of a lesson. */
function machine(startMs = PLANNED_START_MS) {
  const state = { wallMs: startMs, monotonicMs: 0, isLive: () => false };
  const clock = createClock({
    wall: () => state.wallMs,
    monotonic: () => state.monotonicMs,
    mayFollow: () => !state.isLive(),
  });
  return {
    ...clock,
    set: (ms: number) => {
      state.wallMs = ms;
    },
    pass: (ms: number) => {
      state.wallMs += ms;
      state.monotonicMs += ms;
    },
    setBy: (ms: number) => {
      state.wallMs += ms;
    },
    measures: (isLive: () => boolean) => {
      state.isLive = isLive;
    },
  };
}

describe.each([
  ['forward', [FIVE_MINUTES_MS]],
  ['back', [-FIVE_MINUTES_MS]],
  ['forward and back again', [FIVE_MINUTES_MS, -FIVE_MINUTES_MS]],
  ['back and forward again', [-FIVE_MINUTES_MS, FIVE_MINUTES_MS]],
] as const)('the clock is set %s by 300 s in mid-lesson', (_how, steps) => {
  test('attendance has its true length, and the log its order', async () => {
    const clock = machine();
    const house = await open({ clock });
    clock.measures(house.sessions.anyLive);
    const teacher = house.connect(actors.teacher(1));
    const screen = house.connect(actors.screen(1));
    await joinLesson(teacher);
    must(await teacher.ask('session.start', { sessionId: SESSION }, house.newId()));
    clock.pass(MINUTE_MS);
    await joinLesson(screen);
    for (const step of steps) {
      clock.pass(7 * MINUTE_MS);
      clock.setBy(step);
      clock.pass(1_000);
      await house.job('session.beats');
    }
    clock.pass(8 * MINUTE_MS);
    must(await screen.ask('session.leave', { sessionId: SESSION }));
    clock.pass(MINUTE_MS);
    must(await teacher.ask('session.end', { sessionId: SESSION }, house.newId()));
    await house.quiet();

    const events = await house.sessions.reader.eventsOf(SESSION);
    for (const [index, event] of events.entries()) {
      expect(event.occurredAtMs).toBeLessThanOrEqual(event.recordedAtMs);
      expect(event.recordedAtMs).toBeGreaterThanOrEqual(events[index - 1]?.recordedAtMs ?? 0);
      expect(event.occurredAtMs).toBeGreaterThanOrEqual(events[index - 1]?.occurredAtMs ?? 0);
    }
    const attendance = attendanceOf(events, clock.nowMs());
    const wholeMs = 10 * MINUTE_MS + steps.length * (7 * MINUTE_MS + 1_000);
    const stays = attendance.seats.get(seat)?.stays ?? [];
    expect(stays).toHaveLength(1);
    const [stay] = stays;
    expect(Math.abs((stay?.toMs ?? 0) - (stay?.fromMs ?? 0) - (wholeMs - 2 * MINUTE_MS))).toBeLessThan(1_000);
    expect(Math.abs(attendance.lessonMs - wholeMs)).toBeLessThan(1_000);
  });
});

test('a server that starts into a live lesson with a clock set back goes on behind its last entry', async () => {
  const clock = machine();
  const first = await open({ clock });
  clock.measures(first.sessions.anyLive);
  const teacher = first.connect(actors.teacher(1));
  await joinLesson(teacher);
  must(await teacher.ask('session.start', { sessionId: SESSION }, first.newId()));
  clock.pass(10 * MINUTE_MS);
  await joinLesson(first.connect(actors.screen(1)));
  await first.quiet();
  await first.crash();

  const later = machine(PLANNED_START_MS + 6 * MINUTE_MS);
  const second = await open({ folder: first.folder, clock: later });
  later.measures(second.sessions.anyLive);
  await joinLesson(second.connect(actors.screen(1)));
  later.pass(2 * MINUTE_MS);
  await second.quiet();
  const events = await second.sessions.reader.eventsOf(SESSION);
  for (const [index, event] of events.entries())
    expect(event.recordedAtMs).toBeGreaterThanOrEqual(events[index - 1]?.recordedAtMs ?? 0);
  const stays = attendanceOf(events, later.nowMs()).seats.get(seat)?.stays ?? [];
  expect(stays.map((stay) => stay.toMs - stay.fromMs)).toEqual([2 * MINUTE_MS]);
});
