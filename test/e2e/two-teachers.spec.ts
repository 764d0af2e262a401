import type { Page } from 'playwright-core';
import { afterEach, expect, it } from 'vitest';
import { type Browser, startChromium } from '../support/chromium.ts';
import { openLesson, signIn, startLesson } from '../support/console-page.ts';
import { describeForReal } from '../support/needs.ts';
import { button, said } from '../support/office-page.ts';
import { picturesIn } from '../support/pictures.ts';
import { untilNewPicture, untilPicture } from '../support/screen-page.ts';
import { type Morning, openMorning } from '../support/stage.ts';

const pictures = picturesIn(process.env['SANKETANG_PICTURES'] ?? null);

describeForReal('two teachers open the same lesson', () => {
  let morning: Morning;
  afterEach(() => morning?.close());

  it('the second is told who leads, joins as assistant, and the screens go on with one teacher', async () => {
    morning = await openMorning({ screens: 1 });
    const [screen] = morning.screens;
    if (screen === undefined) throw new Error('no screen');
    const chen = await teacherAt(morning, 'chen');
    await openLesson(chen, morning.product.url, morning.lesson);
    await startLesson(chen);
    await untilPicture(screen.page, 'camera');

    const he = await teacherAt(morning, 'he');
    await he.goto(`${morning.product.url}/lesson/${morning.lesson.sessionId}`);
    await he.getByRole('heading', { name: said['lesson.alreadyLed'] }).waitFor();
    await button(he, 'lesson.joinAsAssistant').click();
    await he.getByText(said['part.assistant']).waitFor();
    await untilPicture(he, 'camera');
    await pictures(he, 'assistant');
    expect(await button(he, 'end.button').count(), 'an assistant cannot end the lesson').toBe(0);
    expect(await button(he, 'share.start').count(), 'nor share').toBe(0);

    await untilNewPicture(screen.page, 'camera');
    expect(await camerasOn(screen.page)).toBe(1);
    expect(await button(chen, 'end.button').isEnabled(), 'the first still leads').toBe(true);
  });

  it('when the colleague starts first, the planned lecturer is offered to assist', async () => {
    morning = await openMorning({ screens: 1 });
    const [screen] = morning.screens;
    if (screen === undefined) throw new Error('no screen');
    const [chen, he] = [await teacherAt(morning, 'chen'), await teacherAt(morning, 'he')];
    await openLesson(chen, morning.product.url, morning.lesson);
    await openLesson(he, morning.product.url, morning.lesson);
    await startLesson(he);
    await untilPicture(screen.page, 'camera');

    await chen.getByRole('heading', { name: said['lesson.alreadyLed'] }).waitFor();
    await pictures(chen, 'already-led');
    await button(chen, 'lesson.joinAsAssistant').click();
    await chen.getByText(said['part.assistant']).waitFor();
    await untilPicture(chen, 'camera');
    expect(await button(chen, 'end.button').count()).toBe(0);

    await untilNewPicture(screen.page, 'camera');
    expect(await camerasOn(screen.page)).toBe(1);
    expect(await button(he, 'end.button').isEnabled()).toBe(true);
  });
});

async function teacherAt({ product, also }: Morning, loginName: string): Promise<Page> {
  const browser: Browser = await startChromium();
  also(() => browser.close());
  const page = await browser.open(product.url);
  await signIn(page, loginName);
  return page;
}

/** How many teachers' pictures a screen gets. */
const camerasOn = (screen: Page): Promise<number> =>
  screen.evaluate(() => {
    const { sanketang } = window as {
      sanketang?: { streams(): { source: string; part: string; own: boolean }[] };
    };
    return (sanketang?.streams() ?? []).filter(
      ({ source, part, own }) => source === 'camera' && part === 'lecturer' && !own,
    ).length;
  });
