import type { Page } from 'playwright-core';
import { afterEach, expect, it } from 'vitest';
import { watchEn } from '../../shared/text/watch.en.ts';
import { watchZhCn } from '../../shared/text/watch.zh-CN.ts';
import { wrongOn } from '../support/axe.ts';
import { startChromium } from '../support/chromium.ts';
import { endLesson, shareContent, startLesson } from '../support/console-page.ts';
import { describeForReal } from '../support/needs.ts';
import { picturesIn } from '../support/pictures.ts';
import { untilNewPicture, untilPicture, untilSession } from '../support/screen-page.ts';
import { SOUNDING, withoutTouch } from '../support/untouched.ts';
import { closeLink, openLiveStage, untilViewers, watchLink, watchSays } from '../support/watch-page.ts';

const pictures = picturesIn(process.env['SANKETANG_PICTURES'] ?? null);
const PHONE = { width: 390, height: 844 };
const LAPTOP = { width: 1366, height: 768 };
const CUT_OFF_MS = 2_000;

describeForReal('a viewer by link', () => {
  const closers: (() => Promise<void>)[] = [];
  afterEach(async () => {
    wrong.length = 0;
    for (const close of closers.splice(0).reverse()) await close();
  });
  const wrong: string[] = [];
  const look = async (page: Page, name: string) => {
    wrong.push(...(await wrongOn(page, name)));
    await pictures(page, `watch-${name}`);
    await page.setViewportSize(LAPTOP);
    await pictures(page, `watch-${name}-laptop`);
    await page.setViewportSize(PHONE);
  };
  const viewer = async (address: string, locale = 'zh-CN') => {
    const browser = await startChromium({ size: PHONE, camera: 'none', devices: 'refused', locale });
    closers.push(() => browser.close());
    return browser.open(address);
  };

  it('waits, sees and hears the lesson, is counted, and is cut off when the link is closed', async () => {
    const stage = await openLiveStage();
    closers.push(() => stage.close());
    const console = stage.lectureRoom.page;
    const address = await watchLink(console);
    wrong.push(...(await wrongOn(console, 'link')));
    await pictures(console, 'watch-link-console');
    const page = await viewer(address);
    await watchSays(page, 'watch.before.here').waitFor();
    await untilSession(page, 'joined:waiting');
    await look(page, 'before');
    await untilViewers(console, 1);
    await startLesson(console);
    await untilPicture(page, 'camera');
    await untilNewPicture(page, 'camera');
    await look(page, 'camera');
    await shareContent(console);
    await untilPicture(page, 'content');
    await look(page, 'both');

    const english = await viewer(address.replace('#', '?lang=en#'), 'en');
    await untilPicture(english, 'camera');
    await look(english, 'both-en');
    await watchLink(console);
    await untilViewers(console, 2);
    await pictures(console, 'watch-link-live');
    await closeLink(console);
    const closedAtMs = Date.now();
    await watchSays(page, 'watch.stop.closed.title').waitFor();
    expect(Date.now() - closedAtMs).toBeLessThan(CUT_OFF_MS);
    await english.getByText(watchEn['watch.stop.closed.title']).waitFor();
    await untilViewers(console, 0);
    await look(page, 'closed');
    await look(english, 'closed-en');
    await page.reload();
    await watchSays(page, 'watch.stop.closed.title').waitFor();
    expect(wrong).toEqual([]);
  });

  it('of a wrong link is told so; with the right one sound comes by a touch, a cut heals, and the end is said', async () => {
    const stage = await openLiveStage();
    closers.push(() => stage.close());
    const console = stage.lectureRoom.page;
    const address = await watchLink(console);
    const page = await viewer(`${address.slice(0, -1)}${address.endsWith('A') ? 'E' : 'A'}`);
    await watchSays(page, 'watch.stop.unknown.title').waitFor();
    await look(page, 'unknown');
    await page.goto(`${stage.product.url}/watch`);
    await watchSays(page, 'watch.stop.noLink.title').waitFor();

    await startLesson(console);
    await page.goto('about:blank');
    const glass = await withoutTouch(page);
    await page.goto(address);
    await glass.until('document.querySelector("button.play") !== null');
    expect(await glass.ask(SOUNDING)).toBe(false);
    await pictures(page, 'watch-play');
    const play = page.getByRole('button', { name: watchZhCn['watch.play'] });
    await play.click();
    await play.waitFor({ state: 'detached' });
    await glass.until(SOUNDING);
    await untilPicture(page, 'camera');
    await page.context().setOffline(true);
    await watchSays(page, 'watch.trouble.reconnecting').waitFor();
    await pictures(page, 'watch-reconnecting');
    await page.context().setOffline(false);
    await watchSays(page, 'watch.trouble.reconnecting').waitFor({ state: 'detached' });
    await untilNewPicture(page, 'camera');
    await endLesson(console);
    await watchSays(page, 'watch.over.title').waitFor();
    await look(page, 'over');
    expect(wrong).toEqual([]);
  });
});
