import { availableParallelism, loadavg } from 'node:os';
import type { Page } from 'playwright-core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Diagnostics } from '../../client/live/diagnostics.ts';
import { callZhCn } from '../../shared/text/call.zh-CN.ts';
import { lessonZhCn } from '../../shared/text/lesson.zh-CN.ts';
import { screenZhCn } from '../../shared/text/screen.zh-CN.ts';
import { type Browser, startChromium } from '../support/chromium.ts';
import { withoutCodecs } from '../support/codecs.ts';
import { shareContent } from '../support/console-page.ts';
import {
  frameTimes,
  standstillMs,
  untilFrameAfter,
  untilSteady,
  watchFrames,
} from '../support/frame-times.ts';
import { describeForReal } from '../support/needs.ts';
import { openStage, type Stage } from '../support/stage.ts';

type WithDiagnostics = { readonly sanketang?: Diagnostics };
const SIZE = { width: 1920, height: 1080 };
const CALM_MS = 2_000;
/** A machine that was busy before any of this began makes pictures stand still by itself: then that figure proves nothing. */
const isBusy = (loadavg()[0] ?? 0) > availableParallelism();
const nowMs = () => performance.timeOrigin + performance.now();

/** By source, the codec of what this page takes. */
const taken = (page: Page): Promise<Record<string, string>> =>
  page.evaluate(() =>
    Object.fromEntries(
      ((window as WithDiagnostics).sanketang?.streams() ?? [])
        .filter((stream) => stream.part === 'lecturer' && stream.flowing)
        .map((stream) => [stream.source, stream.codec]),
    ),
  );

/** Until the picture of `source` is of this codec and moves. @returns when it came onto the glass */
async function untilTaken(page: Page, source: 'camera' | 'content', codec: string): Promise<void> {
  await page.waitForFunction(
    ({ source, codec }) =>
      (window as WithDiagnostics).sanketang
        ?.streams()
        .some((each) => each.source === source && each.codec === codec && each.flowing),
    { source, codec },
    { polling: 100 },
  );
}

describeForReal('a browser that cannot decode the pictures', () => {
  let stage: Stage;
  const browsers: Browser[] = [];
  beforeEach(async () => {
    stage = await openStage({ screens: 2, height: 360 });
    await shareContent(stage.lectureRoom.page);
  }, 120_000);
  afterEach(async () => {
    for (const browser of browsers.splice(0)) await browser.close();
    await stage?.close();
  });

  /** The second room's screen again, on an older machine. */
  const startWithout = async (...codecs: string[]) => {
    const [, second] = stage.screens;
    if (second === undefined) throw new Error('no second screen');
    await second.browser.close();
    const browser = await startChromium({ kiosk: true, size: SIZE, camera: 'none' });
    browsers.push(browser);
    await withoutCodecs(browser.context, codecs);
    const page = await browser.context.newPage();
    await page.setViewportSize(SIZE);
    await watchFrames(page);
    const startedAtMs = nowMs();
    await page.goto(second.address);
    return { page, startedAtMs };
  };

  // A slow moment of a small machine is told from a break by trying again: a break would come each time.
  it('gets the picture in another codec, while a screen that can goes on without a break', {
    retry: 1,
  }, async () => {
    const [first] = stage.screens;
    if (first === undefined) throw new Error('no screen');
    await untilSteady(first.page, 'camera', CALM_MS);
    const { page, startedAtMs } = await startWithout('h264');
    const shownAtMs = await untilFrameAfter(page, { source: 'camera', afterMs: startedAtMs });
    const joinedMs = await page.evaluate(
      () => (window as WithDiagnostics).sanketang?.frames()['camera']?.firstAfterJoinMs ?? null,
    );
    expect(joinedMs, 'first picture after the join').toBeLessThanOrEqual(5_000);
    await untilTaken(page, 'camera', 'video/VP8');
    await untilTaken(page, 'content', 'video/VP8');
    const takenAtMs = await untilFrameAfter(page, { source: 'content', afterMs: shownAtMs });
    await untilSteady(page, 'camera', 2_000);
    const facts = await page.evaluate(() => (window as WithDiagnostics).sanketang?.frames());
    expect(facts?.['camera']?.heightPx, 'one small size').toBeLessThanOrEqual(360);

    // From the join on: a browser that starts on the same machine takes its breath away, a room elsewhere does not.
    const frames = await frameTimes(first.page, 'camera');
    const stood = standstillMs(frames, shownAtMs - (joinedMs ?? 0), takenAtMs);
    expect(stood, 'the other screen').not.toBeNull();
    if (!isBusy) expect(stood, 'the other screen').toBeLessThanOrEqual(500);
    expect(await taken(first.page)).toMatchObject({ camera: 'video/H264', content: 'video/H264' });
    await keepPictures('compatible', page);
  });

  it('sees a room that is called on as well: that one sends its camera once more while it is on stage', async () => {
    const [first] = stage.screens;
    if (first === undefined) throw new Error('no screen');
    const { page } = await startWithout('h264');
    await untilTaken(page, 'camera', 'video/VP8');
    const card = stage.lectureRoom.page.locator('article').filter({ hasText: first.point.name });
    await card.getByRole('button', { name: callZhCn['call.call'], exact: true }).click();
    await page.waitForFunction(
      () =>
        (window as WithDiagnostics).sanketang
          ?.streams()
          .some((each) => each.part === 'room' && each.source === 'camera' && each.flowing),
      undefined,
      { polling: 100 },
    );
    const codecs = await page.evaluate(() =>
      ((window as WithDiagnostics).sanketang?.streams() ?? [])
        .filter((each) => each.part === 'room' && each.source === 'camera' && each.flowing)
        .map((each) => each.codec),
    );
    expect(codecs).toEqual(['video/VP8']);
    await keepPictures('called-room', page);
  });

  it('that lacks both says so in words, on the card as well, and its voice plays', async () => {
    const { page } = await startWithout('h264', 'vp8');
    await page.getByText(screenZhCn['screen.trouble.unsupported']).waitFor();
    await stage.lectureRoom.page.getByText(lessonZhCn['misfit.voiceOnly'], { exact: true }).waitFor();
    await expect.poll(() => taken(page)).toEqual({ voice: 'audio/opus' });
    const heard = () =>
      page.evaluate(async () => {
        const rows = (await (window as WithDiagnostics).sanketang?.stats())?.receive ?? [];
        const voice = rows.find((row) => row['type'] === 'inbound-rtp' && row['kind'] === 'audio');
        return Number(voice?.['totalAudioEnergy'] ?? 0);
      });
    await expect.poll(heard).toBeGreaterThan(0);
    await keepPictures('voice-only', page);
  });

  const keepPictures = async (name: string, page: Page) => {
    const folder = process.env['PICTURES'];
    if (folder === undefined) return;
    await page.screenshot({ path: `${folder}/codec-${name}-screen.png` });
    await stage.lectureRoom.page.screenshot({ path: `${folder}/codec-${name}-console.png` });
  };
});
