import type { Page } from 'playwright-core';

type Seen = { readonly source: string; readonly atMs: number; readonly mediaMs: number };
type Watched = { readonly testReplay?: Seen[] };

/** Must be called before the page loads: notes each picture that comes onto the glass, by the page's clock and its place in the playlist. */
export async function watchReplay(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const seen: Seen[] = [];
    const known = new WeakSet<HTMLVideoElement>();
    const look = () => {
      for (const video of document.querySelectorAll('video')) {
        if (known.has(video)) continue;
        known.add(video);
        const onFrame: VideoFrameRequestCallback = (nowMs, { mediaTime }) => {
          seen.push({ source: video.dataset['source'] ?? '', atMs: nowMs, mediaMs: mediaTime * 1000 });
          video.requestVideoFrameCallback(onFrame);
        };
        video.requestVideoFrameCallback(onFrame);
      }
    };
    setInterval(look, 10);
    Object.assign(window, { testReplay: seen });
  });
}

/** @returns how long after the page was asked for its first picture was there, ms */
export async function untilFirstPicture(page: Page): Promise<number> {
  const found = await page.waitForFunction(() => (window as Watched).testReplay?.[0]?.atMs ?? false, null, {
    timeout: 60_000,
    polling: 20,
  });
  return Number(await found.jsonValue());
}

/**
 * Jumps by a key of the keyboard to a tenth of the whole.
 * @returns how long it took until a picture from there was on the glass and the voice went on, ms
 */
export const jump = (page: Page, tenth: number): Promise<number> =>
  page.evaluate(async (tenth) => {
    const seen = (window as unknown as Required<Watched>).testReplay;
    const voice = document.querySelector('audio');
    if (voice === null) throw new Error('there is no voice');
    const [beforeMs, fromMs, heardBefore] = [seen.at(-1)?.mediaMs ?? 0, performance.now(), voice.currentTime];
    document.dispatchEvent(new KeyboardEvent('keydown', { key: String(tenth), bubbles: true }));
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      const shown = seen.find(({ atMs, mediaMs }) => atMs > fromMs && Math.abs(mediaMs - beforeMs) > 3_000);
      const isHeard =
        !voice.paused &&
        !voice.seeking &&
        voice.readyState >= 3 &&
        Math.abs(voice.currentTime - heardBefore) > 3;
      if (shown !== undefined && isHeard) return performance.now() - fromMs;
      if (performance.now() - fromMs > 30_000) return Number.POSITIVE_INFINITY;
    }
  }, tenth);

/** Where the recording is, by the slider, ms. */
export const placeNow = (page: Page): Promise<number> =>
  page.locator('input[type=range]').evaluate((slider) => Number((slider as HTMLInputElement).value));

/** Lets what listens to a lesson's voice hear the recording's. */
export const lendEar = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const voice = document.querySelector('audio') as
      | (HTMLAudioElement & { captureStream(): MediaStream })
      | null;
    const [track = null] = voice?.captureStream().getAudioTracks() ?? [];
    const receivers = () => [{ track }];
    Object.assign(window, {
      testPeerConnections: [{ connectionState: 'connected', getReceivers: receivers }],
    });
  });

/** The longest time for which the voice stood still while it was looked at, ms. */
export const longestSilenceMs = (page: Page, forMs: number): Promise<number> =>
  page.evaluate(async (forMs) => {
    const voice = document.querySelector('audio');
    if (voice === null) throw new Error('there is no voice');
    const startMs = performance.now();
    let [lastAt, movedMs, longestMs] = [voice.currentTime, startMs, 0];
    while (performance.now() - startMs < forMs) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      const nowMs = performance.now();
      longestMs = Math.max(longestMs, nowMs - movedMs);
      if (voice.currentTime === lastAt) continue;
      [lastAt, movedMs] = [voice.currentTime, nowMs];
    }
    return longestMs;
  }, forMs);
