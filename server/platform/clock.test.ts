import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ClockStep, createClock } from './clock.ts';

const MINUTE_MS = 60_000;

function machine(startMs = 1_000_000_000) {
  const state = { wallMs: startMs, monotonicMs: 5, live: false };
  const steps: ClockStep[] = [];
  const clock = createClock({
    wall: () => state.wallMs,
    monotonic: () => state.monotonicMs,
    mayFollow: () => !state.live,
    onStep: (step) => steps.push(step),
  });
  const pass = (ms: number) => {
    state.wallMs += ms;
    state.monotonicMs += ms;
  };
  return { clock, steps, pass, state };
}

describe('while a lesson is live', () => {
  test.each([300_000, -300_000])('a step by %d ms is told once and not followed', (byMs) => {
    const { clock, steps, pass, state } = machine();
    state.live = true;
    const fromMs = clock.nowMs();
    pass(10_000);
    state.wallMs += byMs;
    for (let second = 0; second < 60; second++) {
      pass(1_000);
      clock.nowMs();
    }
    expect(clock.nowMs() - fromMs).toBe(70_000);
    expect(steps).toEqual([{ byMs, nowMs: fromMs + 11_000 }]);
  });

  test('a wrong step that is taken back is told twice and costs no time', () => {
    const { clock, steps, pass, state } = machine();
    state.live = true;
    const fromMs = clock.nowMs();
    state.wallMs -= 10_000;
    clock.nowMs();
    state.wallMs += 10_000;
    pass(1_000);
    expect(clock.nowMs()).toBe(fromMs + 1_000);
    expect(steps.map((step) => step.byMs)).toEqual([-10_000, 10_000]);
  });

  test('small corrections are followed slowly and told by nobody', () => {
    const { clock, steps, pass, state } = machine();
    state.live = true;
    const fromMs = clock.nowMs();
    state.wallMs += 500;
    pass(20 * MINUTE_MS);
    expect(clock.nowMs() - fromMs).toBe(20 * MINUTE_MS + 240);
    pass(40 * MINUTE_MS);
    expect(clock.nowMs()).toBe(state.wallMs);
    state.wallMs -= 500;
    pass(60 * MINUTE_MS);
    expect(clock.nowMs()).toBe(state.wallMs);
    expect(steps).toEqual([]);
  });

  test('small corrections that add up are told as the step they are', () => {
    const { clock, steps, pass, state } = machine();
    state.live = true;
    for (let round = 0; round < 3; round++) {
      pass(1_000);
      state.wallMs += 900;
      clock.nowMs();
    }
    expect(steps.map((step) => Math.round(step.byMs / 100))).toEqual([18]);
  });
});

describe('when no lesson is live', () => {
  test('a step forward is followed at once, also one that a lesson has held back', () => {
    const { clock, steps, pass, state } = machine();
    state.live = true;
    clock.nowMs();
    state.wallMs += 60_000;
    expect(clock.nowMs()).toBe(state.wallMs - 60_000);
    state.live = false;
    expect(clock.nowMs()).toBe(state.wallMs);
    pass(1_000);
    expect(clock.nowMs()).toBe(state.wallMs);
    expect(steps.map((step) => step.byMs)).toEqual([60_000]);
  });

  test('a step back is waited for at half pace, and told once', () => {
    const { clock, steps, pass, state } = machine();
    const fromMs = clock.nowMs();
    state.wallMs -= 300_000;
    pass(60_000);
    expect(clock.nowMs()).toBe(fromMs + 30_000);
    for (let minute = 0; minute < 8; minute++) {
      pass(60_000);
      clock.nowMs();
    }
    pass(60_000);
    expect(clock.nowMs()).toBe(state.wallMs);
    expect(steps.map((step) => step.byMs)).toEqual([-300_000]);
  });

  test('a lesson that begins while it waits has its true length', () => {
    const { clock, pass, state } = machine();
    clock.nowMs();
    state.wallMs -= 300_000;
    pass(60_000);
    const fromMs = clock.nowMs();
    state.live = true;
    pass(40 * MINUTE_MS);
    expect(clock.nowMs() - fromMs).toBe(40 * MINUTE_MS);
  });
});

test('it goes on from what is recorded already, and says so', () => {
  const { clock, steps, pass, state } = machine();
  state.live = true;
  clock.notBefore(state.wallMs - 5_000);
  expect(clock.nowMs()).toBe(state.wallMs);
  clock.notBefore(state.wallMs + 300_000);
  pass(2_000);
  expect(clock.nowMs()).toBe(state.wallMs + 300_000);
  expect(steps.map((step) => step.byMs)).toEqual([-300_000]);
});

const jumpMs = fc.oneof(
  fc.integer({ min: -10_000_000, max: 10_000_000 }),
  fc.integer({ min: -1_000, max: 1_000 }),
  fc.constant(0),
);
const move = fc.record({
  passMs: fc.double({ min: 0, max: 100_000, noNaN: true }),
  jumpMs,
  live: fc.boolean(),
});

test('it answers whole milliseconds and never runs backwards nor stands still', () => {
  fc.assert(
    fc.property(fc.array(move, { maxLength: 40 }), (moves) => {
      const { clock, pass, state } = machine(10_000_000_000);
      let beforeMs = clock.nowMs();
      for (const { passMs, jumpMs, live } of moves) {
        pass(passMs);
        state.wallMs += jumpMs;
        state.live = live;
        const nowMs = clock.nowMs();
        expect(Number.isInteger(nowMs)).toBe(true);
        expect(nowMs).toBeGreaterThanOrEqual(beforeMs + Math.floor(passMs / 2) - 1);
        beforeMs = nowMs;
      }
    }),
  );
});

test('every span within a live lesson of at most 80 minutes is true to one second, whatever is done to the wall clock', () => {
  const before = fc.array(move, { maxLength: 10 });
  const during = fc.array(
    fc.record({ passMs: fc.double({ min: 0, max: 2 * MINUTE_MS, noNaN: true }), jumpMs }),
    { maxLength: 40 },
  );
  fc.assert(
    fc.property(before, during, (idle, lesson) => {
      const { clock, pass, state } = machine(10_000_000_000);
      for (const { passMs, jumpMs } of idle) {
        pass(passMs);
        state.wallMs += jumpMs;
        clock.nowMs();
      }
      const read = () => ({ toldMs: clock.nowMs(), trueMs: state.monotonicMs });
      const marks = [read()];
      state.live = true;
      for (const { passMs, jumpMs } of lesson) {
        pass(passMs);
        state.wallMs += jumpMs;
        marks.push(read());
      }
      for (const [index, from] of marks.entries())
        for (const to of marks.slice(index))
          expect(Math.abs(to.toldMs - from.toldMs - (to.trueMs - from.trueMs))).toBeLessThanOrEqual(1_000);
    }),
  );
});
