import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY_MS } from '../../shared/kernel/time.ts';
import { afterTry, isTooOld, TRIES_MAX, WAIT_MAX_MS } from './outbox.rules.ts';
import type { Sent } from './outbox.types.ts';

const failed: Sent = { state: 'failed', failure: { reason: 'status', status: 500 } };
const START_MS = 1_800_000_000_000;

describe('a letter that is not taken', () => {
  test('is tried again later and later, and given up in two to three days', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { minLength: TRIES_MAX }),
        (chances) => {
          let [nowMs, tryCount, pauseMs] = [START_MS, 0, 0];
          for (const chance of chances) {
            const tried = afterTry({ tryCount }, failed, { nowMs, chance });
            expect(tried?.tryCount).toBe(tryCount + 1);
            tryCount += 1;
            if (tried?.state.state !== 'waiting') {
              expect(tried?.state).toEqual({
                state: 'dead',
                doneAtMs: nowMs,
                failure: { reason: 'status', status: 500 },
              });
              break;
            }
            expect(tried.state.nextAtMs - nowMs).toBeGreaterThan(pauseMs);
            pauseMs = tried.state.nextAtMs - nowMs;
            nowMs = tried.state.nextAtMs;
          }
          expect(tryCount).toBe(TRIES_MAX);
          expect(nowMs - START_MS).toBeGreaterThan(1.5 * DAY_MS);
          expect(nowMs - START_MS).toBeLessThan(3 * DAY_MS);
        },
      ),
    );
  });

  test('keeps its tries when nothing is known of one, or what it told is not so any more', () => {
    const now = { nowMs: START_MS, chance: 0.5 };
    expect(afterTry({ tryCount: 3 }, { state: 'stopped' }, now)).toBeNull();
    expect(afterTry({ tryCount: 3 }, { state: 'superseded' }, now)).toEqual({
      tryCount: 3,
      state: { state: 'superseded', doneAtMs: START_MS },
    });
    expect(afterTry({ tryCount: 3 }, { state: 'sent' }, now)).toEqual({
      tryCount: 4,
      state: { state: 'sent', doneAtMs: START_MS },
    });
  });

  test('is too old only when it has been due for a week', () => {
    expect(isTooOld({ dueAtMs: START_MS }, START_MS + WAIT_MAX_MS)).toBe(false);
    expect(isTooOld({ dueAtMs: START_MS }, START_MS + WAIT_MAX_MS + 1)).toBe(true);
  });
});
