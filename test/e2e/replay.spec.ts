import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { replayEn } from '../../shared/text/replay.en.ts';
import { replayZhCn } from '../../shared/text/replay.zh-CN.ts';
import { wrongOn } from '../support/axe.ts';
import { type Browser, startChromium } from '../support/chromium.ts';
import { describeForReal } from '../support/needs.ts';
import { picturesIn } from '../support/pictures.ts';
import { type ReplayHouse, startReplayHouse } from '../support/replay-house.ts';
import { jump, placeNow, untilFirstPicture, watchReplay } from '../support/replay-page.ts';

const pictures = picturesIn(process.env['SANKETANG_PICTURES'] ?? null);
const SIZES = {
  wall: { width: 1920, height: 1080 },
  laptop: { width: 1366, height: 768 },
  phone: { width: 390, height: 844 },
} as const;

/** A recording with a gap, slides that come later, and captions, as a person plays it. */
describeForReal('the replay page', () => {
  let house: ReplayHouse;
  let browser: Browser;
  let page: Page;
  const wrong: string[] = [];
  const look = async (name: string, of = page) => {
    wrong.push(...(await wrongOn(of, name)));
    for (const [size, viewport] of Object.entries(SIZES)) {
      await of.setViewportSize(viewport);
      await pictures(of, `replay-${name}-${size}`);
    }
    await of.setViewportSize(SIZES.laptop);
  };
  const open = async (query = '') => {
    const opened = await browser.context.newPage();
    await watchReplay(opened);
    await opened.goto(house.address + query);
    return opened;
  };
  const says = (key: keyof typeof replayZhCn) => page.getByText(replayZhCn[key]);
  const press = (key: keyof typeof replayZhCn) => page.getByRole('button', { name: replayZhCn[key] }).click();

  beforeAll(async () => {
    house = await startReplayHouse();
    browser = await startChromium({ kiosk: true, camera: 'none', devices: 'refused' });
    page = await open();
    await untilFirstPicture(page);
  });
  afterAll(async () => {
    await browser?.close();
    await house?.close();
  });

  it('plays, and is steered by keys and by a remote’s arrows', async () => {
    await press('replay.chapters');
    await page.keyboard.press('c');
    await page.locator('.captions').waitFor();
    await jump(page, 2);
    await page.locator('.stage[data-way="side"] video[data-source="content"]').waitFor();
    await look('side');
    const slider = page.getByRole('slider', { name: replayZhCn['replay.seek'] });
    expect(await slider.getAttribute('aria-valuetext')).toMatch(/^0:\d\d，共 4:00$/);
    await page.getByRole('button', { name: replayZhCn['replay.pause'] }).focus();
    await page.keyboard.press('ArrowRight');
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
    expect(await focused()).toBe(replayZhCn['replay.back']);
    await page.keyboard.press('ArrowUp');
    expect(await focused()).toBe(replayZhCn['replay.seek']);
    await page.keyboard.press(' ');
    await page.getByRole('button', { name: replayZhCn['replay.play'] }).waitFor();
    const beforeMs = await placeNow(page);
    await page.keyboard.press('ArrowRight');
    expect((await placeNow(page)) - beforeMs).toBeGreaterThan(5_000);
    await page.getByRole('combobox', { name: replayZhCn['replay.layout'] }).selectOption('inset');
    await look('inset');
    await page.keyboard.press('Escape');
    await press('replay.play');
  });

  it('runs through what was not recorded, in words, and on', async () => {
    await page.getByRole('button', { name: replayZhCn['replay.chapter.gap'] }).click();
    await says('replay.gap.recorder').waitFor();
    await look('gap');
    await press('replay.skip');
    await says('replay.gap.recorder').waitFor({ state: 'detached' });
    await page.waitForFunction(() => !document.querySelector('audio')?.paused);
    expect(await placeNow(page)).toBeGreaterThanOrEqual(112_000);
  });

  it('with sound and slides alone fetches no picture', async () => {
    await page.getByRole('combobox', { name: replayZhCn['replay.quality'] }).selectOption('sound');
    await says('replay.off.sound').waitFor();
    await look('sound');
    await page.getByRole('combobox', { name: replayZhCn['replay.quality'] }).selectOption('full');
    await page.locator('.large video').waitFor();
  });

  it('asks for a new address when its own is over, and goes on', async () => {
    const before = house.renewals();
    house.expire();
    await jump(page, 9);
    expect(house.renewals()).toBeGreaterThan(before);
  });

  it('is opened again where it was left, in English too', async () => {
    await page.close();
    const english = await open('?lang=en');
    await english.getByText(replayEn['replay.fromStart']).waitFor();
    await look('resumed-en', english);
    expect(await placeNow(english)).toBeGreaterThan(180_000);
    await english.close();
  });

  it('says that a recording is gone', async () => {
    page = await open();
    await untilFirstPicture(page);
    house.remove();
    await page.keyboard.press('1');
    await says('replay.removed.title').waitFor();
    await look('removed');
    await page.goto(`${house.url}/replay/nothing`);
    await says('replay.refused.title').waitFor();
    await look('refused');
    expect(wrong).toEqual([]);
  });
});
