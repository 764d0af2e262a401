import type { Locator, Page } from 'playwright-core';
import { afterEach, expect, it } from 'vitest';
import { seatOfRoom } from '../../shared/session/session.events.ts';
import { wrongInBothLanguages } from '../support/axe.ts';
import { startChromium } from '../support/chromium.ts';
import { signIn } from '../support/console-page.ts';
import { describeForReal } from '../support/needs.ts';
import { button, type Said, said } from '../support/office-page.ts';
import { picturesIn } from '../support/pictures.ts';
import { untilNewPicture, untilPicture } from '../support/screen-page.ts';
import { openStage, type Screen, type Stage } from '../support/stage.ts';
import { readLog } from '../support/written-log.ts';

const pictures = picturesIn(process.env['SANKETANG_PICTURES'] ?? null);

describeForReal("the lecturer's board", () => {
  let stage: Stage;
  const closers: (() => Promise<void>)[] = [];
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

  it('calls two rooms beside each other, mutes, spotlights, tells all, shows out and lets in again', async () => {
    const { one, two, page } = await open();
    const [card, other] = [cardOf(page, one), cardOf(page, two)];
    await button(card, 'call.call').click();
    await button(card, 'call.end').waitFor();
    await named(other, 'stage.besideOf', two).click();
    await button(other, 'call.end').waitFor();
    expect(await button(card, 'call.end').count(), 'the first stays on stage').toBe(1);

    await inMenu(page, one, 'stage.mute');
    await card.getByText(said['stage.muted'], { exact: true }).waitFor();
    await inMenu(page, one, 'board.spotlight');
    await card.getByText(said['board.spotlit'], { exact: true }).waitFor();
    await named(card, 'board.moreOf', one).click();
    await page.getByRole('link', { name: '13800000000' }).waitFor();
    const wrong = await wrongInBothLanguages(page, 'menu of a room');
    await pictures(page, 'board-menu');
    await page.keyboard.press('Escape');

    await button(page, 'tell.title').click();
    await button(page, 'tell.ready.book').click();
    await page.getByText(said['tell.stands'].replace('{words}', said['tell.ready.book'])).waitFor();
    await page.locator('.layout-now').click();
    await pictures(page, 'board-layouts');
    wrong.push(...(await wrongInBothLanguages(page, 'layouts')));
    await button(page, 'walls.layout.rooms').click();
    await page.locator('.layout-now').getByText(said['walls.layout.rooms']).waitFor();
    await pictures(page, 'board-standing');
    await button(page, 'tell.clear').click();

    await inMenu(page, two, 'board.remove');
    await page.getByRole('tooltip').getByRole('button', { name: said['board.remove'] }).last().click();
    await named(page, 'board.readmitOf', two).waitFor();
    await pictures(page, 'board-removed');
    wrong.push(...(await wrongInBothLanguages(page, 'a room shown out')));
    await named(page, 'board.readmitOf', two).click();
    await button(other, 'call.call').waitFor();
    await expect.poll(() => button(other, 'call.call').isEnabled()).toBe(true);
    expect(wrong).toEqual([]);
    await expectWritten(stage, one, two);
  });

  it('shows many rooms in pages: found by name, in a chosen order, larger, and turned by keyboard', async () => {
    stage = await openStage({ screens: 0, rooms: 24, height: 360 });
    const { page } = stage.lectureRoom;
    const tiles = page.locator('.wall-tile');
    await tiles.first().waitFor();
    const onFirst = await tiles.count();
    expect(onFirst, 'a laptop does not hold them all').toBeLessThan(24);
    await button(page, 'board.next').click();
    await expect.poll(() => tiles.first().textContent()).not.toContain('李家沟');
    await tiles.first().getByRole('button').last().focus();
    await page.keyboard.press('PageUp');
    await expect.poll(() => tiles.first().textContent()).toContain('李家沟');
    const wrong = await wrongInBothLanguages(page, 'many rooms');
    await pictures(page, 'board-many');
    await tiles.first().getByRole('button').last().click();
    await page.locator('.room-menu').waitFor();
    wrong.push(...(await wrongInBothLanguages(page, 'menu among many')));
    await pictures(page, 'board-many-menu');
    await page.keyboard.press('Escape');
    await page.getByLabel(said['board.search']).fill('石桥');
    await expect.poll(() => tiles.count()).toBe(1);
    await page.getByLabel(said['board.search']).fill('无此教室');
    await page.getByText(said['board.nothingFound']).waitFor();
    await page.getByLabel(said['board.search']).fill('');
    await button(page, 'board.wide').click();
    await pictures(page, 'board-wide');
    expect(wrong).toEqual([]);
  });

  it('hands the lectern to an assistant: the screens go on with one teacher, and nobody reloads', async () => {
    const { one, page } = await open();
    const browser = await startChromium();
    closers.push(() => browser.close());
    const he = await browser.open(stage.product.url);
    await signIn(he, 'he');
    await he.goto(`${stage.product.url}/lesson/${stage.lesson.sessionId}`);
    await button(he, 'lesson.joinAsAssistant').click();
    await he.getByText(said['part.assistant']).waitFor();

    await button(page, 'handOver.do').click();
    await page.getByRole('button', { name: /^交给/ }).click();
    await page.getByRole('dialog').getByText(said['handOver.lead']).waitFor();
    const wrong = await wrongInBothLanguages(page, 'handing over');
    await pictures(page, 'hand-over');
    await page.getByRole('dialog').getByRole('button', { name: said['handOver.yes'] }).click();
    await he.getByText(said['handOver.yours'], { exact: true }).waitFor();
    await pictures(he, 'handed-over');
    await page.getByText(said['part.assistant']).waitFor();
    expect(await camerasOn(one.page), 'nobody is on the air before they say so').toBe(0);
    await button(he, 'handOver.take').click();
    await button(he, 'end.button').waitFor();
    await expect.poll(() => camerasOn(one.page)).toBe(1);
    await untilNewPicture(one.page, 'camera');
    expect(await button(page, 'end.button').count(), 'who handed over cannot end it').toBe(0);
    expect(wrong).toEqual([]);
  });
});

const cardOf = (page: Page, { point }: Screen): Locator =>
  page.locator('.room-card').filter({ hasText: point.name });

/** A button whose label names the room. */
const named = (place: Page | Locator, key: Said, { point }: Screen): Locator =>
  place.getByRole('button', { name: said[key].replace('{school}', point.name), exact: true });

async function inMenu(page: Page, screen: Screen, key: Said): Promise<void> {
  await named(cardOf(page, screen), 'board.moreOf', screen).click();
  await page.locator('.room-menu').getByRole('button', { name: said[key], exact: true }).click();
}

/** How many teachers' pictures a screen gets. */
const camerasOn = (screen: Page): Promise<number> =>
  screen.evaluate(() => {
    type Told = { sanketang?: { streams(): { source: string; part: string }[] } };
    const streams = (window as Told).sanketang?.streams() ?? [];
    return streams.filter(({ source, part }) => source === 'camera' && part === 'lecturer').length;
  });

async function expectWritten({ product, lesson }: Stage, one: Screen, two: Screen): Promise<void> {
  const { events } = await readLog(product.dataDir, lesson.sessionId);
  const [first, second] = [seatOfRoom(one.point.roomId), seatOfRoom(two.point.roomId)];
  const written = events.flatMap((event): (string | null)[][] => {
    switch (event.type) {
      case 'seat.muted':
      case 'seat.removed':
      case 'seat.readmitted':
      case 'wall.spotlit':
        return [[event.type, event.body.seat]];
      case 'wall.arranged':
        return [[event.type, event.body.layout]];
      case 'notice.said':
      case 'notice.cleared':
        return [[event.type]];
      default:
        return [];
    }
  });
  expect(written).toEqual([
    ['seat.muted', first],
    ['wall.spotlit', first],
    ['notice.said'],
    ['wall.arranged', 'rooms'],
    ['notice.cleared'],
    ['seat.removed', second],
    ['seat.readmitted', second],
  ]);
}
