import type { Page } from 'playwright-core';
import { afterEach, expect, it } from 'vitest';
import { screenZhCn } from '../../shared/text/screen.zh-CN.ts';
import { shareContent, signIn, startLesson, untilReady } from '../support/console-page.ts';
import { describeForReal } from '../support/needs.ts';
import { button, type Said, said } from '../support/office-page.ts';
import { picturesIn } from '../support/pictures.ts';
import { untilPicture } from '../support/screen-page.ts';
import {
  type LectureRoom,
  type Morning,
  openMorning,
  type Screen,
  startLectureRoom,
} from '../support/stage.ts';

const pictures = picturesIn(process.env['SANKETANG_PICTURES'] ?? null);

describeForReal('a lecturer without camera and microphone', () => {
  let morning: Morning;
  afterEach(() => morning?.close());

  it('is told what is missing, teaches by content, and the screen says that there is no picture yet', async ({
    skip,
  }) => {
    morning = await openMorning({ screens: 1 });
    const { page } = await startLectureRoom(morning, { height: 360, camera: 'none' });
    const found = await page.evaluate(async () => (await navigator.mediaDevices.enumerateDevices()).length);
    if (found > 0) skip('this machine has a camera, a microphone or loudspeakers of its own');
    const screen = await toPreflight(morning, page);
    await expectTrouble(page, 'missing', 'camera');
    await expectTrouble(page, 'missing', 'microphone');
    await page.getByText(said['preflight.contentOnly']).waitFor();
    await pictures(page, 'no-camera-preflight');
    await teachByContent(page, screen);
    await expectTrouble(page, 'missing', 'microphone');
    expect(await page.getByText(said['lesson.noOwnPictureNorVoice']).count()).toBe(1);
    await pictures(page, 'no-camera-lesson');
  });

  it('who refused the permission is told where to give it, and is seen as soon as it is given', async () => {
    morning = await openMorning({ screens: 1 });
    const room = await startLectureRoom(morning, { height: 360, devices: 'refused' });
    const { page } = room;
    const screen = await toPreflight(morning, page);
    await expectTrouble(page, 'denied', 'camera');
    await expectTrouble(page, 'denied', 'microphone');
    await pictures(page, 'denied-preflight');
    await teachByContent(page, screen);
    await pictures(page, 'denied-lesson');
    await allowAgain(room);
    await untilPicture(screen.page, 'camera');
    expect(await page.getByText(said['capture.denied.todo']).count()).toBe(0);
  });
});

async function toPreflight({ product, lesson, screens: [screen] }: Morning, page: Page): Promise<Screen> {
  if (screen === undefined) throw new Error('no screen');
  await signIn(page, 'chen');
  await page.goto(`${product.url}/lesson/${lesson.sessionId}`);
  await untilReady(page, 1);
  return screen;
}

async function expectTrouble(
  page: Page,
  trouble: 'missing' | 'denied',
  device: 'camera' | 'microphone',
): Promise<void> {
  const title: Said = `capture.${trouble}.${device}`;
  const alert = page.getByRole('alert').filter({ hasText: said[title] });
  await alert.waitFor();
  expect(await alert.textContent()).toContain(said[`capture.${trouble}.todo`]);
}

async function teachByContent(page: Page, screen: Screen): Promise<void> {
  await startLesson(page);
  await screen.page.getByText(screenZhCn['screen.trouble.nothingSent']).waitFor();
  await pictures(screen.page, 'no-camera-screen');
  await shareContent(page);
  await untilPicture(screen.page, 'content');
  await screen.page.getByText(screenZhCn['screen.trouble.nothingSent']).waitFor({ state: 'detached' });
}

async function allowAgain({ browser, page }: LectureRoom): Promise<void> {
  await browser.setDevices('allowed');
  for (const device of ['microphone', 'camera'] as const) {
    const alert = page.getByRole('alert').filter({ hasText: said[`capture.denied.${device}`] });
    await button(alert, 'app.retry').click();
    await alert.waitFor({ state: 'detached' });
  }
}
