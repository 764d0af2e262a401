import type { Page } from 'playwright-core';
import { afterEach, expect, it } from 'vitest';
import { phoneAddress } from '../../client/screen/phone-code.rules.ts';
import { lineEn } from '../../shared/text/line.en.ts';
import { lineZhCn } from '../../shared/text/line.zh-CN.ts';
import { phoneZhCn } from '../../shared/text/phone.zh-CN.ts';
import { wrongInBothLanguages, wrongOn } from '../support/axe.ts';
import { openLesson, signIn, startLesson, untilReady } from '../support/console-page.ts';
import { describeForReal } from '../support/needs.ts';
import { button } from '../support/office-page.ts';
import { addHelper, codeShownBy, enterAsHelper } from '../support/phone-page.ts';
import { picturesIn } from '../support/pictures.ts';
import { openMorning, startLectureRoom } from '../support/stage.ts';

const pictures = picturesIn(process.env['SANKETANG_PICTURES'] ?? null);
const PHONE = { width: 390, height: 844 };
const PIN = '270316';
const SECRET = '小明今天没吃早饭';

const line = (key: keyof typeof lineZhCn, params: Readonly<Record<string, string | number>> = {}): string =>
  Object.entries(params).reduce<string>(
    (words, [name, value]) => words.replace(`{${name}}`, String(value)),
    lineZhCn[key],
  );
const textOf = (page: Page) => page.locator('body').textContent();

describeForReal('the private line', () => {
  const closers: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });

  it('goes between the phone of a room and whoever leads, and over no glass that pupils see', async () => {
    const opened = await openMorning({ screens: 1, startsIn: 2 });
    closers.push(() => opened.close());
    const { product, county, lesson } = opened;
    const [screen] = opened.screens;
    const [point] = county.points;
    if (screen === undefined || point === undefined) throw new Error('no screen');
    await addHelper(county, point);
    await county.admin.call('person.setPin', { personId: county.lecturerId, pin: PIN });
    const { page: desk, browser } = await startLectureRoom(opened, { height: 360 });
    await signIn(desk, 'chen');
    await openLesson(desk, product.url, lesson);
    await untilReady(desk, 1);
    /** A phone of its own: other cookies than its neighbour's, in the same browser. */
    const newPhone = async (code: string) => {
      const context = await browser.context.browser()?.newContext({ viewport: PHONE, locale: 'zh-CN' });
      if (context === undefined) throw new Error('no browser');
      const page = await context.newPage();
      await page.goto(phoneAddress(product.url, code));
      return page;
    };
    const unread = (total: number) =>
      desk.getByRole('button', { name: line('line.openUnread', { school: point.name, total }) }).first();

    // Before the start a ready phrase is one tap; the board says who wrote.
    const phone = await newPhone((await codeShownBy(screen, lesson.sessionId)).code);
    await enterAsHelper(phone);
    await phone.getByRole('button', { name: line('line.with', { who: line('line.lecturer') }) }).click();
    await phone.getByText(lineZhCn['line.none']).waitFor();
    await phone.getByRole('button', { name: lineZhCn['line.ready.room.1'] }).click();
    await phone.locator('.line-said li[data-saved="true"]').waitFor();
    await unread(1).waitFor();
    await pictures(desk, 'line-preflight');
    await startLesson(desk);

    // At the desk it opens over the rooms; what stands there is read, and the answer comes back unread.
    await unread(1).click();
    const panel = desk.locator('.line-panel');
    await panel.getByText(lineZhCn['line.ready.room.1']).waitFor();
    await phone.getByText(lineZhCn['line.read']).waitFor();
    await phone.getByRole('button', { name: phoneZhCn['phone.who.back'] }).click();
    await panel.getByRole('textbox').fill('好的，马上开始');
    await panel.getByRole('textbox').press('Enter');
    await phone.locator('.line-open[data-unread="true"]').getByText('好的，马上开始').waitFor();
    const wrong = await wrongInBothLanguages(desk, 'desk with a line open');
    wrong.push(...(await wrongOn(phone, 'helper with something unread')));
    await pictures(desk, 'line-desk');
    await desk.locator('button[lang="en"]').first().dispatchEvent('click');
    await panel.getByText(lineEn['line.private']).waitFor();
    await pictures(desk, 'line-desk-en');
    await desk.locator('button[lang="zh-CN"]').first().dispatchEvent('click');
    await pictures(phone, 'line-phone-unread');
    await phone.setViewportSize({ width: 360, height: 640 });
    await pictures(phone, 'line-phone-small');
    const overPx = await phone.locator('.page').evaluate((page) => page.scrollHeight - page.clientHeight);
    expect(overPx, 'a small phone has it all on one page').toBeLessThanOrEqual(0);
    await phone.setViewportSize(PHONE);
    await phone.locator('.line-open').click();
    await desk.locator('.line-entries').getByText(lineZhCn['line.read']).waitFor();
    await pictures(phone, 'line-phone');
    wrong.push(...(await wrongOn(phone, 'the line on a phone')));
    await phone.reload();
    await phone.locator('.line-open').click();
    await phone.getByText('好的，马上开始').waitFor();
    await panel.getByRole('button', { name: lineZhCn['line.close'] }).click();

    // One panel: a number, and nothing that anybody wrote; nor is anything on the large screen.
    await button(desk, 'panel.open').click();
    await button(desk, 'panel.go').click();
    await desk.locator('.panel .class-view').waitFor();
    await phone.getByRole('textbox').fill(SECRET);
    await phone.getByRole('button', { name: lineZhCn['line.send'] }).click();
    await desk.getByText(line('line.count', { total: 1 })).waitFor();
    for (const page of [desk, screen.page])
      for (const words of [SECRET, '好的，马上开始', lineZhCn['line.ready.room.1']])
        expect(await textOf(page)).not.toContain(words);
    wrong.push(...(await wrongOn(desk, 'a panel with its count')));
    await pictures(desk, 'line-panel');

    // The lecturer's own phone has it, and the panel's number goes.
    const { code } = await county.lecturer.call('phone.lecternCode', { sessionId: lesson.sessionId });
    const lectern = await newPhone(code);
    await lectern.getByRole('button', { name: '陈老师' }).click();
    for (const digit of PIN) await lectern.getByRole('button', { name: digit, exact: true }).click();
    await lectern.getByRole('button', { name: phoneZhCn['phone.who.enter'], exact: true }).click();
    await lectern.locator('.lectern-lines').getByText(SECRET).waitFor();
    wrong.push(...(await wrongOn(lectern, 'lectern with something unread')));
    await pictures(lectern, 'line-lectern');
    await lectern.locator('.lectern-lines button').click();
    await desk.getByText(line('line.count', { total: 1 })).waitFor({ state: 'hidden' });
    await lectern.getByRole('button', { name: lineZhCn['line.ready.lecturer.1'] }).click();
    await phone.getByText(lineZhCn['line.ready.lecturer.1'], { exact: true }).waitFor();
    await pictures(lectern, 'line-lectern-open');

    // In the other language.
    await phone.goto(`${product.url}/phone?lang=en`);
    await phone.locator('.line-open').click();
    await phone.getByText(lineEn['line.private']).waitFor();
    wrong.push(...(await wrongOn(phone, 'the line on a phone, en')));
    await pictures(phone, 'line-phone-en');
    await lectern.goto(`${product.url}/phone?lang=en`);
    await lectern.locator('.line-of').first().waitFor();
    wrong.push(...(await wrongOn(lectern, 'lectern, en')));
    await pictures(lectern, 'line-lectern-en');
    expect(wrong).toEqual([]);
  });
});
