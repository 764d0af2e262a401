import type { Page } from 'playwright-core';
import { afterEach, expect, it } from 'vitest';
import { wrongInBothLanguages } from '../support/axe.ts';
import { startChromium } from '../support/chromium.ts';
import { openLesson, shareContent, signIn, startLesson } from '../support/console-page.ts';
import { pairScreen } from '../support/county.ts';
import { describeForReal } from '../support/needs.ts';
import { button, said } from '../support/office-page.ts';
import { picturesIn } from '../support/pictures.ts';
import { startProduct } from '../support/product.ts';
import { untilPicture } from '../support/screen-page.ts';
import {
  MEMBER_SCHOOL,
  MEMBERS,
  makeMasterLesson,
  makeSeminar,
  receivedNow,
  untilFlowing,
} from '../support/seminar.ts';
import { startLectureRoom, startScreen } from '../support/stage.ts';

const pictures = picturesIn(process.env['SANKETANG_PICTURES'] ?? null);
const PEOPLE = MEMBERS.length + 1;

describeForReal('master lessons', () => {
  const closers: (() => Promise<void> | void)[] = [];
  const also = (close: () => Promise<void> | void) => void closers.push(close);
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });

  it('seminar: after its start and not before, each sees and hears the two others; an observer is seen by nobody', async () => {
    const product = await startProduct();
    also(() => product.stop());
    const { seminar } = await makeSeminar(product);
    const address = `${product.url}/lesson/${seminar.sessionId}`;
    const enter = async (loginName: string): Promise<Page> => {
      const { page } = await startLectureRoom({ product, also }, { height: 360 });
      await signIn(page, loginName);
      await page.goto(address);
      await page.getByRole('img', { name: said['preflight.preview'] }).locator('video').waitFor();
      return page;
    };
    const chen = await enter('chen');
    const song = await enter(MEMBERS[0].loginName);
    const gao = await enter(MEMBERS[1].loginName);
    const everybody = [chen, song, gao];

    const present = said['seminar.present']
      .replace('{here}', String(PEOPLE))
      .replace('{total}', String(PEOPLE));
    for (const page of everybody) await page.getByText(present).waitFor();
    await song.getByText(said['seminar.hint']).waitFor();
    expect(await button(song, 'seminar.start').count(), 'a member does not start it').toBe(0);
    const wrong = await wrongInBothLanguages(song, 'waiting room');
    await pictures(chen, 'seminar-before-lead');
    await pictures(song, 'seminar-before');
    const total = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0);
    for (const page of everybody) {
      const received = await receivedNow(page);
      expect(total(received.voices), 'nobody is heard before the start').toBe(0);
      // Who leads has seen the own picture come back: that is how its sizes are checked.
      if (page !== chen) expect(total(received.pictures), 'nor seen').toBe(0);
    }

    await button(chen, 'seminar.start').click();
    for (const page of everybody) await untilFlowing(page, PEOPLE - 1);
    for (const page of everybody) {
      await page
        .locator('.face')
        .nth(PEOPLE - 1)
        .waitFor();
      expect(await page.locator('.face').count()).toBe(PEOPLE);
      for (const { name } of MEMBERS)
        await page.locator('.face', { hasText: name }).filter({ hasText: MEMBER_SCHOOL }).waitFor();
      await page.locator('.face[data-speaking="true"]').first().waitFor();
      await page.getByText(said['seminar.speaking'], { exact: true }).first().waitFor();
    }
    await pictures(chen, 'seminar-lead');
    wrong.push(...(await wrongInBothLanguages(song, 'seminar')));
    await pictures(song, 'seminar-member');

    const inspecting = await startChromium();
    also(() => inspecting.close());
    const inspector = await inspecting.open(product.url);
    await signIn(inspector, 'zhoumin');
    await inspector.goto(address);
    await inspector
      .locator('.face video')
      .nth(PEOPLE - 1)
      .waitFor();
    for (const page of everybody) {
      expect(await page.locator('.face').count(), 'the observer has no place among them').toBe(PEOPLE);
      expect(await page.locator('main').textContent()).not.toContain('周敏');
    }
    await inspector.close();

    await shareContent(chen);
    await song.locator('.seminar-content video').waitFor();
    await pictures(song, 'seminar-content');
    await pictures(chen, 'seminar-content-lead');
    wrong.push(...(await wrongInBothLanguages(song, 'seminar with content')));

    await button(gao, 'seminar.leave').click();
    await chen.locator('.face', { hasText: MEMBERS[1].name }).getByText(said['seminar.state.left']).waitFor();
    await untilFlowing(song, 1);
    await button(chen, 'seminarEnd.button').click();
    await chen.getByRole('dialog').getByText(said['seminarEnd.lead']).waitFor();
    await chen.getByRole('dialog').getByRole('button', { name: said['seminarEnd.confirm'] }).click();
    await song.getByRole('heading', { name: new RegExp(said['moment.ended']) }).waitFor();
    expect(wrong).toEqual([]);
  });

  it('observation: a colleague sees and hears the class as its pupils do, and nobody of it sees the colleague', async () => {
    const product = await startProduct();
    also(() => product.stop());
    const { county, lesson } = await makeMasterLesson(product, { mode: 'observation', points: 1 });
    const [point] = county.points;
    if (point === undefined) throw new Error('no teaching point');
    const screen = await startScreen(await pairScreen(product, county, point), point);
    also(() => screen.browser.close());
    const { page: chen } = await startLectureRoom({ product, also }, { height: 360 });
    await signIn(chen, 'chen');
    await openLesson(chen, product.url, lesson);
    await startLesson(chen);
    await untilPicture(screen.page, 'camera');

    const { page: song } = await startLectureRoom({ product, also }, { height: 360 });
    await signIn(song, MEMBERS[0].loginName);
    await song.goto(`${product.url}/lesson/${lesson.sessionId}`);
    await song.locator('.class-teacher video').waitFor();
    await untilFlowing(song, 1);
    await song.getByText(said['observe.member']).waitFor();
    expect(await song.getByRole('button', { name: said['sending.voice.live'] }).count()).toBe(0);
    const words = await song.locator('body').textContent();
    for (const each of [said['hand.none'], said['call.call'], said['headCount.present'], point.name])
      expect(words).not.toContain(each);
    expect(await wrongInBothLanguages(song, 'observed class')).toEqual([]);
    await pictures(song, 'observed');
    for (const page of [chen, screen.page])
      expect(await page.locator('body').textContent()).not.toContain(MEMBERS[0].name);
    await button(song, 'seminar.leave').click();
    await song.waitForURL((url) => url.pathname === '/');
  });
});
