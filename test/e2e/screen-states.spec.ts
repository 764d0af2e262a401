import type { Page } from 'playwright-core';
import { afterEach, expect, it } from 'vitest';
import { screenZhCn } from '../../shared/text/screen.zh-CN.ts';
import { startChromium } from '../support/chromium.ts';
import { endLesson, signIn } from '../support/console-page.ts';
import { makeCounty } from '../support/county.ts';
import { describeForReal } from '../support/needs.ts';
import { button, codeOnScreen, drawer, said, typeCode } from '../support/office-page.ts';
import { picturesIn } from '../support/pictures.ts';
import { type Product, startProduct } from '../support/product.ts';
import { untilPicture, untilSession } from '../support/screen-page.ts';
import { openStage, type Screen, startScreen } from '../support/stage.ts';
import { SOUNDING, withoutTouch } from '../support/untouched.ts';

const pictures = picturesIn(process.env['SANKETANG_PICTURES'] ?? null);
/** How soon a screen that was revoked must be cut off. */
const CUT_OFF_MS = 2_000;
/** Asked without touching, since a touch would open the sound and take the button away before it is measured. */
const LARGE_BUTTON = `(() => {
  const button = document.querySelector('button.sound');
  return button.textContent === ${JSON.stringify(screenZhCn['screen.sound.blocked'])} &&
    button.getBoundingClientRect().height >= 96;
})()`;
const says = (page: Page, key: keyof typeof screenZhCn) => page.getByText(screenZhCn[key]);

describeForReal('a large screen', () => {
  const closers: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });
  const stageWith = async (wish: Partial<Parameters<typeof openStage>[0]> = {}) => {
    const stage = await openStage({ screens: 1, height: 360, ...wish });
    closers.push(() => stage.close());
    const [screen] = stage.screens;
    if (screen === undefined) throw new Error('no screen');
    return { stage, screen };
  };

  it('is paired by its code, refuses a wrong one in words, and goes back to pairing when it is revoked', async () => {
    const product = await startProduct();
    closers.push(() => product.stop());
    const { points } = await makeCounty(product, 1);
    const office = await startChromium();
    closers.push(() => office.close());
    const classroom = await startChromium({ kiosk: true, size: { width: 1920, height: 1080 } });
    closers.push(() => classroom.close());
    const room = points[0]?.name ?? '';
    const screen = await classroom.open(`${product.url}/screen`);
    const code = await codeOnScreen(screen);
    const page = await office.open(`${product.url}/devices`);
    await signIn(page, 'zhoumin');
    await button(page, 'device.pair').click();
    const wrong = code === 'AAAABBBB' ? 'BBBBAAAA' : 'AAAABBBB';
    await typeCode(page, { code: wrong, room });
    await drawer(page).getByText(said['error.CODE_INVALID']).waitFor();
    await pictures(page, 'wrong-code');
    await typeCode(page, { code, room });
    await button(drawer(page), 'device.pairDone').click();
    await screen.getByRole('heading', { name: room }).waitFor();
    expect(await says(screen, 'screen.idle.none').count()).toBe(1);

    await page.getByRole('button', { name: new RegExp(`^${said['device.more']}`) }).click();
    await page.getByRole('menuitem', { name: said['device.revoke'] }).click();
    await page.getByRole('dialog').getByRole('button', { name: said['device.revoke'] }).click();
    await says(screen, 'screen.notice.revoked').waitFor();
    expect(await codeOnScreen(screen), 'a new code').not.toBe(code);
    await pictures(screen, 'revoked-screen');
  });

  it('is cut off within two seconds when it is revoked in mid-lesson, and its key opens nothing', async () => {
    const { stage, screen } = await stageWith();
    await untilPicture(screen.page, 'camera');
    const [device] = await stage.county.admin.call('device.list', {});
    if (device === undefined) throw new Error('the screen is not in the list');
    await stage.county.admin.call('device.revoke', { deviceId: device.deviceId });
    await untilCutOff(screen.page);
    await says(screen.page, 'screen.notice.revoked').waitFor();
    await codeOnScreen(screen.page);
    await stage.lectureRoom.page
      .getByText(said['lesson.readyRooms'].replace('{ready}', '0').replace('{total}', '1'))
      .waitFor();

    await screen.page.goto('about:blank');
    await screen.page.goto(screen.address);
    await says(screen.page, 'screen.notice.keyRefused').waitFor();
    await codeOnScreen(screen.page);
    await pictures(screen.page, 'key-refused-screen');
  });

  it('says that the server is away, comes back by itself, also wiped, and is idle after the lesson', async () => {
    const { stage, screen } = await stageWith();
    await untilPicture(screen.page, 'camera');
    await stage.product.kill('SIGTERM');
    await says(screen.page, 'screen.trouble.reconnecting').waitFor();
    await pictures(screen.page, 'server-away-screen');
    const again = await startAgain(stage.product);
    closers.push(() => again.stop());
    await says(screen.page, 'screen.trouble.reconnecting').waitFor({ state: 'detached' });
    await untilPicture(screen.page, 'camera');

    const wiped = await wipe(screen);
    closers.push(() => wiped.browser.close());
    await untilPicture(wiped.page, 'camera');
    await endLesson(stage.lectureRoom.page);
    await says(wiped.page, 'screen.over.title').waitFor();
    await wiped.page.getByRole('heading', { name: screen.point.name }).waitFor();
    expect(await says(wiped.page, 'screen.idle.none').count()).toBe(1);
    await untilSession(wiped.page, 'none');
  });

  it('that may not sound by itself shows one large button, and any key opens the sound', async () => {
    const { screen } = await stageWith({ screenBrowser: { kiosk: false, camera: 'none' } });
    const glass = await withoutTouch(screen.page);
    await glass.until('document.querySelector("button.sound") !== null');
    expect(await glass.ask(SOUNDING)).toBe(false);
    expect(await glass.ask(LARGE_BUTTON), 'says what it does, and can be hit from a distance').toBe(true);
    const open = screen.page.getByRole('button', { name: screenZhCn['screen.sound.blocked'] });
    await pictures(screen.page, 'sound-blocked-screen');
    await screen.page.keyboard.press('Enter');
    await open.waitFor({ state: 'detached' });
    await glass.until(SOUNDING);
    await untilPicture(screen.page, 'camera');
  });
});

/** The screen's own account of its line, polled finely: how late it is told counts. */
async function untilCutOff(page: Page): Promise<void> {
  await page.waitForFunction(
    () => {
      const { sanketang } = window as { sanketang?: { link(): string; streams(): unknown[] } };
      return sanketang?.link() !== 'connected' && sanketang?.streams().length === 0;
    },
    undefined,
    { timeout: CUT_OFF_MS, polling: 20 },
  );
}

const startAgain = ({ dataDir, port }: Product): Promise<Product> => startProduct({ dataDir, port });

/** What a restore-on-boot PC does overnight: the plug, then an empty profile and the start address. */
async function wipe(screen: Screen): Promise<Screen> {
  await screen.browser.kill();
  return startScreen(screen.address, screen.point);
}
