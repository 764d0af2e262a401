import { describe, expect, it } from 'vitest';
import type { DeviceCheck } from '../../shared/device.ts';
import { fail, ok } from '../../shared/kernel/result.ts';
import { FakeEnvironment, settle } from '../live/doubles.ts';
import type { CheckRun } from '../live/self-check/self-check.ts';
import { createStore } from '../live/store.ts';
import type { ScreenFacts } from './screen.types.ts';
import { SelfChecker, type SelfCheckerDeps } from './self-checker.ts';

const MINUTE = 60_000;
const fine: DeviceCheck = {
  camera: 'ok',
  microphone: 'ok',
  speaker: 'ok',
  toneHeard: null,
  upBps: 1,
  downBps: 1,
};
const idle = {
  link: { state: 'connected' },
  session: { state: 'none' },
  agenda: { lessons: [] },
  sound: 'ok',
} as unknown as ScreenFacts;

/** An idle screen that has been open for a while, whose checks end when the test says so. */
function rig(change: Partial<Record<keyof ScreenFacts, unknown>> = {}) {
  const environment = new FakeEnvironment();
  const facts = createStore<ScreenFacts>({ ...idle, ...change } as ScreenFacts);
  const reported: unknown[] = [];
  const runs: Parameters<CheckRun>[0][] = [];
  const seen = { kept: null as number | null, refuses: false, breaks: null as Error | null };
  let wanted: () => void = () => undefined;
  let end: (check: DeviceCheck | null) => void = () => undefined;
  const live = {
    on: (_: string, listener: () => void) => {
      wanted = listener;
      return () => undefined;
    },
    serverNowMs: environment.nowMs,
    request: async (_: string, body: unknown) => {
      if (seen.refuses) return fail('UNAVAILABLE');
      reported.push(body);
      return ok({});
    },
  };
  const checker = new SelfChecker({
    environment,
    facts,
    live: live as unknown as SelfCheckerDeps['live'],
    memory: {
      read: () => seen.kept,
      write: (atMs) => {
        seen.kept = atMs;
      },
    },
    run: async () => {
      if (seen.breaks !== null) throw seen.breaks;
      return (wish) => {
        runs.push(wish);
        wish.at('camera');
        return new Promise((resolve) => {
          end = (check) => resolve(wish.signal.aborted ? null : check);
        });
      };
    },
  });
  const ask = async () => {
    wanted();
    await settle();
  };
  const done = async (check: DeviceCheck | null = fine) => {
    end(check);
    await settle();
  };
  const state = () => checker.facts.get().state;
  return { environment, facts, reported, runs, seen, ask, done, state, checker };
}

describe('a check that somebody asked for', () => {
  it('is not begun in a lesson, nor while joining one', async () => {
    for (const state of ['joined', 'joining', 'refused']) {
      const { ask, runs } = rig({ session: { state } });
      await ask();
      expect(runs).toEqual([]);
    }
  });

  it('sounds, is reported, shown for a moment, and then gone', async () => {
    const { ask, done, runs, reported, state, environment } = rig();
    await ask();
    expect(runs).toMatchObject([{ tone: true, blocked: false }]);
    expect(state()).toBe('running');
    await done({ ...fine, camera: 'failed' });
    expect(reported).toEqual([{ check: { ...fine, camera: 'failed' } }]);
    expect(state()).toBe('done');
    await environment.advance(30_000);
    expect(state()).toBe('none');
  });

  it('asked for twice is one', async () => {
    const { ask, done, runs, state, environment } = rig();
    await ask();
    await ask();
    expect(runs.length).toBe(1);
    await done();
    await environment.advance(20_000);
    await ask();
    expect(runs.length).toBe(2);
    await environment.advance(15_000);
    expect(state(), 'the first one’s moment ends nothing').toBe('running');
  });

  it('is broken off by a lesson, and then nothing is reported', async () => {
    const { ask, done, facts, reported, runs, state } = rig();
    await ask();
    facts.set({ ...facts.get(), session: { state: 'joining' } } as unknown as ScreenFacts);
    expect(runs[0]?.signal.aborted).toBe(true);
    await done();
    expect([reported, state()]).toEqual([[], 'none']);
  });

  it('says so when it could not be reported, and comes to nothing when the page lacks a part', async () => {
    const unreported = rig();
    unreported.seen.refuses = true;
    await unreported.ask();
    await unreported.done();
    expect(unreported.checker.facts.get()).toMatchObject({ state: 'done', reported: false });
    expect(unreported.seen.kept).toBeNull();

    const broken = rig();
    broken.seen.breaks = new TypeError('Failed to fetch dynamically imported module');
    await broken.ask();
    expect(broken.state()).toBe('none');
    broken.seen.breaks = null;
    await broken.ask();
    expect(broken.runs.length).toBe(1);
  });
});

describe('the daily check', () => {
  it('makes no sound, comes a while after the start, and once a day', async () => {
    const { environment, runs, done } = rig();
    await environment.advance(MINUTE - 1);
    expect(runs.length).toBe(0);
    await environment.advance(MINUTE);
    expect(runs).toMatchObject([{ tone: false }]);
    await done();
    await environment.advance(23 * 60 * MINUTE);
    expect(runs.length).toBe(1);
    await environment.advance(61 * MINUTE);
    expect(runs.length).toBe(2);
  });

  it('waits while the line is down, before a lesson, and while nothing is known of the day', async () => {
    for (const change of [
      { link: { state: 'reconnecting' } },
      { agenda: null },
      {
        agenda: {
          lessons: [{ phase: 'planned', plannedStartAtMs: 1_000_000 + 25 * MINUTE, plannedEndAtMs: 9e9 }],
        },
      },
    ]) {
      const { environment, runs } = rig(change);
      await environment.advance(10 * MINUTE);
      expect(runs).toEqual([]);
    }
  });
});
