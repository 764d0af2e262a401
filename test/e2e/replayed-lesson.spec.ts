import type { Page } from 'playwright-core';
import { afterEach, expect, it } from 'vitest';
import type { RecordingId } from '../../shared/kernel/ids.ts';
import type { Replay } from '../../shared/recording.ts';
import { recordingZhCn } from '../../shared/text/recording.zh-CN.ts';
import { recordingAssetsZhCn } from '../../shared/text/recording-assets.zh-CN.ts';
import { replayZhCn } from '../../shared/text/replay.zh-CN.ts';
import { wrongOn } from '../support/axe.ts';
import { startChromium } from '../support/chromium.ts';
import { openLesson, signIn, startLesson, untilReady } from '../support/console-page.ts';
import { bringFile, drawLine, showFile, untilMarks, untilPage } from '../support/courseware.ts';
import { describeForReal } from '../support/needs.ts';
import { picturesIn } from '../support/pictures.ts';
import { readWritten } from '../support/recordings.ts';
import { placeNow, untilFirstPicture, watchReplay } from '../support/replay-page.ts';
import { connectAs } from '../support/sitter.ts';
import { type Morning, openMorning, startLectureRoom } from '../support/stage.ts';

const pictures = picturesIn(process.env['SANKETANG_PICTURES'] ?? null);
const SIZES = {
  wall: { width: 1920, height: 1080 },
  laptop: { width: 1366, height: 768 },
  phone: { width: 390, height: 844 },
} as const;
/** Long enough for a place in its middle. */
const RECORDED_MS = 42_000;
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true });

describeForReal('a lesson that was recorded', () => {
  let morning: Morning;
  afterEach(() => morning?.close());

  it('is played to its end with its pages and what was drawn on them, and goes on on another machine', async () => {
    morning = await openMorning({ screens: 0, rooms: 1 });
    const { county, product } = morning;
    const id = await taught(morning);
    const elsewhere = await startChromium({ camera: 'none', devices: 'refused', size: SIZES.laptop });
    morning.also(() => elsewhere.close());
    const page = await elsewhere.context.newPage();
    await page.goto(product.url);
    await signIn(page, 'chen');
    const replay = await withPreviews(() => county.lecturer.call('recording.replay', { recordingId: id }));
    const [first, second] = replay.chapters.filter(({ kind }) => kind === 'page');
    if (first === undefined || second === undefined) throw new Error('no chapters of pages');

    await watchReplay(page);
    await page.goto(`${product.url}/replay/${id}`);
    await untilFirstPicture(page);
    await untilPage(page, 1);
    await untilMarks(page, 1);
    await look(page, 'marks');
    const chapter = (at: typeof first) =>
      page.getByRole('navigation').getByRole('button', { name: new RegExp(`第 ${at.page} 页`) });
    await button(page, replayZhCn['replay.chapters']).click();
    await chapter(second).click();
    await untilPage(page, 2);
    await untilMarks(page, 0);
    expect(Math.abs((await placeNow(page)) - second.atMs)).toBeLessThan(5_000);
    await chapter(first).click();
    await untilPage(page, 1);
    await untilMarks(page, 1);

    await page.getByRole('slider', { name: replayZhCn['replay.seek'] }).hover();
    await page.locator('.preview i').waitFor();
    await look(page, 'preview');
    await page.getByRole('combobox', { name: replayZhCn['replay.speed'] }).selectOption('2');
    await page.waitForFunction(() => document.querySelector('audio')?.playbackRate === 2);
    await page.waitForFunction((ms) => Number(document.querySelector('input')?.value) > ms, 20_000);
    await page.keyboard.press('k');
    await button(page, replayZhCn['replay.play']).waitFor();
    const [left = ''] = (await page.locator('.time').textContent())?.trim().split(' ') ?? [];
    await page.goto(`${product.url}/recordings`);
    await page.getByText(recordingAssetsZhCn['asset.goOn'].replace('{at}', left)).waitFor();
    await pictures(page, 'recordings-own-progress');

    await page.evaluate(() => localStorage.clear());
    await page.goto(`${product.url}/replay/${id}`);
    await button(page, replayZhCn['replay.fromStart']).waitFor();
    expect(await placeNow(page)).toBeGreaterThan(18_000);
    await look(page, 'goes-on');
    await button(page, replayZhCn['replay.again']).waitFor();
    expect(await placeNow(page)).toBeGreaterThan(replay.durationMs - 1_000);
    expect(await page.locator('.small video[data-source="camera"]').count(), 'the last picture stays').toBe(
      1,
    );
    await look(page, 'ended');

    await page.goto(`${product.url}/recordings`);
    await page.getByText(recordingAssetsZhCn['asset.seenAll']).waitFor();
    await page.goto(`${product.url}/replay/${id}`);
    await untilFirstPicture(page);
    expect(await placeNow(page)).toBeLessThan(5_000);
    expect(await wrongOn(page, 'replayed')).toEqual([]);
  });
});

async function look(page: Page, name: string): Promise<void> {
  for (const [size, viewport] of Object.entries(SIZES)) {
    await page.setViewportSize(viewport);
    await pictures(page, `replayed-${name}-${size}`);
  }
  await page.setViewportSize(SIZES.laptop);
}

/** Two pages, a stroke on the first, a question; recorded from before the first page on. */
async function taught(morning: Morning): Promise<RecordingId> {
  const { county, lesson, product } = morning;
  const { sessionId } = lesson;
  await bringFile({ api: county.lecturer, url: product.url }, sessionId, ['春天来了', '江南春']);
  const { page: desk, browser } = await startLectureRoom(morning, { height: 360 });
  await signIn(desk, 'chen');
  await openLesson(desk, product.url, lesson);
  await untilReady(desk, 0, 1);
  await startLesson(desk);
  await showFile(desk);
  await untilPage(desk, 1);
  await drawLine(desk, [0.2, 0.5], [0.8, 0.55]);
  await button(desk, recordingZhCn['recording.start']).click();
  await desk.getByText(recordingZhCn['recording.on'], { exact: true }).waitFor();
  const { recording } = await readWritten(product.dataDir, sessionId);
  await desk.waitForFunction((ms) => Date.now() > ms, recording.startedAtMs + 6_000);
  await desk.locator('body').press('PageDown');
  await untilPage(desk, 2);
  const lecturer = await connectAs({ api: county.lecturer, url: product.url });
  const question = { kind: 'single', optionCount: 2, text: '春天来了吗？' } as const;
  expect(await lecturer.ask('question.ask', { sessionId, ...question })).toBeNull();
  lecturer.leave();
  const untilMs = recording.startedAtMs + RECORDED_MS;
  await desk.waitForFunction((ms) => Date.now() > ms, untilMs, { timeout: 2 * RECORDED_MS });
  await button(desk, recordingZhCn['recording.stop']).click();
  for (;;) {
    const written = await readWritten(product.dataDir, sessionId);
    if (written.recording.endedAtMs !== null) break;
  }
  await browser.close();
  return recording.id;
}

/** The test's own limit ends the wait. */
async function withPreviews(read: () => Promise<Replay>): Promise<Replay> {
  for (;;) {
    const replay = await read();
    if (replay.thumbnails !== null) return replay;
  }
}
