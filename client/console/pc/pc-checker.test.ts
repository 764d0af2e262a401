import { expect, it } from 'vitest';
import type { DeviceCheck } from '../../../shared/device.ts';
import { fail, ok } from '../../../shared/kernel/result.ts';
import type { CheckRun } from '../../live/self-check/self-check.ts';
import { PcChecker } from './pc-checker.ts';

const fine: DeviceCheck = {
  ...{ camera: 'ok', microphone: 'ok', speaker: 'ok' },
  ...{ toneHeard: null, upBps: 1, downBps: 1 },
};

/** A checker whose check ends when the test says so; broken off, it ends as the real one does. */
function rig(answer: () => ReturnType<typeof ok<object>> | ReturnType<typeof fail> = () => ok({})) {
  const reported: DeviceCheck[] = [];
  const wishes: Parameters<CheckRun>[0][] = [];
  const seen = { breaks: null as Error | null };
  let end: (check: DeviceCheck | null) => void = () => undefined;
  const checker = new PcChecker({
    run: async () => {
      if (seen.breaks !== null) throw seen.breaks;
      return (wish) => {
        wishes.push(wish);
        return new Promise((resolve) => {
          end = resolve;
          wish.signal.addEventListener('abort', () => resolve(null));
        });
      };
    },
    report: async (check) => {
      reported.push(check);
      return answer();
    },
  });
  const started = async (tone: boolean) => {
    const done = checker.check({ tone });
    await Promise.resolve();
    await Promise.resolve();
    return { done, end: (check: DeviceCheck | null) => end(check) };
  };
  return { checker, reported, wishes, seen, started };
}

it('reports what it found, and runs once however often it is asked for', async () => {
  const { checker, reported, wishes, started } = rig();
  const { done, end } = await started(true);
  expect(checker.facts.get()).toEqual({ state: 'running' });
  expect(await checker.check({ tone: false })).toBe(false);
  end(fine);
  expect(await done).toBe(true);
  expect(reported).toEqual([fine]);
  expect(wishes.map(({ tone }) => tone)).toEqual([true]);
  expect(checker.facts.get()).toEqual({ state: 'done', check: fine, refused: null });
});

it('says why it was not reported', async () => {
  const { checker, started } = rig(() => fail('NO_DEVICE'));
  const { done, end } = await started(false);
  end(fine);
  expect(await done).toBe(false);
  expect(checker.facts.get()).toMatchObject({ state: 'done', refused: { code: 'NO_DEVICE' } });
});

it('is broken off by a lesson without a report, and can be asked for again', async () => {
  const { checker, reported, started } = rig();
  const first = await started(true);
  checker.breakOff();
  expect(await first.done).toBe(false);
  expect(checker.facts.get()).toEqual({ state: 'none' });
  const again = await started(false);
  again.end(fine);
  expect(await again.done).toBe(true);
  expect(reported).toHaveLength(1);
});

it('gives up where a part of the page cannot be loaded, and lets a defect be seen', async () => {
  const { checker, seen } = rig();
  seen.breaks = new TypeError('Failed to fetch dynamically imported module');
  expect(await checker.check({ tone: true })).toBe(false);
  seen.breaks = new RangeError('a defect');
  await expect(checker.check({ tone: true })).rejects.toThrow('a defect');
  expect(checker.facts.get()).toEqual({ state: 'none' });
});
