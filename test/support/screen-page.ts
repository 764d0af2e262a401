import type { Page } from 'playwright-core';
import type { Diagnostics } from '../../client/live/diagnostics.ts';
import type { FrameFacts } from '../../client/live/first-frames.ts';
import { PATIENCE_MS } from './patience.ts';

type WithDiagnostics = { readonly sanketang?: Diagnostics };

/** Pictures on a page's glass by source, since it last asked to join. */
export const frameFacts = (page: Page): Promise<Readonly<Record<string, FrameFacts>>> =>
  page.evaluate(() => (window as WithDiagnostics).sanketang?.frames() ?? {});

/** Waits until a picture of `source` has been shown since the last join. */
export async function untilPicture(
  page: Page,
  source: 'camera' | 'content',
  limitMs = PATIENCE_MS,
): Promise<FrameFacts> {
  await page.waitForFunction(
    (wanted) => ((window as WithDiagnostics).sanketang?.frames()[wanted]?.count ?? 0) > 0,
    source,
    { timeout: limitMs, polling: 50 },
  );
  const facts = (await frameFacts(page))[source];
  if (facts === undefined) throw new Error(`the picture of ${source} was gone at once`);
  return facts;
}

/** Waits until a page that has shown pictures before shows new ones. @returns epoch ms of the moment that was seen */
export async function untilNewPicture(
  page: Page,
  source: 'camera' | 'content',
  limitMs = PATIENCE_MS,
): Promise<number> {
  const before = (await frameFacts(page))[source]?.count ?? 0;
  await page.waitForFunction(
    ({ wanted, count }) => ((window as WithDiagnostics).sanketang?.frames()[wanted]?.count ?? 0) > count,
    { wanted: source, count: before },
    { timeout: limitMs, polling: 20 },
  );
  return Date.now();
}

/** `none`, `joining`, `refused:CODE` or `joined:PHASE`. */
export const sessionOf = (page: Page): Promise<string> =>
  page.evaluate(() => (window as WithDiagnostics).sanketang?.session() ?? 'none');

export async function untilSession(page: Page, wanted: string, limitMs = PATIENCE_MS): Promise<void> {
  await page.waitForFunction((state) => (window as WithDiagnostics).sanketang?.session() === state, wanted, {
    timeout: limitMs,
    polling: 100,
  });
}

/** Where a screen shows the lesson's pictures, for a meter. */
export const screenPicture = { camera: '.picture.camera video', content: '.picture.content video' } as const;

/** Waits, after the server went away at `sinceMs` (epoch), until the page's line has been down and is up again. @returns when, epoch ms */
export async function untilLinked(page: Page, sinceMs: number, limitMs = 120_000): Promise<number> {
  const found = await page.waitForFunction(
    (sinceMs) => {
      const watch = window as { sanketang?: Diagnostics; testDownSince?: number };
      const isUp = watch.sanketang?.link() === 'connected';
      if (!isUp) watch.testDownSince = sinceMs;
      return isUp && watch.testDownSince === sinceMs ? performance.timeOrigin + performance.now() : false;
    },
    sinceMs,
    { timeout: limitMs, polling: 20 },
  );
  return Number(await found.jsonValue());
}
