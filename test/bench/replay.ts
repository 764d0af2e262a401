import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { BEAT_MS } from '../support/beat-fixtures.ts';
import { readBeats, startBeats } from '../support/beat-meter.ts';
import { type Browser, startChromium } from '../support/chromium.ts';
import { type Figure, median, percentile, report, worst } from '../support/figures.ts';
import { type Link, openLink, whyNoLink } from '../support/link-emulator.ts';
import { type ReplayHouse, startReplayHouse } from '../support/replay-house.ts';
import { jump, lendEar, longestSilenceMs, untilFirstPicture, watchReplay } from '../support/replay-page.ts';

/** A household's or a school's line, and the narrowest that a voice goes through. */
const LINE = { downBps: 2_000_000, upBps: 1_000_000, delayMs: 20 } as const;
const NARROW = { downBps: 100_000, upBps: 100_000, delayMs: 20 } as const;
const LOADS = 5;
const TENTHS = [5, 1, 8, 3, 9, 6, 2, 7, 1, 6] as const;
/** Between two jumps: somebody looks whether it is the right place. */
const LOOK_MS = 2_500;
const BEATS = 20;
const FILL_MS = 25_000;
const STEADY_MS = 20_000;
/** What viewers do not notice, by ITU-R BT.1359. */
const SOUND_FIRST_MS = 45;
const SOUND_BEHIND_MS = 125;

type Found = {
  readonly pageBytes: number;
  readonly firstMs: readonly number[];
  readonly seekMs: readonly number[];
  readonly teacherSeekMs: readonly number[];
  readonly aheadMs: readonly number[];
  readonly soundBps: number;
  readonly silenceMs: number;
};

/** A recording of about 1.3 Mbit/s played by a browser behind a narrow line. */
export async function benchReplay(): Promise<boolean> {
  const why = whyNoLink();
  if (why !== null) return report('replay', figuresOf(null, why), { why });
  const link = await openLink(LINE);
  const house = await startReplayHouse(link.nearAddress);
  const browser = await startChromium({ kiosk: true, camera: 'none', namespace: link.namespace });
  try {
    const found = await measure(browser, house, link);
    return report('replay', figuresOf(found, null), { line: LINE, narrow: NARROW, ...found });
  } finally {
    await browser.close();
    await house.close();
    await link.close();
  }
}

async function measure(browser: Browser, house: ReplayHouse, link: Link): Promise<Found> {
  const page = await browser.context.newPage();
  await watchReplay(page);
  const cache = await browser.context.newCDPSession(page);
  const firstMs: number[] = [];
  let pageBytes = 0;
  await cache.send('Network.enable');
  const isPage = new Map<string, boolean>();
  cache.on('Network.responseReceived', ({ requestId, response }) =>
    isPage.set(requestId, !/\/recordings\/|hls\.light/.test(response.url)),
  );
  cache.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (isPage.get(requestId) === true) pageBytes += encodedDataLength;
  });
  for (let load = 0; load < LOADS; load += 1) {
    await page.goto('about:blank');
    await cache.send('Network.clearBrowserCache');
    pageBytes = 0;
    await page.goto(house.address, { waitUntil: 'commit' });
    firstMs.push(await untilFirstPicture(page));
    await page.evaluate(() => localStorage.clear());
  }
  await pause(LOOK_MS);
  const seekMs = await jumps(page);
  await page.locator('select[title="画面"]').selectOption('teacher');
  await pause(LOOK_MS);
  const teacherSeekMs = await jumps(page);
  const aheadMs = await beatsAhead(page);
  await page.locator('select[title="清晰度"]').selectOption('sound');
  link.change(NARROW);
  await jump(page, 0).catch(() => 0);
  await pause(FILL_MS);
  const beforeBytes = house.pieceBytes();
  const silenceMs = await longestSilenceMs(page, STEADY_MS);
  const soundBps = ((house.pieceBytes() - beforeBytes) * 8_000) / STEADY_MS;
  return { pageBytes, firstMs, seekMs, teacherSeekMs, aheadMs, soundBps, silenceMs };
}

async function jumps(page: Page): Promise<readonly number[]> {
  const took: number[] = [];
  for (const tenth of TENTHS) {
    took.push(await jump(page, tenth));
    await pause(LOOK_MS);
  }
  return took;
}

/** By how much the voice is ahead of the picture: of each flash its nearest tone. */
async function beatsAhead(page: Page): Promise<readonly number[]> {
  await jump(page, 5);
  await pause(LOOK_MS);
  await lendEar(page);
  await startBeats(page, { video: 'video[data-source="camera"]', voice: 'received' });
  await pause(BEATS * BEAT_MS);
  const { flashAtMs, toneAtMs } = await readBeats(page);
  return flashAtMs.flatMap((flashMs) => {
    const ahead = toneAtMs.map((toneMs) => flashMs - toneMs);
    const [nearest] = ahead.sort((a, b) => Math.abs(a) - Math.abs(b));
    return nearest === undefined || Math.abs(nearest) > BEAT_MS / 2 ? [] : [nearest];
  });
}

function figuresOf(found: Found | null, why: string | null): Figure[] {
  const rest = why === null ? {} : { machineShort: true, why };
  const value = (read: (found: Found) => number | null) => (found === null ? null : read(found));
  const seconds = (ms: number | null) => (ms === null ? null : ms / 1000);
  const p95 = (sample: readonly number[]) => seconds(percentile(sample, 0.95));
  const on = `on ${LINE.downBps / 1_000_000} Mbit/s`;
  return [
    {
      name: `first frame ${on}, nothing cached, worst of ${LOADS}`,
      value: value(({ firstMs }) => seconds(worst(firstMs))),
      unit: 's',
      goal: { atMost: 2 },
    },
    {
      name: `seek ${on}, p95 of ${TENTHS.length}`,
      value: value(({ seekMs }) => p95(seekMs)),
      unit: 's',
      goal: { atMost: 1 },
    },
    {
      name: `seek ${on}, teacher alone, p95 of ${TENTHS.length}`,
      value: value(({ teacherSeekMs }) => p95(teacherSeekMs)),
      unit: 's',
      goal: { atMost: 1 },
    },
    {
      name: 'beats seen and heard',
      value: value(({ aheadMs }) => aheadMs.length),
      unit: `of ${BEATS}`,
      goal: { atLeast: BEATS - 5 },
    },
    {
      name: 'sound ahead of the picture, p5',
      value: value(({ aheadMs }) => percentile(aheadMs, 0.05)),
      unit: 'ms',
      goal: { atLeast: -SOUND_BEHIND_MS },
    },
    {
      name: 'sound ahead of the picture, median',
      value: value(({ aheadMs }) => median(aheadMs)),
      unit: 'ms',
      goal: { atMost: SOUND_FIRST_MS },
    },
    {
      name: 'sound ahead of the picture, p95',
      value: value(({ aheadMs }) => percentile(aheadMs, 0.95)),
      unit: 'ms',
      goal: { atMost: SOUND_FIRST_MS },
    },
    {
      name: 'sound and slides',
      value: value(({ soundBps }) => soundBps / 1000),
      unit: 'kbit/s',
      goal: { atMost: 100 },
    },
    {
      name: 'longest standstill of the voice on 100 kbit/s',
      value: value(({ silenceMs }) => silenceMs),
      unit: 'ms',
      goal: { atMost: 200 },
    },
    {
      name: 'page before its first frame, without hls.js',
      value: value(({ pageBytes }) => pageBytes / 1000),
      unit: 'KB',
      goal: { atMost: 150 },
    },
  ].map((figure) => ({ ...figure, ...rest }));
}
