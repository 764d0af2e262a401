import type { Page } from 'playwright-core';
import { bringFile, showFile, untilPage } from '../support/courseware.ts';
import { percentile, report, worst } from '../support/figures.ts';
import { openStage } from '../support/stage.ts';

/** Strokes of this many points at sixty a second. */
const STROKES = 10;
const POINTS = 60;
const POINT_MS = 1000 / 60;
const TURNS = 20;
const PAGES = Array.from({ length: TURNS + 2 }, (_, index) => `第 ${index + 1} 页 春眠不觉晓`);

/**
 * The lecturer draws with a real pointer, sixty points a second: from the point at the desk until its ink is on a screen's glass. The same
 * for turning a page. All browsers are on this machine, so that their clocks are one.
 */
export async function benchMarks(): Promise<boolean> {
  const stage = await openStage({ screens: 1, height: 360 });
  try {
    const { lectureRoom, county, product, lesson } = stage;
    const [screen] = stage.screens;
    if (screen === undefined) throw new Error('the stage has no screen');
    await bringFile({ api: county.lecturer, url: product.url }, lesson.sessionId, PAGES);
    const desk = lectureRoom.page;
    await showFile(desk);
    await untilPage(desk, 1);
    await untilPage(screen.page, 1);
    await watchInk(screen.page);
    const points: number[] = [];
    for (let stroke = 0; stroke < STROKES; stroke += 1)
      points.push(...(await delaysOf(desk, screen.page, (stroke + 1) / (STROKES + 1))));
    const turns: number[] = [];
    for (let page = 2; page <= TURNS + 1; page += 1) turns.push(await turnTo(desk, screen.page, page));
    return report(
      'marks',
      [
        {
          name: `live points at ${Math.round(1000 / POINT_MS)} a second, desk to screen, p95 of ${points.length}`,
          value: percentile(points, 0.95),
          unit: 'ms',
          goal: { atMost: 150 },
        },
        {
          name: 'share of points seen live',
          value: points.length / (STROKES * POINTS),
          unit: '',
          goal: { atLeast: 0.95 },
        },
        {
          name: `page turned at the desk, drawn at a screen, p95 of ${turns.length}`,
          value: percentile(turns, 0.95),
          unit: 'ms',
          goal: { atMost: 300 },
        },
      ],
      { points, turns, worstPoint: worst(points), worstTurn: worst(turns) },
    );
  } finally {
    await stage.close();
  }
}

type Watch = Window & {
  testInk?: { atMs: number; reach: number }[];
  testPages?: Record<number, number>;
  /** Where on the page the stroke is drawn, as a share of its height. */
  testHeight?: number;
};

/** Notes in every frame how far to the right ink has come in the layer of what moves, and when each page came. Epoch ms. */
async function watchInk(page: Page): Promise<void> {
  await page.evaluate(() => {
    const watch = window as Watch;
    watch.testInk = [];
    watch.testPages = {};
    const look = () => {
      const paper = document.querySelector<HTMLCanvasElement>('.page-paper');
      const shown = Number(paper?.dataset['page'] ?? 0);
      const pages = watch.testPages ?? {};
      pages[shown] ??= performance.timeOrigin + performance.now();
      const moving = document.querySelector<HTMLCanvasElement>('.page-moving');
      const context = moving?.getContext('2d', { willReadFrequently: true });
      if (moving && context) {
        // The page is as wide as its place; of it only the band in which the stroke is drawn.
        const { width, height } = moving;
        const pageHeight = (width * 9) / 16;
        const rows = 6;
        const top = (height - pageHeight) / 2 + (watch.testHeight ?? 0.5) * pageHeight - rows / 2;
        const { data } = context.getImageData(0, Math.round(top), width, rows);
        let reach = 0;
        for (let at = data.length - 1; at > 0; at -= 4)
          if ((data[at] ?? 0) > 100) reach = Math.max(reach, ((at >> 2) % width) / width);
        watch.testInk?.push({ atMs: performance.timeOrigin + performance.now(), reach });
      }
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
}

/** Draws one stroke from left to right inside the desk's page, and says for each point when the screen had its ink. */
async function delaysOf(desk: Page, screen: Page, height: number): Promise<number[]> {
  await screen.evaluate((at) => Object.assign(window, { testInk: [], testHeight: at }), height);
  const drawn = await desk.evaluate(
    async ({ count, everyMs, height }) => {
      const layer = document.querySelector<HTMLElement>('.draw-layer');
      if (layer === null) throw new Error('no page to draw on');
      const box = layer.getBoundingClientRect();
      const put = (kind: string, x: number) =>
        layer.dispatchEvent(
          new PointerEvent(kind, {
            bubbles: true,
            pointerId: 1,
            pointerType: 'mouse',
            isPrimary: true,
            clientX: box.left + x * box.width,
            clientY: box.top + height * box.height,
          }),
        );
      layer.setPointerCapture = () => undefined;
      const points: { x: number; atMs: number }[] = [];
      const startMs = performance.now();
      for (let n = 0; n < count; n += 1) {
        const leftMs = startMs + n * everyMs - performance.now();
        if (leftMs > 0) await new Promise((resolve) => setTimeout(resolve, leftMs));
        const x = 0.15 + (0.7 * n) / count;
        put(n === 0 ? 'pointerdown' : 'pointermove', x);
        points.push({ x, atMs: performance.timeOrigin + performance.now() });
      }
      await new Promise((resolve) => setTimeout(resolve, 400));
      put('pointerup', 0.85);
      return points;
    },
    { count: POINTS, everyMs: POINT_MS, height },
  );
  const ink = await screen.evaluate(() => (window as Watch).testInk ?? []);
  return drawn.flatMap(({ x, atMs }) => {
    // Smoothing pulls a stroke's end a little back: within half a percent of the page it is there.
    const seen = ink.find((each) => each.atMs >= atMs && each.reach >= x - 0.005);
    return seen === undefined ? [] : [seen.atMs - atMs];
  });
}

async function turnTo(desk: Page, screen: Page, page: number): Promise<number> {
  const atMs = await desk.evaluate(() => {
    const now = performance.timeOrigin + performance.now();
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'PageDown', bubbles: true }));
    return now;
  });
  await untilPage(screen, page);
  const seen = await screen.evaluate((wanted) => (window as Watch).testPages?.[wanted], page);
  if (seen === undefined) throw new Error(`nobody saw page ${page} come`);
  // The next one is drawn ahead meanwhile, as while a teacher speaks.
  await desk.evaluate(() => new Promise((resolve) => setTimeout(resolve, 400)));
  return seen - atMs;
}
