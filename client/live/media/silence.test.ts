import { describe, expect, it } from 'vitest';
import { judge, LISTEN_MS, listen, newEar, worst } from './silence.ts';

/** Listens every LISTEN_MS to a line that is cut at `cutAtMs`; answers when it is judged lost. */
function noticedAtMs(cutAtMs: number, serverAnswered: boolean): number {
  let ear = newEar(0);
  for (let nowMs = 0; nowMs < 60_000; nowMs += LISTEN_MS) {
    ear = listen(ear, 1 + Math.min(nowMs, cutAtMs), nowMs);
    if (judge(ear, nowMs, serverAnswered) === 'lost') return nowMs;
  }
  return Number.POSITIVE_INFINITY;
}

describe('a line that falls silent', () => {
  it.each([5000, 5001, 5250, 5499])('is noticed within 3 s when cut at %i ms', (cutAtMs) => {
    const afterMs = noticedAtMs(cutAtMs, false) - cutAtMs;
    expect(afterMs).toBeLessThanOrEqual(3000);
    expect(afterMs).toBeGreaterThan(2000);
  });

  it('is given longer while the server still answers: the lecturer may have gone', () => {
    expect(noticedAtMs(5000, true) - 5000).toBeGreaterThanOrEqual(6000);
    expect(noticedAtMs(5000, true) - 5000).toBeLessThan(7000);
  });

  it('is not lost before it was ever heard, but not connecting for ever either', () => {
    const ear = listen(newEar(0), 0, 7000);
    expect(judge(ear, 7000, false)).toBe('connecting');
    expect(judge(ear, 8001, false)).toBe('lost');
  });

  it('takes only growth as a sign of life: a dying line drops candidate pairs with their counters', () => {
    const shrunk = listen(listen(newEar(0), 900, 100), 3, 2000);
    expect(judge(shrunk, 2600, false)).toBe('lost');
    expect(judge(listen(shrunk, 4, 2600), 2700, false)).toBe('well');
  });
});

describe('worst', () => {
  it('lets the worst transport decide, and nothing is well', () => {
    expect(worst([])).toBe('well');
    expect(worst(['well', 'doubtful'])).toBe('doubtful');
    expect(worst(['connecting', 'well'])).toBe('connecting');
    expect(worst(['well', 'lost', 'connecting'])).toBe('lost');
  });
});
