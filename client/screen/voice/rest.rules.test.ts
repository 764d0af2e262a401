import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { levelOf, listened, newRest, REST_AFTER_MS, type Rest } from './rest.rules.ts';

const STEP_MS = 100;

/** Hears one level for so long, ten times a second. */
function hear(rest: Rest, levelDb: number | null, forMs: number): Rest {
  let now = rest;
  for (let ms = 0; ms < forMs; ms += STEP_MS) now = listened(now, levelDb, now.atMs + STEP_MS);
  return now;
}
const quiet = (forMs: number, rest = newRest(0)) => hear(rest, -55, forMs);

describe('a microphone that nobody can judge', () => {
  test.each([
    ['was never listened to', newRest(0)],
    ['rests', quiet(REST_AFTER_MS + 1000)],
    ['wakes', hear(quiet(REST_AFTER_MS + 1000), -40, 100)],
  ])('is open: one that %s', (_, rest) => {
    expect(hear(rest, null, 10 * REST_AFTER_MS).state).toBe('open');
  });
  it('does not rest for what was quiet before it could be judged', () => {
    expect(quiet(REST_AFTER_MS / 2, hear(newRest(0), null, REST_AFTER_MS)).state).toBe('open');
  });
});

describe('a called room', () => {
  it('rests after a minute of quiet, and not before', () => {
    expect(quiet(REST_AFTER_MS - STEP_MS).state).toBe('open');
    expect(quiet(REST_AFTER_MS).state).toBe('resting');
  });
  it('is open again with the first tenth of a second of a quiet voice, and stays so between words', () => {
    const rests = quiet(5 * REST_AFTER_MS);
    const first = hear(rests, -48, STEP_MS);
    expect(first.state).toBe('waking');
    expect(quiet(1000, first).state).toBe('waking');
    expect(quiet(3000, first).state).toBe('open');
    expect(quiet(30_000, first).state).toBe('open');
  });
  it('that is noisy by turns never rests', () => {
    let rest = newRest(0);
    for (let turn = 0; turn < 60; turn += 1) rest = quiet(5000, hear(rest, -45, 500));
    expect(rest.state).toBe('open');
  });
  it('rests at last beside a fan that was switched on', () => {
    const fan = hear(quiet(10_000), -40, 60_000);
    expect(fan.state).toBe('open');
    expect(hear(fan, -40, 2 * REST_AFTER_MS).state).toBe('resting');
  });
});

it('whatever is heard, a voice opens a resting microphone at once and nothing rests within a minute of one', () => {
  const level = fc.option(fc.double({ min: -100, max: 0, noNaN: true }));
  fc.assert(
    fc.property(fc.array(level, { maxLength: 1500 }), (levels) => {
      let rest = newRest(0);
      for (const levelDb of levels) {
        const next = listened(rest, levelDb, rest.atMs + STEP_MS);
        if (levelDb !== null && levelDb - (next.floorDb ?? 0) >= 6) expect(next.state).not.toBe('resting');
        if (next.state === 'resting')
          expect(next.atMs - next.voiceAtMs).toBeGreaterThanOrEqual(REST_AFTER_MS);
        rest = next;
      }
    }),
  );
});

it('tells digital silence from a quiet room', () => {
  expect(levelOf(new Float32Array(0))).toBeNull();
  expect(levelOf(new Float32Array(64))).toBeNull();
  expect(levelOf(new Float32Array(64).fill(0.1))).toBeCloseTo(-20);
});
