import fc from 'fast-check';
import { expect, it } from 'vitest';
import { nth } from '../../test/support/session-log.ts';
import { KEPT_MS, type Line, prune, wantedLayers } from './session.pruning.rules.ts';

type Consumer = Line['consumers'][number];
const consumer = (change: Partial<Consumer> = {}): Consumer => ({
  streamId: nth.stream(1),
  paused: false,
  mayLayer: 2,
  layerCount: 3,
  ...change,
});
const line = (...consumers: Consumer[]): Line => ({ consumers });

it('counts the most that any line may get of a stream, and nothing of what is paused or has one layer', () => {
  const wanted = wantedLayers([
    line(consumer({ mayLayer: 0 }), consumer({ streamId: nth.stream(2), paused: true })),
    line(consumer({ mayLayer: 1 }), consumer({ streamId: nth.stream(3), layerCount: 1, mayLayer: 0 })),
  ]);
  expect(wanted.get(nth.stream(1))).toEqual({ top: 1, of: 3 });
  expect(wanted.get(nth.stream(2))).toEqual({ top: 0, of: 3 });
  expect(wanted.has(nth.stream(3))).toBe(false);
});

it('lets a layer go only when nobody has wanted it for a while, and brings it back at once', () => {
  const whole = { topLayer: 2, wantedAtMs: 0 };
  expect(prune(whole, 0, KEPT_MS - 1)).toEqual({ now: whole, tell: false });
  const low = prune(whole, 0, KEPT_MS);
  expect(low).toEqual({ now: { topLayer: 0, wantedAtMs: KEPT_MS }, tell: true });
  expect(prune(low.now, 2, KEPT_MS + 1)).toMatchObject({ now: { topLayer: 2 }, tell: true });
  expect(prune(low.now, 0, 2 * KEPT_MS).tell).toBe(false);
});

it('never has a sender leave out what is wanted at that moment', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(3), fc.nat(20_000))), (looks) => {
      let [pruned, nowMs] = [{ topLayer: 2, wantedAtMs: 0 }, 0];
      for (const [wanted, passedMs] of looks) {
        nowMs += passedMs;
        pruned = prune(pruned, wanted, nowMs).now;
        expect(pruned.topLayer).toBeGreaterThanOrEqual(wanted);
      }
    }),
  );
});
