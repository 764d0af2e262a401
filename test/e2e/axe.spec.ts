import type { Page } from 'playwright-core';
import { afterEach, expect, it } from 'vitest';
import { wrongInBothLanguages, wrongOn } from '../support/axe.ts';
import { startChromium } from '../support/chromium.ts';
import {
  endLesson,
  openLesson,
  setHeadCount,
  shareContent,
  signIn,
  startLesson,
} from '../support/console-page.ts';
import { makeCounty, pairScreen, planLesson } from '../support/county.ts';
import { describeForReal } from '../support/needs.ts';
import { button, codeOnScreen, drawer, type RegisterName, said } from '../support/office-page.ts';
import { picturesIn } from '../support/pictures.ts';
import { startProduct } from '../support/product.ts';
import { untilPicture, untilSession } from '../support/screen-page.ts';
import { startLectureRoom } from '../support/stage.ts';

const pictures = picturesIn(process.env['SANKETANG_PICTURES'] ?? null);
const LANGUAGES = ['zh-CN', 'en'] as const;
const REGISTERS: readonly RegisterName[] = ['schools', 'rooms', 'classes', 'people', 'needs', 'links'];

describeForReal('axe finds nothing wrong, in both languages,', () => {
  const closers: (() => Promise<void> | void)[] = [];
  const also = (close: () => Promise<void> | void) => void closers.push(close);
  const wrong: string[] = [];
  const look = async (page: Page, name: string) => {
    await page.getByRole('heading').first().waitFor();
    await page.locator('.ant-skeleton').first().waitFor({ state: 'detached' });
    wrong.push(...(await wrongInBothLanguages(page, name)));
    await pictures(page, `axe-${name}`);
  };
  const freshProduct = async () => {
    const product = await startProduct();
    also(() => product.stop());
    return product;
  };
  afterEach(async () => {
    wrong.length = 0;
    for (const close of closers.splice(0).reverse()) await close();
  });

  it('on the pages of an office', async () => {
    const product = await freshProduct();
    const browser = await startChromium();
    also(() => browser.close());
    const page = await browser.open(product.setupUrl ?? '');
    await look(page, 'setup');
    await page.goto(`${product.url}/login`);
    await page.getByText(said['login.setupOpen']).waitFor();
    await look(page, 'login-before-setup');
    const county = await makeCounty(product, 2);
    await pairScreen(product, county, firstOf(county.points));
    await planLesson(county, 1);
    await page.goto(`${product.url}/login`);
    await page.getByLabel(said['person.loginName']).fill('zhoumin');
    await page.getByLabel(said['person.password'], { exact: true }).fill('wrong-password');
    await button(page, 'login.submit').click();
    await page.getByRole('alert').waitFor();
    await look(page, 'login-refused');

    await browser.context.addCookies(county.admin.cookies());
    for (const path of ['/', '/lessons', '/links', '/report', '/devices', '/open', '/access', '/nowhere']) {
      await page.goto(product.url + path);
      await look(page, `page${path.replace('/', '-')}`);
    }
    const { schoolId } = firstOf(county.points);
    await page.goto(`${product.url}/school/${schoolId}`);
    await page.locator('.offering').waitFor();
    await look(page, 'school');
    for (const register of REGISTERS) {
      await page.goto(`${product.url}/directory?tab=${register}`);
      await look(page, `directory-${register}`);
      if (register !== 'people' && register !== 'needs') continue;
      await button(page, `register.add.${register}`).click();
      await button(drawer(page), 'register.save').click();
      await drawer(page).locator('.ant-form-item-explain-error').first().waitFor();
      await look(page, `directory-${register}-refused`);
    }
    for (const [path, open, submit] of [
      ['/lessons', 'lessons.plan', 'lessons.planSubmit'],
      ['/devices', 'device.pair', 'device.pairSubmit'],
      ['/open', 'openToken.make', 'openToken.make'],
      ['/open', 'webhook.make', 'webhook.make'],
      ['/', 'home.unplannedLesson', 'home.toPreflight'],
    ] as const) {
      await page.goto(product.url + path);
      await button(page, open).click();
      await button(drawer(page), submit).click();
      await drawer(page).locator('.ant-form-item-explain-error').first().waitFor();
      await look(page, `${open}-refused`);
    }
    expect(wrong).toEqual([]);
  });

  it('on a lesson from pre-flight to attendance, and on every state of the large screen', async () => {
    const product = await freshProduct();
    const county = await makeCounty(product, LANGUAGES.length);
    const screens = await Promise.all(
      LANGUAGES.map(async (locale) => {
        const browser = await startChromium({ kiosk: true, locale, size: { width: 1920, height: 1080 } });
        also(() => browser.close());
        return { locale, page: await browser.open(`${product.url}/screen`) };
      }),
    );
    const lookAtScreens = async (name: string) => {
      for (const { locale, page } of screens) {
        wrong.push(...(await wrongOn(page, `screen ${name}, ${locale}`)));
        await pictures(page, `axe-screen-${name}-${locale}`);
      }
    };
    const onScreens = (wait: (page: Page) => Promise<unknown>) =>
      Promise.all(screens.map(({ page }) => wait(page)));

    await onScreens((screen) => codeOnScreen(screen));
    await lookAtScreens('pairing');
    for (const [index, { page }] of screens.entries()) {
      const { roomId } = firstOf(county.points.slice(index));
      await county.admin.call('device.pair', { code: (await codeOnScreen(page)) as never, roomId });
    }
    await onScreens((screen) => screen.locator('.idle').waitFor());
    await lookAtScreens('idle');
    await planLesson(county, 60);
    await onScreens((screen) => screen.locator('.idle .subject').waitFor());
    await lookAtScreens('next');
    const lesson = await planLesson(county, 1);
    await onScreens((screen) => untilSession(screen, 'joined:waiting'));
    await lookAtScreens('waiting');

    const { browser, page } = await startLectureRoom({ product, also }, { height: 360 });
    await signIn(page, 'chen');
    await look(page, 'home-lecturer');
    await openLesson(page, product.url, lesson);
    await look(page, 'preflight');
    await startLesson(page);
    await onScreens((screen) => untilPicture(screen, 'camera'));
    await lookAtScreens('camera');
    await shareContent(page);
    await onScreens((screen) => untilPicture(screen, 'content'));
    await setHeadCount(page, firstOf(county.points).name, 19);
    await look(page, 'live');
    await lookAtScreens('both');
    await endLesson(page);
    await onScreens((screen) => untilSession(screen, 'joined:ended'));
    await look(page, 'over');
    await lookAtScreens('over');

    await browser.context.clearCookies();
    await browser.context.addCookies(county.admin.cookies());
    for (const [name, path] of [
      ['attendance', `/attendance/${lesson.sessionId}`],
      ['report', '/report'],
      ['home', '/'],
    ] as const) {
      await page.goto(product.url + path);
      await look(page, `after-${name}`);
    }
    const { deviceId } = firstOf(await county.admin.call('device.list', {}));
    await county.admin.call('device.revoke', { deviceId });
    await Promise.any(screens.map(({ page: screen }) => codeOnScreen(screen)));
    await lookAtScreens('revoked');
    await product.kill('SIGKILL');
    await lookAtScreens('server-away');
    expect(wrong).toEqual([]);
  });
});

function firstOf<T>([first]: readonly T[]): T {
  if (first === undefined) throw new Error('there is none');
  return first;
}
