import { setTimeout as pause } from 'node:timers/promises';
import type { CDPSession, Page } from 'playwright-core';
import { type Browser, startChromium } from '../support/chromium.ts';
import { type Figure, median, percentile, report, worst } from '../support/figures.ts';
import { type Link, openLink, whyNoLink } from '../support/link-emulator.ts';
import { jump, longestSilenceMs, untilFirstPicture, watchReplay } from '../support/replay-page.ts';
import { startReplayProduct } from '../support/replay-product.ts';
import { LIP_BEATS, measureLip, type ReplayLip } from './replay-lip.ts';

/** A household's or a school's line, and the narrowest that a voice goes through. */
const LINE = { downBps: 2_000_000, upBps: 1_000_000, delayMs: 20 } as const;
const NARROW = { downBps: 100_000, upBps: 100_000, delayMs: 20 } as const;
const LOADS = 5;
const TENTHS = [5, 1, 8, 3, 9, 6, 2, 7, 1, 6] as const;
/** Between two jumps: somebody looks whether it is the right place. */
const LOOK_MS = 2_500;
const FILL_MS = 20_000;
const STEADY_MS = 20_000;
/** What viewers do not notice, by ITU-R BT.1359. */
const SOUND_FIRST_MS = 45;
const SOUND_BEHIND_MS = 125;

type Found = {
  readonly pageBytes: number;
  readonly firstMs: readonly number[];
  readonly seekMs: readonly number[];
  readonly teacherSeekMs: readonly number[];
  readonly soundBps: number;
  readonly silenceMs: number;
};

/** A lesson of forty minutes at about 1.3 Mbit/s from the real server, played by a browser behind a narrow line; and one just recorded. */
export async function benchReplay(): Promise<boolean> {
  const lip = await measureLip();
  const why = whyNoLink();
  if (why !== null) return report('replay', [...figuresOf(null, why), ...lipFigures(lip)], { why, lip });
  const link = await openLink(LINE);
  const house = await startReplayProduct(link.nearAddress);
  const browser = await startChromium({ kiosk: true, camera: 'none', namespace: link.namespace });
  try {
    const found = await measure(browser, house.address, link);
    const raw = { line: LINE, narrow: NARROW, ...found, lip };
    return report('replay', [...figuresOf(found, null), ...lipFigures(lip)], raw);
  } finally {
    await browser.close();
    await house.close();
    await link.close();
  }
}

async function measure(browser: Browser, address: string, link: Link): Promise<Found> {
  const page = await browser.context.newPage();
  await watchReplay(page);
  const session = await browser.context.newCDPSession(page);
  const came = await bytesBy(session);
  const firstMs: number[] = [];
  let pageBytes = 0;
  for (let load = 0; load < LOADS; load += 1) {
    await page.goto('about:blank');
    await session.send('Network.clearBrowserCache');
    const before = came.page();
    await page.goto(address, { waitUntil: 'commit' });
    firstMs.push(await untilFirstPicture(page));
    pageBytes = came.page() - before;
    await page.evaluate(() => localStorage.clear());
  }
  await pause(LOOK_MS);
  const seekMs = await jumps(page);
  await page.locator('select[title="画面"]').selectOption('teacher');
  await pause(LOOK_MS);
  const teacherSeekMs = await jumps(page);
  await page.locator('select[title="清晰度"]').selectOption('sound');
  link.change(NARROW);
  await page.keyboard.press('0');
  await pause(FILL_MS);
  const before = came.recording();
  const silenceMs = await longestSilenceMs(page, STEADY_MS);
  const soundBps = ((came.recording() - before) * 8_000) / STEADY_MS;
  return { pageBytes, firstMs, seekMs, teacherSeekMs, soundBps, silenceMs };
}

/** What came over the line so far: of the recording, and of all the rest but the player's library. */
async function bytesBy(session: CDPSession) {
  const kinds = new Map<string, 'recording' | 'library' | 'page'>();
  const bytes = { recording: 0, page: 0 };
  await session.send('Network.enable');
  session.on('Network.requestWillBeSent', ({ requestId, request: { url } }) => {
    const kind = /^\/recordings\//.test(new URL(url).pathname) ? 'recording' : 'page';
    kinds.set(requestId, /hls\.light/.test(url) ? 'library' : kind);
  });
  // What is broken off is never finished, and pieces go as they are; what is finished says what it was on the line.
  session.on('Network.dataReceived', ({ requestId, dataLength }) => {
    if (kinds.get(requestId) === 'recording') bytes.recording += dataLength;
  });
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (kinds.get(requestId) === 'page') bytes.page += encodedDataLength;
  });
  return { recording: () => bytes.recording, page: () => bytes.page };
}

async function jumps(page: Page): Promise<readonly number[]> {
  const took: number[] = [];
  for (const tenth of TENTHS) {
    took.push(await jump(page, tenth));
    await pause(LOOK_MS);
  }
  return took;
}

function lipFigures({ aheadMs }: ReplayLip): Figure[] {
  return [
    {
      name: 'beats of a real recording seen and heard',
      value: aheadMs.length,
      unit: `of ${LIP_BEATS}`,
      goal: { atLeast: LIP_BEATS - 5 },
    },
    {
      name: 'sound ahead of the picture, p5',
      value: percentile(aheadMs, 0.05),
      unit: 'ms',
      goal: { atLeast: -SOUND_BEHIND_MS },
    },
    {
      name: 'sound ahead of the picture, median',
      value: median(aheadMs),
      unit: 'ms',
      goal: { atMost: SOUND_FIRST_MS },
    },
    {
      name: 'sound ahead of the picture, p95',
      value: percentile(aheadMs, 0.95),
      unit: 'ms',
      goal: { atMost: SOUND_FIRST_MS },
    },
  ];
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
