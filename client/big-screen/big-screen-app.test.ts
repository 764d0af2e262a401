import { describe, expect, it } from 'vitest';
import type { BigScreenFigures } from '../../shared/big-screen.ts';
import type { ErrorCode } from '../../shared/kernel/errors.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import { localDate } from '../../shared/kernel/time.ts';
import { BigScreenApp } from './big-screen-app.ts';

const day = localDate.parse('2026-09-16');
const figures: BigScreenFigures = {
  ...{ name: '云溪县', label: '', serverNowMs: 500_000, today: day, zone: 'Asia/Shanghai' },
  ...{
    lessons: { planned: 3, running: 1, held: 1, cancelled: 0 },
    rooms: { onlineCount: 1, equippedCount: 2 },
  },
  ...{ period: { kind: 'term', from: day, to: day }, figures: [], ranking: [] },
  alarms: { open: [], todayCount: 0 },
};

/** The page with a hand on the clock; `answers` come one after the other, the last one again and again. */
function opened(...answers: readonly (ErrorCode | 'figures')[]) {
  let nowMs = 0;
  let asked = 0;
  let reloads = 0;
  const due: { atMs: number; work: () => void }[] = [];
  const read = async (): Promise<Result<BigScreenFigures>> => {
    const answer = answers[Math.min(asked++, answers.length - 1)];
    return answer === undefined || answer === 'figures' ? ok(figures) : fail(answer);
  };
  const app = new BigScreenApp({
    ...{ read, nowMs: () => nowMs, reload: () => void reloads++ },
    later: (work, ms) => void due.push({ atMs: nowMs + ms, work }),
  });
  app.start();
  const settle = async () => {
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
  };
  return {
    app,
    asked: () => asked,
    reloads: () => reloads,
    waiting: () => due.length,
    settle,
    async pass(ms: number) {
      nowMs += ms;
      for (const { work } of due.splice(0).filter(({ atMs }) => atMs <= nowMs)) work();
      await settle();
    },
  };
}

describe('a big screen', () => {
  it('says that the address is wrong, closed or tried too often, and asks again a quarter of an hour later', async () => {
    for (const [code, why] of [
      ['NOT_FOUND', 'unknown'],
      ['LINK_CLOSED', 'closed'],
      ['TOO_MANY_TRIES', 'tries'],
    ] as const) {
      const page = opened(code, 'figures');
      await page.settle();
      expect(page.app.facts.get()).toEqual({ state: 'stopped', why });
      await page.pass(15 * 60_000);
      expect(page.app.facts.get().state).toBe('shown');
    }
  });

  it('keeps what it has while the server is away, says so, and goes on by itself', async () => {
    const page = opened('UNAVAILABLE', 'figures', 'TIMEOUT', 'figures');
    await page.settle();
    expect(page.app.facts.get()).toEqual({ state: 'unreachable' });
    await page.pass(15_000);
    expect(page.app.facts.get()).toEqual({ state: 'shown', figures, behind: false });
    await page.pass(15_000);
    expect(page.app.facts.get()).toEqual({ state: 'shown', figures, behind: true });
    await page.pass(15_000);
    expect(page.app.facts.get()).toMatchObject({ behind: false });
  });

  it('shows server time, whatever its own clock says', async () => {
    const page = opened('figures');
    await page.settle();
    expect(page.app.nowMs()).toBe(500_000);
  });

  it('asks one question at a time for days, and makes itself anew once a day while the server answers', async () => {
    const page = opened('figures');
    await page.settle();
    for (let round = 0; round < 5760; round += 1) {
      await page.pass(15_000);
      expect(page.waiting()).toBeLessThanOrEqual(1);
    }
    expect(page.asked()).toBe(5761);
    expect(page.reloads()).toBe(1);
    const away = opened('figures', 'UNAVAILABLE');
    await away.settle();
    for (let round = 0; round < 5800; round += 1) await away.pass(15_000);
    expect(away.reloads()).toBe(0);
  });
});
