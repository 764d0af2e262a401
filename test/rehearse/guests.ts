import type { Page } from 'playwright-core';
import { phoneAddress } from '../../client/screen/phone-code.rules.ts';
import { callZhCn } from '../../shared/text/call.zh-CN.ts';
import { startChromium } from '../support/chromium.ts';
import { withoutCodecs } from '../support/codecs.ts';
import { endLesson, openLesson, signIn, startLesson } from '../support/console-page.ts';
import { planLesson } from '../support/county.ts';
import type { Figure } from '../support/figures.ts';
import { addHelper, codeShownBy, enterAsHelper, phoneButton, scanCode } from '../support/phone-page.ts';
import type { Pictures } from '../support/pictures.ts';
import { frameFacts, untilPicture } from '../support/screen-page.ts';
import type { Screen, Stage } from '../support/stage.ts';
import { untilViewers, watchLink } from '../support/watch-page.ts';

/** Children of the first point's class, as the county has it. */
const FIRST_CLASS_COUNT = 20;
const OFFICE_SIZE = { width: 1366, height: 768 };
const PHONE_SIZE = { width: 390, height: 844 };
const SCREEN_SIZE = { width: 1920, height: 1080 };

/** Those who come into a running lesson beside its rooms: a local teacher's phone, an inspector unseen, a room that is late and old. */
export async function guestsOfLesson(stage: Stage, pictures: Pictures): Promise<Figure[]> {
  const [first] = stage.screens;
  const last = stage.screens.at(-1);
  if (first === undefined || last === undefined) throw new Error('the stage has no screen');
  return [
    await countByPhone(stage, first, pictures),
    await observe(stage, pictures),
    await comeLateWithout(last, 'h264', pictures),
  ];
}

async function countByPhone(stage: Stage, screen: Screen, pictures: Pictures): Promise<Figure> {
  const { product, county, lesson } = stage;
  await addHelper(county, screen.point);
  const { code } = await codeShownBy(screen, lesson.sessionId);
  const { browser, page } = await scanCode(phoneAddress(product.url, code));
  try {
    await enterAsHelper(page);
    await phoneButton(page, 'phone.count.all', { expected: FIRST_CLASS_COUNT }).click();
    const counted = await untilCounted(stage, screen);
    await pictures(page, 'lesson-phone');
    return {
      name: 'head-counts by a named phone',
      value: counted,
      unit: 'rooms',
      goal: { atLeast: 1 },
    };
  } finally {
    await browser.close();
  }
}

/** How many rooms have a count that a named phone said, as soon as there is one. */
async function untilCounted({ county, lesson, lectureRoom }: Stage, { point }: Screen): Promise<number> {
  for (let tries = 0; ; tries += 1) {
    const { rooms } = await county.admin.call('attendance.read', { sessionId: lesson.sessionId });
    const named = rooms.filter((room) => room.headCount?.source === 'phoneNamed');
    if (named.some((room) => room.roomId === point.roomId) || tries === 100) return named.length;
    await lectureRoom.page.waitForTimeout(100);
  }
}

async function observe({ product }: Stage, pictures: Pictures): Promise<Figure> {
  const browser = await startChromium({ size: OFFICE_SIZE, camera: 'none' });
  try {
    const page = await browser.open(product.url);
    await signIn(page, 'zhoumin');
    const openedAtMs = Date.now();
    await page.getByRole('link', { name: callZhCn['observe.go'] }).click();
    await page.getByText(callZhCn['observe.unseen']).waitFor();
    await untilPicture(page, 'camera');
    const pictureMs = Date.now() - openedAtMs;
    await pictures(page, 'observed-console');
    return {
      name: 'a lesson observed unseen, picture there',
      value: pictureMs,
      unit: 'ms',
      goal: { atMost: 10_000 },
    };
  } finally {
    await browser.close();
  }
}

/** A room's screen comes late, with a browser that lacks a codec. It stays. */
async function comeLateWithout(screen: Screen, codec: string, pictures: Pictures): Promise<Figure> {
  await screen.browser.kill();
  const browser = await startChromium({ kiosk: true, size: SCREEN_SIZE });
  await withoutCodecs(browser.context, [codec]);
  screen.browser = browser;
  screen.page = await browser.open(screen.address);
  await untilPicture(screen.page, 'camera');
  await pictures(screen.page, 'lesson-screen-vp8');
  return {
    name: 'a late screen without H.264, picture after its join',
    value: (await firstAfterJoin(screen.page)) ?? Number.POSITIVE_INFINITY,
    unit: 'ms',
    goal: { atMost: 5_000 },
  };
}

const firstAfterJoin = async (page: Page) => (await frameFacts(page))['camera']?.firstAfterJoinMs ?? null;

/** The same school teaches once more, one way: anybody with the link may watch. */
export async function viewerOfLiveLesson(stage: Stage, pictures: Pictures): Promise<Figure> {
  const { page: console } = stage.lectureRoom;
  const lesson = await planLesson(stage.county, 1, 5, 'live');
  await openLesson(console, stage.product.url, lesson);
  await startLesson(console);
  const address = await watchLink(console);
  const browser = await startChromium({ size: PHONE_SIZE, camera: 'none', devices: 'refused' });
  try {
    const openedAtMs = Date.now();
    const page = await browser.open(address);
    await untilPicture(page, 'camera');
    const pictureMs = Date.now() - openedAtMs;
    await untilViewers(console, 1);
    await pictures(page, 'live-watch');
    await console.keyboard.press('Escape');
    await endLesson(console);
    return {
      name: 'a viewer by link counted, picture there',
      value: pictureMs,
      unit: 'ms',
      goal: { atMost: 10_000 },
    };
  } finally {
    await browser.close();
  }
}
