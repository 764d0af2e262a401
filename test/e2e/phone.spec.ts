import type { Page } from 'playwright-core';
import { afterEach, expect, it } from 'vitest';
import { phoneAddress } from '../../client/screen/phone-code.rules.ts';
import { pathOf, qrOf } from '../../client/screen/qr.rules.ts';
import { wrongOn } from '../support/axe.ts';
import { endLesson, openLesson, signIn, startLesson, untilReady } from '../support/console-page.ts';
import { describeForReal } from '../support/needs.ts';
import {
  addHelper,
  codeShownBy,
  enterAsHelper,
  HELPER,
  phoneButton,
  phoneSays,
  scanCode,
  typePin,
} from '../support/phone-page.ts';
import { picturesIn } from '../support/pictures.ts';
import { type Morning, openMorning, type Screen, startLectureRoom } from '../support/stage.ts';

const pictures = picturesIn(process.env['SANKETANG_PICTURES'] ?? null);
/** How soon a phone that was released must be cut off. */
const CUT_OFF_MS = 2_000;
const says = (page: Page, key: keyof typeof phoneSays) => page.getByText(phoneSays[key]);

describeForReal('a local teacher’s phone', () => {
  const closers: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });
  const morning = async () => {
    const opened = await openMorning({ screens: 1, startsIn: 2 });
    closers.push(() => opened.close());
    const [screen] = opened.screens;
    const [point] = opened.county.points;
    if (screen === undefined || point === undefined) throw new Error('no screen');
    await addHelper(opened.county, point);
    return { opened, screen, point };
  };
  const scan = async (address: string) => {
    const phone = await scanCode(address);
    closers.push(() => phone.browser.close());
    return phone;
  };
  const addressOf = async ({ product, lesson }: Morning, screen: Screen) =>
    phoneAddress(product.url, (await codeShownBy(screen, lesson.sessionId)).code);
  const lead = async (opened: Morning) => {
    const { page } = await startLectureRoom(opened, { height: 360 });
    await signIn(page, 'chen');
    await openLesson(page, opened.product.url, opened.lesson);
    await untilReady(page, 1);
    await startLesson(page);
    return page;
  };
  /** The same page in the other language, as another tab of the same phone. */
  const inEnglish = async (page: Page, name: string) => {
    const other = await page.context().newPage();
    await other.setViewportSize({ width: 390, height: 844 });
    await other.goto(`${new URL(page.url()).origin}/phone?lang=en`);
    await other.waitForFunction(() => document.documentElement.lang === 'en' && document.querySelector('h1'));
    await pictures(other, `phone-${name}-en`);
    const wrong = await wrongOn(other, `${name}, en`);
    await other.close();
    return wrong;
  };

  it('counts, raises the hand and confirms, from the code on the screen to the thanks', async () => {
    const { opened, screen } = await morning();
    const code = screen.page.locator('.phone-code svg');
    await code.waitFor();
    const address = await addressOf(opened, screen);
    const drawn = qrOf(address);
    if (drawn === null) throw new Error('the address is too long');
    expect(await code.locator('path').getAttribute('d'), 'what is drawn').toBe(pathOf(drawn));
    expect((await code.boundingBox())?.width).toBeGreaterThanOrEqual(400);
    await pictures(screen.page, 'phone-code-waiting');
    const wrong = await wrongOn(screen.page, 'waiting with code');

    const { page } = await scan(address);
    expect(page.url(), 'the code is out of sight').toBe(`${opened.product.url}/phone`);
    await page.getByRole('button', { name: HELPER.name }).waitFor();
    await pictures(page, 'phone-who');
    wrong.push(...(await wrongOn(page, 'who')), ...(await inEnglish(page, 'who')));
    await page.getByRole('button', { name: HELPER.name }).click();
    await typePin(page, '0000');
    await says(page, 'phone.pin.wrong').waitFor();
    await pictures(page, 'phone-pin');
    wrong.push(...(await wrongOn(page, 'PIN')));
    await typePin(page, HELPER.pin);
    await says(page, 'phone.count.title').waitFor();
    await code.waitFor({ state: 'hidden' });
    await pictures(page, 'phone-waiting');

    const second = await scan(address);
    await says(second.page, 'phone.who.taken').waitFor();
    const late = await scan(`${opened.product.url}/phone#c=${'A'.repeat(22)}`);
    await says(late.page, 'phone.scan.expired').waitFor();
    await pictures(late.page, 'phone-expired');
    wrong.push(...(await wrongOn(late.page, 'expired')));

    const lectern = await lead(opened);
    await phoneButton(page, 'phone.count.all', { expected: 20 }).click();
    await page.getByText('20 / 20').waitFor();
    await phoneButton(page, 'phone.hand.raise').click();
    await lectern
      .getByText(/举手 \d/)
      .first()
      .waitFor();
    await pictures(page, 'phone-live');
    await pictures(lectern, 'phone-hand-console');
    wrong.push(...(await wrongOn(page, 'live')), ...(await inEnglish(page, 'live')));
    await phoneButton(page, 'phone.signal.cannotHear').click();
    await page.getByText(phoneSays['phone.signal.cannotHear']).first().waitFor();
    await phoneButton(page, 'phone.count.change').click();
    await pictures(page, 'phone-dial');
    for (const digit of '19') await page.getByRole('button', { name: digit, exact: true }).click();
    await phoneButton(page, 'phone.count.save').click();
    await page.getByText('19 / 20').waitFor();
    expect(
      await page.evaluate(() => {
        const { scrollHeight, clientHeight } = document.querySelector('main') ?? document.body;
        return scrollHeight - clientHeight;
      }),
      'nothing to scroll',
    ).toBe(0);

    await endLesson(lectern);
    await phoneButton(page, 'phone.confirm.partly').click();
    await phoneButton(page, 'phone.cause.sound').click();
    await page.getByRole('group', { name: phoneSays['phone.confirm.clarity'] }).getByText('4').click();
    await pictures(page, 'phone-confirm');
    wrong.push(...(await wrongOn(page, 'confirm')), ...(await inEnglish(page, 'confirm')));
    await phoneButton(page, 'phone.confirm.save').click();
    await says(page, 'phone.thanks.title').waitFor();
    await page.reload();
    await says(page, 'phone.thanks.title').waitFor();
    await pictures(page, 'phone-thanks');
    wrong.push(...(await wrongOn(page, 'thanks')));
    expect(wrong).toEqual([]);
  });

  it('is let go by the lecturer in two seconds; the screen shows a code for the next one', async () => {
    const { opened, screen, point } = await morning();
    const { page } = await scan(await addressOf(opened, screen));
    await enterAsHelper(page);
    await lead(opened);
    await says(page, 'phone.signal.title').waitFor();
    const { lecturer } = opened.county;
    const { sessionId } = opened.lesson;
    const phones = await lecturer.call('phone.list', { sessionId });
    expect(phones).toMatchObject([{ roomId: point.roomId, name: HELPER.name, substitute: false }]);
    const releasedAtMs = Date.now();
    await lecturer.call('phone.release', { sessionId, roomId: point.roomId });
    await says(page, 'phone.scan.released').waitFor({ timeout: CUT_OFF_MS });
    expect(Date.now() - releasedAtMs).toBeLessThan(CUT_OFF_MS);
    await screen.page.locator('.phone-code[data-place="large"] svg').waitFor();
    await pictures(screen.page, 'phone-code-large');
    expect(await wrongOn(screen.page, 'large code')).toEqual([]);
    const next = await scan(await addressOf(opened, screen));
    await phoneButton(next.page, 'phone.who.substitute').click();
    await next.page.getByLabel(phoneSays['phone.who.name']).fill('代课的王老师');
    await phoneButton(next.page, 'phone.who.enter').click();
    await says(next.page, 'phone.count.title').waitFor();
    await screen.page.locator('.phone-code').waitFor({ state: 'hidden' });
    expect(opened.product.output(), 'names stay out of the log').not.toContain('代课的王老师');
  });
});
