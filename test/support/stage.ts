import type { Page } from 'playwright-core';
import { type Browser, type BrowserWish, startChromium } from './chromium.ts';
import { openLesson, signIn, startLesson, untilReady, untilSizesChecked } from './console-page.ts';
import { CONTENT_TITLE, serveContent } from './content-page.ts';
import { type County, makeCounty, type PlannedLesson, type Point, pairScreen, planLesson } from './county.ts';
import { watchFrames } from './frame-times.ts';
import { mediaFixtures } from './media-fixtures.ts';
import { watchPeerConnections } from './page-meter.ts';
import { type Product, type ProductWish, startProduct } from './product.ts';

export type StageWish = {
  readonly screens: number;
  /** Rooms of the lesson, when more than have screens. */
  readonly rooms?: number;
  readonly height?: 720 | 540 | 360;
  readonly product?: ProductWish;
  readonly locale?: 'zh-CN' | 'en';
  readonly lessonMinutes?: number;
  /** How the screens' browsers are unlike what their launchers arrange. */
  readonly screenBrowser?: BrowserWish;
  readonly lectureBrowser?: BrowserWish;
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

/** Everything before a lecturer comes: a county, a lesson that is due, and its screens. */
export type Morning = {
  readonly product: Product;
  readonly county: County;
  readonly lesson: PlannedLesson;
  readonly screens: readonly Screen[];
  /** What else has to be closed, before the rest. */
  also(close: () => Promise<void> | void): void;
  close(): Promise<void>;
};

export type MorningWish = Pick<
  StageWish,
  'screens' | 'rooms' | 'product' | 'locale' | 'lessonMinutes' | 'screenBrowser'
> & {
  /** Minutes from now to the planned start. */
  readonly startsIn?: number;
};

export async function openMorning(wish: MorningWish): Promise<Morning> {
  const closers: (() => Promise<void> | void)[] = [];
  const close = async () => {
    for (const each of closers.splice(0).reverse()) await each();
  };
  try {
    const product = await startProduct(wish.product);
    closers.push(() => product.stop());
    const county = await makeCounty(product, wish.rooms ?? wish.screens);
    const lesson = await planLesson(county, wish.startsIn ?? 1, wish.lessonMinutes);
    const screens: Screen[] = [];
    for (const point of county.points.slice(0, wish.screens)) {
      const address = await pairScreen(product, county, point);
      const screen = await startScreen(address, point, {
        ...wish.screenBrowser,
        ...(wish.locale === undefined ? {} : { locale: wish.locale }),
      });
      closers.push(() => screen.browser.close());
      screens.push(screen);
    }
    return { product, county, lesson, screens, also: (each) => void closers.push(each), close };
  } catch (cause) {
    await close();
    throw cause;
  }
}

export async function openStage(wish: StageWish): Promise<Stage> {
  const morning = await openMorning(wish);
  const { product, county, lesson, screens, close } = morning;
  try {
    const lectureRoom = await startLectureRoom(morning, {
      ...wish.lectureBrowser,
      ...(wish.height === undefined ? {} : { height: wish.height }),
      ...(wish.locale === undefined ? {} : { locale: wish.locale }),
    });
    await signIn(lectureRoom.page, 'chen');
    await openLesson(lectureRoom.page, product.url, lesson);
    await untilReady(lectureRoom.page, wish.screens, wish.rooms);
    await untilSizesChecked(lectureRoom.page);
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

/** A lecture PC with camera, microphone and a slide in another tab, at the sign-in page. */
export async function startLectureRoom(
  { product, also }: Pick<Morning, 'product' | 'also'>,
  wish: Pick<StageWish, 'height'> & BrowserWish = {},
): Promise<LectureRoom> {
  const { height, ...browserWish } = wish;
  const content = await serveContent();
  also(() => content.close());
  const fixtures = await mediaFixtures(height ?? 720);
  const browser = await startChromium({
    camera: { video: fixtures.lectureVideo, voice: fixtures.lectureVoice },
    shareTitle: CONTENT_TITLE,
    // The shared tab is captured at the window's own size; a window's frame takes 144 of its height.
    size: { width: 1280, height: 720 + 144 },
    ...browserWish,
  });
  also(() => browser.close());
  await (await browser.context.newPage()).goto(content.url);
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
