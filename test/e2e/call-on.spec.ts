import type { Locator, Page } from 'playwright-core';
import { afterEach, expect, it } from 'vitest';
import type { Diagnostics } from '../../client/live/diagnostics.ts';
import { wrongInBothLanguages } from '../support/axe.ts';
import { startChromium } from '../support/chromium.ts';
import { describeForReal } from '../support/needs.ts';
import { button, said } from '../support/office-page.ts';
import { picturesIn } from '../support/pictures.ts';
import { joinByPhone } from '../support/room-phone.ts';
import { untilPicture } from '../support/screen-page.ts';
import { openStage, type Screen, type Stage } from '../support/stage.ts';

const pictures = picturesIn(process.env['SANKETANG_PICTURES'] ?? null);

describeForReal('a lecturer calls on rooms from the console', () => {
  let stage: Stage;
  const closers: (() => Promise<void> | void)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
    await stage?.close();
  });
  const open = async () => {
    stage = await openStage({ screens: 2, height: 360 });
    const [one, two] = stage.screens;
    if (one === undefined || two === undefined) throw new Error('two screens are needed');
    for (const { page } of [one, two]) await untilPicture(page, 'camera');
    return { one, two, page: stage.lectureRoom.page };
  };
  const phoneIn = async ({ point }: Screen) => {
    const phone = await joinByPhone({ ...stage, point });
    closers.push(() => phone.leave());
    return phone;
  };

  it('the room on stage is heard by teacher and other room, the room that is not by nobody, and the call ends by command', async () => {
    const { one, two, page } = await open();
    const [card, other] = [cardOf(page, one), cardOf(page, two)];
    expect(await heardIn(page), 'no room is heard before it is called').toBe(0);
    const lecturerOnly = await heardIn(two.page);
    expect(lecturerOnly).toBe(1);

    await button(card, 'call.call').click();
    await button(card, 'call.end').waitFor();
    await card.getByText(/^发言中 00:\d\d$/).waitFor();
    await expect.poll(() => heardIn(page)).toBe(1);
    await expect.poll(() => heardIn(two.page)).toBe(2);
    expect(await heardIn(one.page), 'its own wall plays the lecturer only').toBe(1);
    await page.locator('.picture-main.on-stage, .picture-main .on-stage').locator('video').waitFor();
    expect(await button(other, 'call.call').isEnabled(), 'the other can be called at once').toBe(true);
    const wrong = await wrongInBothLanguages(page, 'a room on stage');
    await pictures(page, 'call-on');

    await button(other, 'call.call').click();
    await button(other, 'call.end').waitFor();
    await button(card, 'call.call').waitFor();
    await expect.poll(() => heardIn(one.page)).toBe(2);
    await expect.poll(() => heardIn(two.page)).toBe(1);

    await button(other, 'call.end').click();
    await button(other, 'call.call').waitFor();
    await expect.poll(() => heardIn(page)).toBe(0);
    await one.browser.kill();
    await card.getByText(/^(教室断线|教室已经离开)/).waitFor();
    expect(await button(card, 'call.call').isDisabled(), 'who is not there cannot be called').toBe(true);
    expect(wrong).toEqual([]);
  });

  it('sees hands as a queue that one click takes, and what local teachers signal', async () => {
    const { one, two, page } = await open();
    const { sessionId } = stage.lesson;
    const [first, second] = [await phoneIn(two), await phoneIn(one)];
    expect(await first.ask('hand.raise', { sessionId, roomId: two.point.roomId })).toBeNull();
    expect(await second.ask('hand.raise', { sessionId, roomId: one.point.roomId })).toBeNull();
    await page.getByText(said['hand.title'].replace('{total}', '2')).waitFor();
    const queue = page.locator('.hands li');
    expect(await queue.first().textContent(), 'longest first').toContain(two.point.name);
    const signal = { sessionId, roomId: one.point.roomId, signal: 'cannotSee' } as const;
    expect(await second.ask('signal.send', signal)).toBeNull();
    await cardOf(page, one).getByText(said['signal.cannotSee'], { exact: true }).waitFor();
    await page.locator('.signals').getByText(said['signal.cannotSee']).waitFor();
    const count = { sessionId, roomId: one.point.roomId, presentCount: 17 };
    expect(await second.ask('headCount.set', count)).toBeNull();
    await cardOf(page, one).getByText(said['countSource.phoneSubstitute']).waitFor();
    const wrong = await wrongInBothLanguages(page, 'hands and signals');
    await pictures(page, 'hands');

    await queue.first().getByRole('button').first().click();
    await button(cardOf(page, two), 'call.end').waitFor();
    await page.getByText(said['hand.title'].replace('{total}', '1')).waitFor();
    await queue.first().getByRole('button').last().click();
    await page.getByText(said['hand.none']).waitFor();
    expect(wrong).toEqual([]);
  });

  it('is observed unseen: an administrator finds the lesson on the home page, may do nothing, and changes nothing', async () => {
    const { one, page } = await open();
    const browser = await startChromium();
    closers.push(() => browser.close());
    await browser.context.addCookies(stage.county.admin.cookies());
    const observer = await browser.open(stage.product.url);
    await observer.getByRole('link', { name: said['observe.go'] }).click();
    await observer.getByText(said['observe.unseen']).waitFor();
    await untilPicture(observer, 'camera');
    await cardOf(observer, one).waitFor();
    expect(await observer.getByRole('button', { name: said['call.call'] }).count()).toBe(0);
    expect(await observer.locator('input').count(), 'nothing to type').toBe(0);
    await button(cardOf(page, one), 'call.call').click();
    await expect.poll(() => heardIn(observer)).toBe(2);
    const wrong = await wrongInBothLanguages(observer, 'observing');
    await pictures(observer, 'observe');
    const seats = await page.evaluate(() => JSON.stringify((window as WithDiagnostics).sanketang?.streams()));
    expect(seats, 'no stream of an observer').not.toContain('observer:');
    expect(wrong).toEqual([]);
  });
});

type WithDiagnostics = { readonly sanketang?: Diagnostics };

const cardOf = (page: Page, { point }: Screen): Locator =>
  page.locator('.room-card').filter({ hasText: point.name });

/** How many voices come in: receivers of sound that got packets within the last half second. */
async function heardIn(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const read = async () => {
      const { receive } = (await (window as WithDiagnostics).sanketang?.stats()) ?? { receive: [] };
      const rows = receive.filter((row) => row['type'] === 'inbound-rtp' && row['kind'] === 'audio');
      return new Map(rows.map((row) => [row['mid'], Number(row['packetsReceived'])]));
    };
    const before = await read();
    await new Promise((resolve) => setTimeout(resolve, 500));
    const after = await read();
    return [...after].filter(([mid, count]) => count > (before.get(mid) ?? 0)).length;
  });
}
