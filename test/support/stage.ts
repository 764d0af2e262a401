import type { Page } from 'playwright-core';
import { type Browser, type BrowserWish, startChromium } from './chromium.ts';
import { openLesson, signIn, startLesson, untilReady } from './console-page.ts';
import { CONTENT_TITLE, serveContent } from './content-page.ts';
import { type County, makeCounty, type PlannedLesson, type Point, pairScreen, planLesson } from './county.ts';
import { watchFrames } from './frame-times.ts';
import { mediaFixtures } from './media-fixtures.ts';
import { watchPeerConnections } from './page-meter.ts';
import { type Product, type ProductWish, startProduct } from './product.ts';

export type StageWish = {
  readonly screens: number;
  readonly height?: 720 | 540 | 360;
  readonly product?: ProductWish;
  readonly locale?: 'zh-CN' | 'en';
  readonly lessonMinutes?: number;
  /** Keeps a picture of what is to be seen before the lesson begins. */
  readonly pictures?: (page: Page, name: string) => Promise<void>;
};

export type LectureRoom = { readonly browser: Browser; readonly page: Page };
export type Screen = { readonly point: Point; readonly address: string; browser: Browser; page: Page };

/** A running lesson: the real server, a lecturer in a browser, and listening screens, each a browser of its own. */
export type Stage = {
  readonly product: Product;
  readonly county: County;
  readonly lesson: PlannedLesson;
  readonly lectureRoom: LectureRoom;
  readonly screens: readonly Screen[];
  close(): Promise<void>;
};

const SCREEN_SIZE = { width: 1920, height: 1080 };

export async function openStage(wish: StageWish): Promise<Stage> {
  const closers: (() => Promise<void> | void)[] = [];
  const close = async () => {
    for (const each of closers.reverse()) await each();
  };
  try {
    const product = await startProduct(wish.product);
    closers.push(() => product.stop());
    const county = await makeCounty(product, wish.screens);
    const lesson = await planLesson(county, 1, wish.lessonMinutes);
    const content = await serveContent();
    closers.push(() => content.close());
    const screens: Screen[] = [];
    for (const point of county.points) {
      const address = await pairScreen(product, county, point);
      const screen = await startScreen(
        address,
        point,
        wish.locale === undefined ? {} : { locale: wish.locale },
      );
      closers.push(() => screen.browser.close());
      screens.push(screen);
    }
    const lectureRoom = await startLectureRoom(product, content.url, wish);
    closers.push(() => lectureRoom.browser.close());
    await signIn(lectureRoom.page, 'chen');
    await openLesson(lectureRoom.page, product.url, lesson);
    await untilReady(lectureRoom.page, wish.screens);
    await wish.pictures?.(lectureRoom.page, 'preflight-console');
    const [first] = screens;
    if (first !== undefined) await wish.pictures?.(first.page, 'waiting-screen');
    await startLesson(lectureRoom.page);
    return { product, county, lesson, lectureRoom, screens, close };
  } catch (cause) {
    await close();
    throw cause;
  }
}

/** A large screen as its launcher starts it: kiosk, sound without a click, its key in the address. */
export async function startScreen(address: string, point: Point, wish: BrowserWish = {}): Promise<Screen> {
  const browser = await startChromium({ kiosk: true, size: SCREEN_SIZE, ...wish });
  const page = await openMeasured(browser, address, SCREEN_SIZE);
  return { point, address, browser, page };
}

async function startLectureRoom(product: Product, contentUrl: string, wish: StageWish): Promise<LectureRoom> {
  const fixtures = await mediaFixtures(wish.height ?? 720);
  const browser = await startChromium({
    camera: { video: fixtures.lectureVideo, voice: fixtures.lectureVoice },
    shareTitle: CONTENT_TITLE,
    // The shared tab is captured at the window's own size; a window's frame takes 144 of its height.
    size: { width: 1280, height: 720 + 144 },
    ...(wish.locale === undefined ? {} : { locale: wish.locale }),
  });
  await (await browser.context.newPage()).goto(contentUrl);
  const page = await openMeasured(browser, product.url, { width: 1366, height: 768 });
  return { browser, page };
}

async function openMeasured(
  browser: Browser,
  url: string,
  size: { width: number; height: number },
): Promise<Page> {
  const page = await browser.context.newPage();
  await page.setViewportSize(size);
  await watchPeerConnections(page);
  await watchFrames(page);
  await page.goto(url);
  return page;
}
