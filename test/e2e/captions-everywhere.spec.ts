import type { Page } from 'playwright-core';
import { afterEach, expect, it } from 'vitest';
import { phoneAddress } from '../../client/screen/phone-code.rules.ts';
import type { TeachingLanguage } from '../../shared/caption/language.ts';
import type { SessionId } from '../../shared/kernel/ids.ts';
import { captionsShownEn } from '../../shared/text/captions-shown.en.ts';
import { captionsShownZhCn } from '../../shared/text/captions-shown.zh-CN.ts';
import { wrongInBothLanguages, wrongOn } from '../support/axe.ts';
import { startChromium } from '../support/chromium.ts';
import { signIn, startLesson } from '../support/console-page.ts';
import { type County, PASSWORD } from '../support/county.ts';
import { describeForReal } from '../support/needs.ts';
import { button } from '../support/office-page.ts';
import { addHelper, codeShownBy, enterAsHelper, scanCode } from '../support/phone-page.ts';
import { picturesIn } from '../support/pictures.ts';
import type { Product } from '../support/product.ts';
import { untilPicture } from '../support/screen-page.ts';
import { connectAs } from '../support/sitter.ts';
import { openStage } from '../support/stage.ts';
import { openLiveStage, watchLink } from '../support/watch-page.ts';

const pictures = picturesIn(process.env['SANKETANG_PICTURES'] ?? null);
const PHONE = { width: 390, height: 844 };
const CHINESE = '同学们好，今天我们学习分数，请看黑板';
const UYGHUR = '3-سىنىپ ئوقۇغۇچىلىرى، كىتابنى ئېچىڭلار.';
const UYGHUR_THEN = 'ئەمدى بىرلىكتە ئوقۇيلى.';
const TIBETAN_THEN = 'སློབ་དེབ་ཁ་ཕྱེས།';
const TIBETAN = 'སློབ་མ་རྣམས། དེ་རིང་ང་ཚོས་གྲངས་ཆ་སྦྱོང་གི་ཡིན།';

const lines = (page: Page) => page.locator('section.captions');
const title = { 'zh-CN': captionsShownZhCn['captions.title'], en: captionsShownEn['captions.title'] };
const shown = async (page: Page, words: readonly string[], not: readonly string[] = []) => {
  for (const each of words) await lines(page).getByText(each).waitFor();
  for (const each of not) await lines(page).getByText(each).waitFor({ state: 'detached' });
};

describeForReal('captions, wherever a lesson is watched', () => {
  const closers: (() => Promise<void> | void)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });
  const typist = async (
    { county, product }: { readonly county: County; readonly product: Product },
    sessionId: SessionId,
  ) => {
    const sitter = await connectAs({ api: county.lecturer, url: product.url });
    closers.push(() => sitter.leave());
    return async (language: TeachingLanguage, text: string) =>
      expect(await sitter.ask('caption.say', { sessionId, language, text, typingMs: 900 })).toBeNull();
  };

  it('are read by a viewer in two languages or one, each written from its own side, and stay chosen', async () => {
    const stage = await openLiveStage();
    closers.push(() => stage.close());
    const console = stage.lectureRoom.page;
    const address = await watchLink(console);
    const viewer = async (locale: 'zh-CN' | 'en') => {
      const browser = await startChromium({ size: PHONE, camera: 'none', devices: 'refused', locale });
      closers.push(() => browser.close());
      return browser.open(locale === 'en' ? address.replace('#', '?lang=en#') : address);
    };
    const page = await viewer('zh-CN');
    await startLesson(console);
    await untilPicture(page, 'camera');
    expect(await page.getByLabel(title['zh-CN']).count(), 'nobody types any').toBe(0);
    const say = await typist(stage, stage.lesson.sessionId);
    await say('zh-CN', CHINESE);
    await say('ug', UYGHUR);
    const choice = page.getByLabel(title['zh-CN']);
    expect(await choice.inputValue(), 'off until somebody wants them').toBe('0');
    expect(await lines(page).count()).toBe(0);
    await choice.selectOption({ index: 1 });
    await shown(page, [CHINESE, UYGHUR]);
    const uyghur = lines(page).getByText(UYGHUR);
    expect(await uyghur.getAttribute('lang')).toBe('ug');
    expect(await uyghur.evaluate((each) => getComputedStyle(each).direction)).toBe('rtl');
    await pictures(page, 'captions-watch');
    const wrong = await wrongOn(page, 'watch');
    await page.setViewportSize({ width: 844, height: 390 });
    await say('zh-CN', CHINESE);
    await say('ug', UYGHUR);
    await shown(page, [UYGHUR]);
    await pictures(page, 'captions-watch-wide');
    await page.setViewportSize({ width: 1366, height: 768 });
    await pictures(page, 'captions-watch-laptop');
    await page.setViewportSize(PHONE);
    await choice.selectOption('ئۇيغۇرچە');
    await say('zh-CN', CHINESE);
    await say('ug', UYGHUR_THEN);
    await shown(page, [UYGHUR_THEN], [CHINESE]);
    await page.reload();
    await untilPicture(page, 'camera');
    await say('ug', 'ناھايىتى ياخشى!');
    await shown(page, ['ناھايىتى ياخشى!']);

    const english = await viewer('en');
    await untilPicture(english, 'camera');
    await english.getByLabel(title.en).selectOption({ index: 1 });
    await say('zh-CN', CHINESE);
    await shown(english, [CHINESE]);
    await pictures(english, 'captions-watch-en');
    wrong.push(...(await wrongOn(english, 'watch, en')));
    expect(wrong).toEqual([]);
  });

  it('are switched for the class by the phone in the room, and read there, in its console and on a second display', async () => {
    const stage = await openStage({
      screens: 1,
      height: 360,
      lectureBrowser: { flags: ['--screen-info={0,0 1366x768}{1366,0 1920x1080}'] },
    });
    closers.push(() => stage.close());
    const { county, lesson, lectureRoom, product } = stage;
    const [screen] = stage.screens;
    if (screen === undefined) throw new Error('no screen');
    await addHelper(county, screen.point);
    const code = await codeShownBy(screen, lesson.sessionId);
    const phone = await scanCode(phoneAddress(product.url, code.code));
    closers.push(() => phone.browser.close());
    const { page } = phone;
    await enterAsHelper(page);
    await untilPicture(screen.page, 'camera');
    const open = page.getByRole('button', { name: title['zh-CN'], exact: true });
    expect(await open.count(), 'nobody types any').toBe(0);
    const say = await typist(stage, lesson.sessionId);
    await say('zh-CN', CHINESE);
    await say('bo', TIBETAN);

    await open.click();
    const both = page.getByRole('button', { name: '中文 + བོད་ཡིག' });
    await both.click();
    await screen.page.locator('section.captions').waitFor();
    await say('zh-CN', CHINESE);
    await say('bo', TIBETAN);
    await shown(screen.page, [CHINESE, TIBETAN]);
    await pictures(screen.page, 'captions-by-phone-screen');
    await untilPressed(page, '中文 + བོད་ཡིག');
    await screen.page.keyboard.press('ArrowDown');
    await screen.page
      .getByText(captionsShownZhCn['captions.now'].replace('{what}', '中文'), { exact: true })
      .waitFor();
    await say('bo', TIBETAN);
    await say('zh-CN', '请打开课本');
    await shown(screen.page, ['请打开课本'], [TIBETAN]);
    await untilPressed(page, '中文');
    await page.getByLabel(title['zh-CN']).selectOption({ index: 1 });
    await say('bo', TIBETAN);
    await shown(page, [TIBETAN]);
    await pictures(page, 'captions-phone-sheet');
    const wrong = await wrongOn(page, 'phone, sheet');
    wrong.push(...(await inEnglish(page)));
    await page.getByRole('button', { name: '返回' }).click();
    await lines(page).waitFor();
    await say('bo', TIBETAN);
    await say('zh-CN', CHINESE);
    await shown(page, [CHINESE, TIBETAN]);
    await pictures(page, 'captions-phone');
    wrong.push(...(await wrongOn(page, 'phone')), ...(await wrongOn(screen.page, 'screen')));
    expect(await overflowPx(page), 'nothing to scroll').toBe(0);

    wrong.push(...(await onSecondDisplay(lectureRoom.page, say)));
    const teacher = await atConsole(stage, screen.point);
    closers.push(() => teacher.browser.close());
    await untilPicture(teacher.page, 'camera');
    await teacher.page.getByLabel(title['zh-CN']).selectOption('བོད་ཡིག');
    await say('bo', TIBETAN_THEN);
    await shown(teacher.page, [TIBETAN_THEN], [CHINESE]);
    await pictures(teacher.page, 'captions-local-console');
    wrong.push(...(await wrongInBothLanguages(teacher.page, 'console of the room')));
    expect(wrong).toEqual([]);
  });
});

/** The sheet in the other language, in another tab of the same phone. */
async function inEnglish(page: Page): Promise<string[]> {
  const other = await page.context().newPage();
  await other.setViewportSize(PHONE);
  await other.goto(`${new URL(page.url()).origin}/phone?lang=en`);
  await other.getByRole('button', { name: title.en, exact: true }).click();
  await other.getByRole('button', { name: captionsShownEn['captions.onScreen.off'] }).waitFor();
  await pictures(other, 'captions-phone-sheet-en');
  const wrong = await wrongOn(other, 'phone, sheet, en');
  await other.close();
  return wrong;
}

type Say = (language: TeachingLanguage, text: string) => Promise<void>;

async function onSecondDisplay(page: Page, say: Say): Promise<string[]> {
  const session = await page.context().browser()?.newBrowserCDPSession();
  await session?.send('Browser.setPermission', {
    permission: { name: 'window-management' },
    setting: 'granted',
  });
  const opening = page.context().waitForEvent('page');
  await button(page, 'display.open').click();
  const popup = await opening;
  await popup.locator('.class-view').waitFor();
  expect(await lines(popup).count(), 'off until somebody wants them').toBe(0);
  await page.getByLabel(captionsShownZhCn['captions.class']).selectOption({ index: 1 });
  await say('zh-CN', CHINESE);
  await say('bo', TIBETAN);
  await shown(popup, [CHINESE, TIBETAN]);
  await pictures(popup, 'captions-second-display');
  await pictures(page, 'captions-second-display-console');
  return [...(await wrongOn(popup, 'second display')), ...(await wrongOn(page, 'console'))];
}

/** The local teacher of that room, at a console of their own. */
async function atConsole(
  { county, product, lesson }: Awaited<ReturnType<typeof openStage>>,
  point: { readonly schoolId: County['leadingSchoolId'] },
) {
  await county.admin.call('person.add', {
    ...{ name: '马老师', schoolId: point.schoolId, phone: '' },
    roles: [{ role: 'localTeacher', scope: { kind: 'school', schoolId: point.schoolId } }],
    login: { loginName: 'ma', password: PASSWORD },
  });
  const browser = await startChromium({ size: { width: 1366, height: 768 }, camera: 'none' });
  const page = await browser.open(product.url);
  await signIn(page, 'ma');
  await page.goto(`${product.url}/lesson/${lesson.sessionId}`);
  return { browser, page };
}

const untilPressed = (page: Page, name: string): Promise<void> =>
  page.locator('button[aria-pressed="true"]').getByText(name, { exact: true }).waitFor();

const overflowPx = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const { scrollHeight, clientHeight } = document.querySelector('main') ?? document.body;
    return scrollHeight - clientHeight;
  });
