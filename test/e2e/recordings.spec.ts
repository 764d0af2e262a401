import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { RecordingId, SessionId } from '../../shared/kernel/ids.ts';
import { packageEn } from '../../shared/text/package.en.ts';
import { packageZhCn } from '../../shared/text/package.zh-CN.ts';
import { recordingAssetsZhCn } from '../../shared/text/recording-assets.zh-CN.ts';
import { replayZhCn } from '../../shared/text/replay.zh-CN.ts';
import { wrongInBothLanguages, wrongOn } from '../support/axe.ts';
import { type Browser, startChromium } from '../support/chromium.ts';
import { type County, makeCounty, planLesson } from '../support/county.ts';
import { type CutLine, openLine } from '../support/cut-line.ts';
import { keepRecording } from '../support/kept-recordings.ts';
import { describeForReal } from '../support/needs.ts';
import { carryAway, filesIn, ownFolder, spoil, withoutFolders } from '../support/package-page.ts';
import { patiently } from '../support/patience.ts';
import { picturesIn } from '../support/pictures.ts';
import { freePort, type Product, startProduct } from '../support/product.ts';

const pictures = picturesIn(process.env['SANKETANG_PICTURES'] ?? null);
const said = { ...recordingAssetsZhCn, ...packageZhCn };
const sizes = { laptop: { width: 1366, height: 768 }, phone: { width: 390, height: 844 } } as const;
const HOUR_MS = 3_600_000;
const CAPTIONS = '1\n00:00:00,000 --> 00:00:08,000\n同学们好，今天学唱歌\n';

/** What becomes of recordings, as their teacher sees it, with an object store that nobody answers at. */
describeForReal('the page of recordings', () => {
  const stick = mkdtempSync(join(tmpdir(), 'sanketang-stick-'));
  let product: Product;
  let line: CutLine;
  let county: County;
  let sessionId: SessionId;
  let browser: Browser;
  let page: Page;
  let whole: RecordingId;
  const wrong: string[] = [];
  const press = (within: Page | Locator, key: keyof typeof said) =>
    within.getByRole('button', { name: new RegExp(`(^| )${said[key]}$`) }).click();
  const row = (n: number) => page.locator('tbody tr.ant-table-row').nth(n);
  const dialog = () => page.getByRole('dialog');
  const look = async (name: string) => {
    for (const [size, viewport] of Object.entries(sizes)) {
      await page.setViewportSize(viewport);
      wrong.push(...(await wrongInBothLanguages(page, `${name}, ${size}`)));
      await pictures(page, `recordings-${name}-${size}`);
    }
    await page.setViewportSize(sizes.laptop);
  };
  const english = async (name: string) => {
    await page.locator('button[lang="en"]').first().dispatchEvent('click');
    await pictures(page, `recordings-${name}-en`);
    await page.locator('button[lang="zh-CN"]').first().dispatchEvent('click');
  };

  beforeAll(async () => {
    const [nobody, port, linePort] = [await freePort(), await freePort(), await freePort()];
    line = await openLine(linePort, port);
    product = await startProduct({
      port,
      env: {
        ALLOWED_ORIGINS: line.url,
        ...{ S3_ENDPOINT: `http://127.0.0.1:${nobody}`, S3_BUCKET: 'lessons', S3_REGION: 'eu-test-1' },
        ...{ S3_ACCESS_KEY: 'somebody', S3_SECRET_KEY: 'unknown-there' },
      },
    });
    county = await makeCounty(product, 1);
    sessionId = (await planLesson(county, 30)).sessionId;
    browser = await startChromium({ script: ownFolder, kiosk: true, camera: 'none', devices: 'refused' });
    await browser.context.addCookies(county.lecturer.cookies());
    page = await browser.open(`${line.url}/recordings`);
  });
  afterAll(async () => {
    await browser?.close();
    await line?.close();
    await product?.stop();
    rmSync(stick, { recursive: true, force: true });
  });

  it('says what to do while there is nothing, and what is wrong with the store', async () => {
    await page.getByText(said['asset.empty']).waitFor();
    await page.getByText(said['asset.store.unreachable']).waitFor();
    await look('empty');
  });

  it('says of each where it lies and what became of it', async () => {
    const wish = { product, county, sessionId, durationMs: 12_000 };
    whole = await keepRecording({ ...wish, beganAgoMs: HOUR_MS, listed: true });
    const spoilt = await keepRecording({ ...wish, beganAgoMs: 2 * HOUR_MS, durationMs: 2_000 });
    const removed = await keepRecording({ ...wish, beganAgoMs: 3 * HOUR_MS, durationMs: 2_000 });
    rmSync(join(product.dataDir, 'recordings', spoilt), { recursive: true });
    const language = 'zh-CN' as const;
    await county.lecturer.call('recording.writeCaption', { recordingId: whole, language, file: CAPTIONS });
    await county.lecturer.call('recording.remove', { recordingId: removed, reason: '家长要求' });
    for (const recordingId of [spoilt, whole])
      await county.lecturer.call('recording.compose', { recordingId });
    await vi.waitFor(async () => {
      const { recordings } = await county.lecturer.call('recording.list', {});
      expect(recordings.map(({ file }) => file.state)).toEqual(['ready', 'failed', 'none']);
    }, patiently);
    await page.reload();
    await row(0).getByText(said['asset.place.server']).waitFor();
    await row(1).getByText(said['asset.file.broken']).waitFor();
    await row(2).getByText(said['asset.state.removed'], { exact: true }).waitFor();
    expect(await row(2).getByRole('button').count()).toBe(0);
    await look('list');
    await english('list');
  });

  it('keeps one until another day, only with a reason and no day that is over', async () => {
    await press(row(0), 'asset.keep');
    const day = dialog().getByLabel(said['asset.keep.day']);
    await day.fill('2020-01-01');
    await press(dialog(), 'asset.keep.save');
    await dialog().locator('.ant-form-item-explain-error').waitFor();
    await dialog().getByLabel(said['asset.keep.reason']).fill('区评优课');
    await press(dialog(), 'asset.keep.save');
    await dialog().getByText(said['refused.keptUntil.range']).waitFor();
    await look('keep');
    await dialog().getByText(said['asset.keep.way.good'], { exact: true }).click();
    await press(dialog(), 'asset.keep.save');
    await dialog().waitFor({ state: 'detached' });
    await row(0).getByText(said['asset.forever']).waitFor();
    await row(0).getByText('区评优课').waitFor();
  });

  it('asks for the single file first where there is none', async () => {
    await press(row(1), 'asset.package');
    await dialog().getByText(said['package.single.failed']).waitFor();
    await look('package-single');
    const asked = page.waitForResponse((answer) => answer.url().endsWith('/compose'));
    await press(dialog(), 'package.single.ask');
    expect((await asked).status()).toBe(200);
    await dialog()
      .getByRole('button', { name: /close|关闭/i })
      .click();
  });

  it('takes one along over a line that breaks, and mends what is not as it should be', async () => {
    await press(row(0), 'asset.package');
    await dialog().getByText(said['package.lead']).waitFor();
    await look('package');
    line.slow(300_000);
    await press(dialog(), 'package.take');
    const progress = dialog().getByRole('progressbar');
    const doneRatio = () => progress.evaluate((element) => (element as HTMLProgressElement).position);
    await vi.waitFor(async () => expect(await doneRatio()).toBeGreaterThan(0.3), {
      ...patiently,
      interval: 50,
    });
    line.drop();
    await dialog().getByText(said['package.waiting']).waitFor();
    const keptBytes = (await filesIn(page))['lesson.mp4'] ?? 0;
    expect(keptBytes).toBeGreaterThan(100_000);
    expect(await doneRatio()).toBeLessThan(0.9);
    await look('package-cut');
    const ranges: string[] = [];
    page.on('request', (request) => {
      if (request.url().includes('lesson.mp4')) ranges.push(request.headers()['range'] ?? '');
    });
    line.slow(null);
    line.mend();
    await dialog().getByText(said['package.whole']).waitFor();
    expect(ranges).toEqual([`bytes=${keptBytes}-`]);
    await look('package-whole');
    await english('package-whole');

    await dialog()
      .getByRole('button', { name: /close|关闭/i })
      .click();
    await spoil(page, 'lesson.mp4');
    await press(row(0), 'asset.package');
    await press(dialog(), 'package.take');
    await dialog().getByText(said['package.again'].replace('{name}', 'lesson.mp4')).waitFor();
    await dialog().getByText(said['package.whole']).waitFor();
    expect(ranges).toEqual([`bytes=${keptBytes}-`, 'bytes=0-']);
  });

  it('is played from the folder, without server and line', async () => {
    const names = await carryAway(page, stick);
    expect(names.toSorted()).toEqual(['SHA256SUMS', 'lesson.mp4', 'play.html', 'zh-CN.vtt']);
    const sums = readFileSync(join(stick, 'SHA256SUMS'), 'utf8').trim().split('\n');
    for (const each of sums) {
      const [sum, name = ''] = each.split('  ');
      expect(
        createHash('sha256')
          .update(readFileSync(join(stick, name)))
          .digest('hex'),
        name,
      ).toBe(sum);
    }
    expect(sums).toHaveLength(3);
    const offline = await browser.open(pathToFileURL(join(stick, 'play.html')).href);
    await offline.getByRole('button', { name: said['package.chapter.start'] }).click();
    await offline.waitForFunction(() => (document.querySelector('video')?.currentTime ?? 0) > 1);
    const seen = await offline.evaluate(() => {
      const video = document.querySelector('video');
      const [track] = [...(video?.textTracks ?? [])];
      return { width: video?.videoWidth, caption: (track?.activeCues?.[0] as VTTCue | undefined)?.text };
    });
    expect(seen).toEqual({ width: expect.any(Number), caption: '同学们好，今天学唱歌' });
    expect(seen.width).toBeGreaterThan(0);
    wrong.push(...(await wrongOn(offline, 'play.html')));
    await pictures(offline, 'recordings-offline');
    await offline.close();
  });

  it('gives the files one by one where no folder can be written, and to whoever plays it', async () => {
    const replay = await browser.open(`${product.url}/replay/${whole}`);
    const coming = browser.context.waitForEvent('page');
    await replay.getByRole('link', { name: replayZhCn['replay.take'] }).click();
    const own = await coming;
    await own.getByText(said['package.lead']).waitFor();
    await own.setViewportSize(sizes.phone);
    await withoutFolders(own);
    await own.reload();
    await own.getByText(said['package.plain']).waitFor();
    wrong.push(...(await wrongOn(own, 'take along')));
    await pictures(own, 'recordings-plain-phone');
    const saved = own.waitForEvent('download');
    await own.getByRole('button', { name: `${said['package.fetch']} lesson.mp4` }).click();
    const download = await saved;
    expect(download.suggestedFilename()).toBe('lesson.mp4');
    expect(readFileSync(await download.path())).toEqual(readFileSync(join(stick, 'lesson.mp4')));
    await own.goto(`${product.url}/replay/${whole}?take=1&lang=en`);
    await own.getByText(packageEn['package.plain']).waitFor();
    await pictures(own, 'recordings-plain-phone-en');
    await own.close();
    await replay.close();
    expect(wrong).toEqual([]);
  });
});
