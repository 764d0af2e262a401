import type { Page } from 'playwright-core';
import { afterEach, expect, it } from 'vitest';
import { seatOfRoom } from '../../shared/session/session.events.ts';
import type { WallLayout } from '../../shared/session/session.wall.ts';
import { screenZhCn } from '../../shared/text/screen.zh-CN.ts';
import { screenToolsZhCn } from '../../shared/text/screen-tools.zh-CN.ts';
import { wrongOn } from '../support/axe.ts';
import { shareContent } from '../support/console-page.ts';
import { describeForReal } from '../support/needs.ts';
import { picturesIn } from '../support/pictures.ts';
import { untilPicture } from '../support/screen-page.ts';
import { connectAs, type Sitter } from '../support/sitter.ts';
import { openMorning, openStage, type Stage } from '../support/stage.ts';

const pictures = picturesIn(process.env['SANKETANG_PICTURES'] ?? null);
const MESSAGE = '请把练习本翻到第 36 页';

describeForReal('the walls of a lesson', () => {
  let stage: Pick<Stage, 'close'> | undefined;
  const sitters: Sitter[] = [];
  afterEach(async () => {
    for (const each of sitters.splice(0)) each.leave();
    await stage?.close();
  });

  it('follow the lecturer: each layout stands, and only what stands on the wall flows', async () => {
    const lesson = await openStage({ screens: 2, height: 360 });
    stage = lesson;
    const [one, two] = lesson.screens;
    if (one === undefined || two === undefined) throw new Error('two screens are needed');
    const lecturer = await connectAs({ api: lesson.county.lecturer, url: lesson.product.url });
    sitters.push(lecturer);
    const { sessionId } = lesson.lesson;
    const seat = seatOfRoom(one.point.roomId);
    await shareContent(lesson.lectureRoom.page);
    for (const { page } of [one, two]) await untilPicture(page, 'content');
    const arrange = async (layout: WallLayout) => {
      expect(await lecturer.ask('wall.arrange', { sessionId, layout })).toBeNull();
      await two.page.locator(`.live[data-layout="${layout}"]`).waitFor();
    };
    const stands = (page: Page, parts: readonly string[]) => expect.poll(() => onWall(page)).toEqual(parts);

    await stands(two.page, ['content large', 'teacher aside']);
    await arrange('content');
    await stands(two.page, ['content large']);
    await expectStill(two.page, 'camera');
    await arrange('teacher');
    await stands(two.page, ['content aside', 'teacher large']);
    await arrange('rooms');
    await stands(two.page, ['content aside', 'room large', 'room large', 'teacher aside']);
    await expect.poll(() => movingIn(two.page, '[data-what="room"]')).toBe(2);
    await pictures(two.page, 'walls-rooms');
    await arrange('stage');
    await stands(two.page, ['content large', 'teacher aside']);
    expect(await lecturer.ask('stage.call', { sessionId, seat })).toBeNull();
    await stands(two.page, ['content aside', 'room large', 'teacher aside']);
    await one.page.getByText(screenZhCn['screen.stage.heard'], { exact: true }).waitFor();
    await expect.poll(() => movingIn(two.page, '.called')).toBe(1);
    await pictures(two.page, 'walls-stage');

    expect(await lecturer.ask('seat.mute', { sessionId, seat, on: true })).toBeNull();
    await one.page.getByText(screenZhCn['screen.stage.muted'], { exact: true }).waitFor();
    await two.page.getByText(screenZhCn['screen.stage.otherMuted'], { exact: true }).waitFor();
    expect(await lecturer.ask('notice.say', { sessionId, text: MESSAGE })).toBeNull();
    for (const { page } of [one, two]) await page.getByText(MESSAGE).waitFor();
    expect(await fontPx(two.page, MESSAGE)).toBeGreaterThanOrEqual(44);
    expect([...(await wrongOn(one.page, 'own')), ...(await wrongOn(two.page, 'other'))]).toEqual([]);
    await pictures(one.page, 'walls-muted');
    expect(await lecturer.ask('notice.clear', { sessionId })).toBeNull();
    await two.page.getByText(MESSAGE).waitFor({ state: 'detached' });

    expect(await lecturer.ask('seat.remove', { sessionId, seat })).toBeNull();
    await one.page.getByText(screenZhCn['screen.shownOut.title']).waitFor();
    await pictures(one.page, 'walls-shown-out');
    expect(await wrongOn(one.page, 'shown out')).toEqual([]);
    expect(await lecturer.ask('seat.readmit', { sessionId, seat })).toBeNull();
    await one.page.locator('.live').waitFor();
  });

  it('are fitted to a panel with nothing but a remote control, and the setting is kept', async () => {
    const morning = await openMorning({ screens: 1, startsIn: 120 });
    stage = morning;
    const page = morning.screens[0]?.page;
    if (page === undefined) throw new Error('no screen');
    await page.getByText(screenToolsZhCn['screen.tools.open']).waitFor();
    const press = async (...keys: string[]) => {
      for (const key of keys) await page.keyboard.press(key);
    };
    await press('ArrowUp', 'ArrowRight', 'ArrowRight');
    await page.getByText('2%').waitFor();
    await pictures(page, 'screen-tools');
    const wrong = await wrongOn(page, 'settings');
    await press('ArrowDown', 'Enter');
    await page.getByText(screenToolsZhCn['screen.card.how']).waitFor();
    await pictures(page, 'legibility-card');
    expect([...wrong, ...(await wrongOn(page, 'card'))]).toEqual([]);
    await press('Escape', 'Escape');
    await page.locator('.tools').waitFor({ state: 'detached' });
    await page.reload();
    await expect
      .poll(() =>
        page
          .locator('#app')
          .boundingBox()
          .then((box) => box?.x),
      )
      .toBeCloseTo(38.4, 0);
  });
});

/** What stands on the glass and how, by name. */
const onWall = async (page: Page): Promise<readonly string[]> =>
  (
    await page
      .locator('.glass-tile')
      .evaluateAll((tiles) =>
        tiles.map((tile) => `${tile.getAttribute('data-what')} ${tile.getAttribute('data-place')}`),
      )
  ).toSorted();

type Counted = { readonly sanketang?: { frames(): Record<string, { count: number } | undefined> } };

/** No new picture comes for what is not shown: what was on its way has come, then none in a second. */
async function expectStill(page: Page, source: string): Promise<void> {
  const count = () =>
    page.evaluate((source) => (window as Counted).sanketang?.frames()[source]?.count ?? 0, source);
  let before = await count();
  const grown = async () => {
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 1000)));
    const now = await count();
    const more = now - before;
    before = now;
    return more;
  };
  await expect.poll(grown).toBe(0);
}

const movingIn = (page: Page, tiles: string): Promise<number> =>
  page
    .locator(`${tiles} video`)
    .evaluateAll(
      (videos) => videos.filter((each) => each instanceof HTMLVideoElement && each.videoWidth > 0).length,
    );

const fontPx = (page: Page, words: string): Promise<number> =>
  page.getByText(words).evaluate((element) => Number.parseFloat(getComputedStyle(element).fontSize));
