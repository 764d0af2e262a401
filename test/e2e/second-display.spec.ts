import type { Page } from 'playwright-core';
import { afterEach, expect, it } from 'vitest';
import { seatOfRoom } from '../../shared/session/session.events.ts';
import { wrongInBothLanguages, wrongOn } from '../support/axe.ts';
import { shareContent } from '../support/console-page.ts';
import { describeForReal } from '../support/needs.ts';
import { button, said } from '../support/office-page.ts';
import { picturesIn } from '../support/pictures.ts';
import { untilNewPicture, untilPicture } from '../support/screen-page.ts';
import { receivedNow } from '../support/seminar.ts';
import { connectAs, type Sitter } from '../support/sitter.ts';
import { openStage, type Stage } from '../support/stage.ts';

const pictures = picturesIn(process.env['SANKETANG_PICTURES'] ?? null);
/** What only the lecturer may read, in the words of the console. */
const PRIVATE = [
  said['hand.none'],
  said['call.call'],
  said['headCount.present'],
  said['end.button'],
  said['signal.title'],
  '13800000000',
];

describeForReal('what the class sees of the console', () => {
  let stage: Stage;
  const callers: Sitter[] = [];
  afterEach(async () => {
    for (const each of callers.splice(0)) each.leave();
    await stage?.close();
  });
  const open = async () => {
    stage = await openStage({
      screens: 2,
      height: 360,
      lectureBrowser: { flags: ['--screen-info={0,0 1366x768}{1366,0 1920x1080}'] },
    });
    const { page, browser } = stage.lectureRoom;
    const session = await browser.context.browser()?.newBrowserCDPSession();
    await session?.send('Browser.setPermission', {
      permission: { name: 'window-management' },
      setting: 'granted',
    });
    const [one] = stage.screens;
    if (one === undefined) throw new Error('no screen');
    await untilPicture(one.page, 'camera');
    const caller = await connectAs({ api: stage.county.lecturer, url: stage.product.url });
    callers.push(caller);
    const about = { sessionId: stage.lesson.sessionId, seat: seatOfRoom(one.point.roomId) };
    const call = async () => expect(await caller.ask('stage.call', about)).toBeNull();
    return { page, browser, one, call };
  };

  it('on a second display moves, is decoded once, holds nothing private, and its closing leaves the lesson as it was', async () => {
    const { page, browser, one, call } = await open();
    const before = await receivedNow(page);
    const opening = browser.context.waitForEvent('page');
    await button(page, 'display.open').click();
    const popup = await opening;
    await popup.locator('.class-view').waitFor();
    await untilMoving(popup, '.class-teacher video');
    await shareContent(page);
    await untilMoving(popup, '.class-content video');
    await call();
    await popup.getByText(one.point.name).waitFor();
    await untilMoving(popup, '.class-called video');
    await popup.getByText(said['class.onStage'], { exact: true }).waitFor();
    await pictures(popup, 'second-display');
    await pictures(page, 'second-display-console');
    expect(await wrongOn(popup, 'second display')).toEqual([]);
    expect(await wrongInBothLanguages(page, 'console with a second display')).toEqual([]);
    expect(await page.getByText(said['display.moveIt']).count(), 'it was put onto the other screen').toBe(0);

    const now = await receivedNow(page);
    expect(now.pictures.length, 'received once for both windows').toBe(before.pictures.length);
    expect(await popup.locator('audio').count(), 'the console alone is heard').toBe(0);
    const words = await popup.locator('body').textContent();
    for (const each of [...PRIVATE, ...othersThan(one.point.name)]) expect(words).not.toContain(each);

    await popup.close();
    await page.getByText(said['display.closed']).waitFor();
    for (const screen of stage.screens) await untilNewPicture(screen.page, 'content');
    expect(await button(page, 'end.button').isEnabled()).toBe(true);
    await page.locator('.room-card').first().waitFor();

    const again = browser.context.waitForEvent('page');
    await button(page, 'display.again').click();
    await untilMoving(await again, '.class-content video');
    await button(page, 'display.close').click();
    await button(page, 'display.open').waitFor();
  });

  it('on one panel is the class view alone, before anything is shared and after the page was loaded anew', async () => {
    const { page, one, call } = await open();
    page.on('dialog', (dialog) => void dialog.accept());
    await button(page, 'panel.open').click();
    await pictures(page, 'panel-before');
    await button(page, 'panel.go').click();
    await page.locator('.panel .class-view').waitFor();
    const isPublic = async () => {
      const words = await page.locator('body').textContent();
      for (const each of [...PRIVATE, ...othersThan(one.point.name)]) expect(words).not.toContain(each);
      return words;
    };
    expect(await isPublic()).not.toContain(one.point.name);
    await untilMoving(page, '.class-teacher video');
    await pictures(page, 'panel-teacher');
    const wrong = await wrongOn(page, 'panel, zh-CN');

    await call();
    await page.locator('.class-called').getByText(one.point.name).waitFor();
    await untilMoving(page, '.class-called video');
    await isPublic();
    await pictures(page, 'panel-called');
    await shareContent(page);
    await untilMoving(page, '.class-content video');
    await isPublic();
    await pictures(page, 'panel-content');
    await page.setViewportSize({ width: 1920, height: 1080 });
    await pictures(page, 'panel-content-1080');
    await page.setViewportSize({ width: 1366, height: 768 });
    await button(page, 'panel.endCall').click();
    await page.locator('.class-called').waitFor({ state: 'detached' });

    await button(page, 'panel.phone').click();
    await page.locator('.phone-code svg').waitFor();
    await pictures(page, 'panel-phone');
    wrong.push(...(await wrongOn(page, 'panel with code, zh-CN')));

    await page.evaluate(() => localStorage.setItem('console.locale', 'en'));
    await page.reload();
    await page.locator('.panel .class-view').waitFor();
    await isPublic();
    wrong.push(...(await wrongOn(page, 'panel, en')));
    await pictures(page, 'panel-en');
    await page.evaluate(() => localStorage.setItem('console.locale', 'zh-CN'));
    await page.reload();
    await button(page, 'panel.back').click();
    await page.getByRole('dialog').getByText(said['panel.backLead']).waitFor();
    await page.getByRole('dialog').getByRole('button', { name: said['panel.back'] }).click();
    await page.locator('.room-card').first().waitFor();
    expect(wrong).toEqual([]);
  });

  const othersThan = (name: string) =>
    stage.screens.map(({ point }) => point.name).filter((each) => each !== name);
});

/** Waits until a picture moves, by what the browser has put on the glass. */
async function untilMoving(page: Page, selector: string): Promise<void> {
  await page.locator(selector).first().waitFor();
  const shown = () =>
    page.evaluate(
      (selector) =>
        document.querySelector<HTMLVideoElement>(selector)?.getVideoPlaybackQuality().totalVideoFrames ?? 0,
      selector,
    );
  const before = await shown();
  await page.waitForFunction(
    ({ selector, before }) =>
      (document.querySelector<HTMLVideoElement>(selector)?.getVideoPlaybackQuality().totalVideoFrames ?? 0) >
      before + 3,
    { selector, before },
    { polling: 100 },
  );
}
