import type { Page } from 'playwright-core';
import { PATIENCE_MS } from './patience.ts';

type WithFrames = { readonly testFrames?: Readonly<Record<string, readonly number[]>> };

/**
 * Must be called before the page loads: notes when each picture came onto the glass, by the source that its video names, whatever
 * element or transport it came through.
 */
export async function watchFrames(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const seen: Record<string, number[]> = {};
    const request = HTMLVideoElement.prototype.requestVideoFrameCallback;
    HTMLVideoElement.prototype.requestVideoFrameCallback = function (callback) {
      return request.call(this, (nowMs, frame) => {
        const { source } = this.dataset;
        if (source !== undefined) {
          seen[source] = seen[source] ?? [];
          seen[source].push(performance.timeOrigin + nowMs);
        }
        callback(nowMs, frame);
      });
    };
    Object.defineProperty(window, 'testFrames', { value: seen });
  });
}

/** Epoch ms of every picture of `source` since the page was loaded. */
export const frameTimes = (page: Page, source: string): Promise<readonly number[]> =>
  page.evaluate((wanted) => (window as WithFrames).testFrames?.[wanted] ?? [], source);

/** Waits for a picture shown after `afterMs` (epoch). @returns when it was shown */
export async function untilFrameAfter(
  page: Page,
  { source, afterMs, limitMs = PATIENCE_MS }: { source: string; afterMs: number; limitMs?: number },
): Promise<number> {
  const found = await page.waitForFunction(
    ({ source, afterMs }) =>
      (window as WithFrames).testFrames?.[source]?.find((atMs) => atMs > afterMs) ?? false,
    { source, afterMs },
    { timeout: limitMs, polling: 50 },
  );
  return Number(await found.jsonValue());
}

/** Waits until pictures have come without a pause of half a second for `steadyMs`. */
export async function untilSteady(page: Page, source: string, steadyMs: number): Promise<void> {
  await page.waitForFunction(
    ({ source, steadyMs, pauseMs }) => {
      const nowMs = performance.timeOrigin + performance.now();
      const frames = (window as WithFrames).testFrames?.[source] ?? [];
      const late = frames.filter((atMs) => atMs >= nowMs - steadyMs - pauseMs);
      const [first] = late;
      if (first === undefined || first > nowMs - steadyMs) return false;
      return [...late, nowMs].every((atMs, index) => atMs - (late[index - 1] ?? first) < pauseMs);
    },
    { source, steadyMs, pauseMs: 500 },
    { timeout: PATIENCE_MS, polling: 100 },
  );
}

/**
 * The longest time without a new picture that ends after `fromMs` and begins before `toMs`; pictures are in order of time. `null` when
 * none was shown before `fromMs` or none after it: then nothing can be said about the standstill.
 */
export function standstillMs(frameAtMs: readonly number[], fromMs: number, toMs: number): number | null {
  const next = frameAtMs.findIndex((atMs) => atMs > fromMs);
  if (next <= 0) return null;
  let longest = 0;
  for (let index = next; index < frameAtMs.length; index += 1) {
    const before = frameAtMs[index - 1] ?? 0;
    if (before > toMs) break;
    longest = Math.max(longest, (frameAtMs[index] ?? 0) - before);
  }
  return longest;
}
