import type { Page } from 'playwright-core';
import { afterEach, expect, it } from 'vitest';
import { captionZhCn } from '../../shared/text/caption.zh-CN.ts';
import { captionsShownZhCn } from '../../shared/text/captions-shown.zh-CN.ts';
import { recordingZhCn } from '../../shared/text/recording.zh-CN.ts';
import { replayZhCn } from '../../shared/text/replay.zh-CN.ts';
import { screenCaptionsZhCn } from '../../shared/text/screen-captions.zh-CN.ts';
import { wrongOn } from '../support/axe.ts';
import { describeForReal } from '../support/needs.ts';
import { picturesIn } from '../support/pictures.ts';
import { readWritten, type Written } from '../support/recordings.ts';
import { untilPicture } from '../support/screen-page.ts';
import { openStage, type Stage } from '../support/stage.ts';

const pictures = picturesIn(process.env['SANKETANG_PICTURES'] ?? null);
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const strip = (page: Page) => page.locator('section.captions');
const CHINESE = '同学们好，今天我们学习分数';
const TIBETAN = 'དེ་རིང་ང་ཚོས་གྲངས་ཆ་སྦྱོང་གི་ཡིན།';

describeForReal('captions', () => {
  let stage: Stage;
  afterEach(() => stage?.close());

  it('that are typed are on the screen that was switched on to them, on no other, and in the replay', async () => {
    stage = await openStage({ screens: 2, height: 360 });
    const [one, two] = stage.screens.map(({ page }) => page);
    if (one === undefined || two === undefined) throw new Error('two screens are needed');
    const { lectureRoom, lesson, product } = stage;
    const { page } = lectureRoom;
    for (const each of [one, two]) await untilPicture(each, 'camera');
    await button(page, recordingZhCn['recording.start']).click();
    await page.getByText(recordingZhCn['recording.on'], { exact: true }).waitFor();

    await button(page, captionZhCn['caption.open']).click();
    await page.getByLabel(captionZhCn['caption.second']).selectOption('bo');
    const field = (language: 'zh-CN' | 'bo') =>
      page.getByLabel(captionZhCn['caption.line'].replace('{language}', captionZhCn[`language.${language}`]));
    await field('zh-CN').fill('试一下');
    await field('zh-CN').press('Enter');
    for (const each of [one, two])
      await each.getByText(screenCaptionsZhCn['screen.captions.offered']).waitFor();
    await one.keyboard.press('ArrowDown');
    await strip(one).waitFor();
    expect(await one.locator('.phone-code').count(), 'the key is for captions alone').toBe(0);
    await field('bo').fill(TIBETAN);
    await field('bo').press('Enter');
    await field('zh-CN').fill(CHINESE);
    await field('zh-CN').press('Enter');
    for (const words of [CHINESE, TIBETAN]) await strip(one).getByText(words).waitFor();
    await pictures(one, 'captions-screen');
    await pictures(page, 'captions-console');
    expect(await strip(two).count(), 'nobody asked for them there').toBe(0);
    expect(await overlap(one), 'over no picture').toBe(false);
    expect(await fontPx(one)).toBeGreaterThanOrEqual(44);
    expect([...(await wrongOn(one, 'screen')), ...(await wrongOn(page, 'desk'))]).toEqual([]);

    const popup = page.waitForEvent('popup');
    await button(page, captionZhCn['caption.window']).click();
    const own = await popup;
    const apart = own.getByPlaceholder(captionZhCn['caption.write']).first();
    await apart.fill('在单独的窗口里');
    await apart.press('Enter');
    await strip(one).getByText('在单独的窗口里').waitFor();
    await pictures(own, 'captions-window');
    // Both, then each alone, then none.
    for (const what of ['中文', 'བོད་ཡིག']) {
      await one.keyboard.press('ArrowDown');
      await one
        .getByText(captionsShownZhCn['captions.now'].replace('{what}', what), { exact: true })
        .waitFor();
      expect(await strip(one).count()).toBe(1);
    }
    await one.keyboard.press('ArrowDown');
    await strip(one).waitFor({ state: 'detached' });

    await button(page, recordingZhCn['recording.stop']).click();
    const { recording } = await until(
      product.dataDir,
      lesson.sessionId,
      (each) => each.recording.endedAtMs !== null,
    );
    const replay = await page.context().newPage();
    await replay.goto(`${product.url}/replay/${recording.id}`);
    const captions = replay.getByLabel(replayZhCn['replay.captions'], { exact: true });
    await captions.selectOption('zh-CN');
    await replay.getByLabel(replayZhCn['replay.captions.second']).selectOption('bo');
    await replay.getByRole('slider', { name: replayZhCn['replay.seek'] }).waitFor();
    await untilShown(replay, CHINESE);
    await replay.locator('.captions').getByText(TIBETAN).waitFor();
    await pictures(replay, 'captions-replay');
  });
});

const fontPx = (page: Page): Promise<number> =>
  strip(page).evaluate((element) => Number.parseFloat(getComputedStyle(element).fontSize));

const overlap = async (page: Page): Promise<boolean> => {
  const [below, above] = [await strip(page).boundingBox(), await page.locator('.stage.glass').boundingBox()];
  if (below === null || above === null) throw new Error('nothing to compare');
  return below.y < above.y + above.height - 1;
};

/** The test's own limit ends the wait: it plays, and sooner or later it is there. */
async function untilShown(page: Page, words: string): Promise<void> {
  const begin = page.getByRole('button', { name: replayZhCn['replay.play'] });
  if (await begin.isVisible()) await begin.click();
  await page.locator('.captions').getByText(words).waitFor();
}

async function until(
  dataDir: string,
  sessionId: Parameters<typeof readWritten>[1],
  holds: (written: Written) => boolean,
): Promise<Written> {
  for (;;) {
    const written = await readWritten(dataDir, sessionId);
    if (holds(written)) return written;
  }
}
