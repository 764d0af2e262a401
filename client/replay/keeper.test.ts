import { describe, expect, it } from 'vitest';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import { guestKeeper, PersonKeeper, type Playing, type ProgressTold } from './keeper.ts';

const LENGTH_MS = 2_400_000;
const playing = (wish: Partial<Playing>): Playing => ({
  ...{ atMs: 0, durationMs: LENGTH_MS, playing: true, waiting: false, ended: false },
  ...wish,
});

describe('the place of whoever is signed in', () => {
  const stood = (positionMs: number, finished = false) =>
    new PersonKeeper({ before: { positionMs, finished }, nowMs: 0, tell: async () => ok() });
  function told(answer: () => Result<unknown> = () => ok()) {
    const all: (ProgressTold & { readonly leaves: boolean })[] = [];
    const tell = async (each: ProgressTold, leaves: boolean) => {
      all.push({ ...each, leaves });
      return answer();
    };
    return { all, keeper: new PersonKeeper({ before: null, nowMs: 0, tell }) };
  }

  it('is the beginning after the end, at either edge, and of a recording that became shorter', () => {
    expect(stood(LENGTH_MS, true).startAtMs(LENGTH_MS)).toBe(0);
    for (const positionMs of [0, 15_000, LENGTH_MS - 15_000, LENGTH_MS + 1])
      expect(stood(positionMs).startAtMs(LENGTH_MS)).toBe(0);
    expect(stood(760_000).startAtMs(LENGTH_MS)).toBe(760_000);
  });

  it('is told every fifteen seconds with what was played, and of what stands still nothing', () => {
    const { all, keeper } = told();
    for (let nowMs = 0; nowMs <= 31_000; nowMs += 1_000) keeper.look(playing({ atMs: 2 * nowMs }), nowMs);
    expect(all).toEqual([
      { positionMs: 30_000, playedMs: 15_000, leaves: false },
      { positionMs: 60_000, playedMs: 15_000, leaves: false },
    ]);
    const still = playing({ atMs: 62_000, playing: false });
    for (let nowMs = 32_000; nowMs <= 120_000; nowMs += 1_000) keeper.look(still, nowMs);
    expect(all).toHaveLength(3);
    keeper.leave(still, 121_000);
    expect(all).toHaveLength(3);
  });

  it('counts neither waiting nor a sleep of the machine, nor what was only jumped over', () => {
    const { all, keeper } = told();
    keeper.look(playing({}), 0);
    keeper.look(playing({ waiting: true }), 3_000);
    keeper.look(playing({ atMs: 900_000, playing: false }), 4_000);
    keeper.look(playing({ atMs: 900_000 }), 3_600_000);
    expect(all).toEqual([{ positionMs: 900_000, playedMs: 5_000, leaves: false }]);
  });

  it('is told when the page goes, never beyond the end, and again after a telling that failed', async () => {
    let isDown = true;
    const { all, keeper } = told(() => (isDown ? fail('UNAVAILABLE') : ok()));
    keeper.look(playing({}), 0);
    keeper.leave(playing({ atMs: 4_000 }), 4_000);
    await Promise.resolve();
    await Promise.resolve();
    isDown = false;
    keeper.leave(playing({ atMs: LENGTH_MS + 0.4 }), 5_000);
    expect(all).toEqual([
      { positionMs: 4_000, playedMs: 4_000, leaves: true },
      { positionMs: LENGTH_MS, playedMs: 5_000, leaves: true },
    ]);
  });
});

describe('the place of a guest', () => {
  it('stays in the browser until it is over', () => {
    const places = new Map<string, number>();
    const keep = {
      read: (id: string) => places.get(id) ?? null,
      write: (id: string, atMs: number) => void places.set(id, atMs),
      forget: (id: string) => void places.delete(id),
    };
    const keeper = guestKeeper(keep, 'a');
    expect(keeper.startAtMs(LENGTH_MS)).toBe(0);
    keeper.look(playing({ atMs: 100_000 }), 0);
    keeper.look(playing({ atMs: 101_000 }), 1_000);
    expect(places.get('a')).toBe(100_000);
    keeper.leave(playing({ atMs: 102_000 }), 2_000);
    expect([keeper.startAtMs(LENGTH_MS), keeper.startAtMs(110_000)]).toEqual([102_000, 0]);
    keeper.leave(playing({ atMs: LENGTH_MS, ended: true }), 3_000);
    expect(places.has('a')).toBe(false);
  });
});
