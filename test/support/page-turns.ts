import type { Page } from 'playwright-core';
import { untilPage } from './courseware.ts';

type Watch = Window & { testTurned?: Record<number, number> };

/** Begins to note when each page of the open file was painted, epoch ms of the page's own clock. */
export const watchTurns = (wall: Page): Promise<void> =>
  wall.evaluate(() => {
    const turned: Record<number, number> = {};
    (window as Watch).testTurned = turned;
    const look = () => {
      const paper = document.querySelector<HTMLCanvasElement>('.page-paper');
      turned[Number(paper?.dataset['page'] ?? 0)] ??= performance.timeOrigin + performance.now();
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });

/** Turns one page at the desk, to this one. @returns how long until it was painted on the wall, ms */
export async function turnPage(desk: Page, wall: Page, page: number): Promise<number> {
  const atMs = await desk.evaluate(() => {
    const nowMs = performance.timeOrigin + performance.now();
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'PageDown', bubbles: true }));
    return nowMs;
  });
  await untilPage(wall, page);
  const seenAtMs = await wall.evaluate((wanted) => (window as Watch).testTurned?.[wanted], page);
  if (seenAtMs === undefined) throw new Error(`nobody saw page ${page} come`);
  return seenAtMs - atMs;
}
