import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ClockStep, createClock } from './clock.ts';

function machine(startMs = 1_000_000) {
  const state = { wallMs: startMs, monotonicMs: 5 };
  const steps: ClockStep[] = [];
  const clock = createClock({
    wall: () => state.wallMs,
    monotonic: () => state.monotonicMs,
    onStep: (step) => steps.push(step),
  });
  const pass = (ms: number) => {
    state.wallMs += ms;
    state.monotonicMs += ms;
  };
  return { clock, steps, pass, state };
}

test('time set back goes on at its own pace and is told once', () => {
  const { clock, steps, pass, state } = machine();
  pass(500);
  expect(clock.nowMs()).toBe(1_000_500);
  state.wallMs -= 3_600_000;
  expect(clock.nowMs()).toBe(1_000_500);
  pass(2_000);
  expect(clock.nowMs()).toBe(1_002_500);
  expect(steps).toEqual([{ byMs: -3_600_000, nowMs: 1_000_500 }]);
});

test('time set forward is followed and told once', () => {
  const { clock, steps, pass, state } = machine();
  state.wallMs += 60_000;
  expect(clock.nowMs()).toBe(1_060_000);
  pass(1_000);
  expect(clock.nowMs()).toBe(1_061_000);
  expect(steps).toEqual([{ byMs: 60_000, nowMs: 1_060_000 }]);
});

test('a wrong step that is taken back is told twice and costs no time', () => {
  const { clock, steps, pass, state } = machine();
  state.wallMs -= 10_000;
  clock.nowMs();
  state.wallMs += 10_000;
  pass(1_000);
  expect(clock.nowMs()).toBe(1_001_000);
  expect(steps.map((step) => step.byMs)).toEqual([-10_000, 10_000]);
});

test('small corrections are no steps', () => {
  const { clock, steps, pass, state } = machine();
  for (let round = 0; round < 100; round++) {
    pass(1_000);
    state.wallMs += 900;
    clock.nowMs();
  }
  expect(steps).toEqual([]);
  expect(clock.nowMs()).toBe(state.wallMs);
});

test('it answers whole milliseconds and never runs backwards', () => {
  const move = fc.record({
    passMs: fc.double({ min: 0, max: 100_000, noNaN: true }),
    jumpMs: fc.integer({ min: -10_000_000, max: 10_000_000 }),
  });
  fc.assert(
    fc.property(fc.array(move, { maxLength: 40 }), (moves) => {
      const { clock, pass, state } = machine(10_000_000_000);
      let beforeMs = clock.nowMs();
      for (const { passMs, jumpMs } of moves) {
        pass(passMs);
        state.wallMs += jumpMs;
        const nowMs = clock.nowMs();
        expect(Number.isInteger(nowMs)).toBe(true);
        expect(nowMs).toBeGreaterThanOrEqual(beforeMs + Math.floor(passMs) - 1);
        beforeMs = nowMs;
      }
    }),
  );
});
