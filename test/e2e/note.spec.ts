import type { Page } from 'playwright-core';
import { afterEach, expect, it } from 'vitest';
import { phoneAddress } from '../../client/screen/phone-code.rules.ts';
import { noteZhCn } from '../../shared/text/note.zh-CN.ts';
import { wrongInBothLanguages, wrongOn } from '../support/axe.ts';
import { type Browser, startChromium } from '../support/chromium.ts';
import { signIn } from '../support/console-page.ts';
import { describeForReal } from '../support/needs.ts';
import { addHelper, codeShownBy, enterAsHelper, phoneSays, scanCode } from '../support/phone-page.ts';
import { picturesIn } from '../support/pictures.ts';
import { type Morning, openMorning } from '../support/stage.ts';

const pictures = picturesIn(process.env['SANKETANG_PICTURES'] ?? null);

describeForReal('a preparation note', () => {
  let morning: Morning;
  afterEach(() => morning?.close());

  it('is written in by two at once, survives a reload, and undoes one’s own words alone', async () => {
    morning = await openMorning({ screens: 1 });
    const chen = await noteAt(morning, 'chen');
    const he = await noteAt(morning, 'he');
    await area(chen).pressSequentially('节奏：四分音符');
    await saidIn(he, '节奏：四分音符');
    // The caret of whoever writes further down stays where it was while somebody writes above.
    await area(he).press('End');
    await area(chen).press('Home');
    await Promise.all([area(chen).pressSequentially('一、'), area(he).pressSequentially('与八分音符')]);
    await saidIn(chen, '一、节奏：四分音符与八分音符');
    await saidIn(he, '一、节奏：四分音符与八分音符');
    await he.getByText(noteZhCn['note.saved']).waitFor();
    await pictures(he, 'note');
    expect(await wrongInBothLanguages(he, 'note')).toEqual([]);

    await area(he).press('Control+z');
    await saidIn(chen, '一、节奏：四分音符');
    await area(chen).press('End');
    await area(chen).pressSequentially('。');
    await saidIn(he, '一、节奏：四分音符。');
    await chen.getByText(noteZhCn['note.saved']).waitFor();
    await chen.reload();
    await openNote(chen);
    await saidIn(chen, '一、节奏：四分音符。');
  });

  it('is read on a helper’s phone while it is written at a desk', async () => {
    morning = await openMorning({ screens: 1, startsIn: 2 });
    const { product, county, lesson, also } = morning;
    const [screen] = morning.screens;
    const [point] = county.points;
    if (screen === undefined || point === undefined) throw new Error('no screen');
    await addHelper(county, point);
    const chen = await noteAt(morning, 'chen');
    const { code } = await codeShownBy(screen, lesson.sessionId);
    const { page: phone, browser } = await scanCode(phoneAddress(product.url, code));
    also(() => browser.close());
    await enterAsHelper(phone);
    await phone.locator('.line-open').click();
    await pictures(phone, 'note-phone-way');
    await phone.getByRole('button', { name: noteZhCn['note.title'], exact: true }).click();
    await phone.getByText(noteZhCn['note.empty']).waitFor();
    await area(chen).pressSequentially('李家沟：请准备铃鼓');
    await phone.getByText('李家沟：请准备铃鼓').waitFor();
    await pictures(phone, 'note-phone');
    expect(await wrongOn(phone, 'a note on a phone')).toEqual([]);
    await phone.getByRole('button', { name: phoneSays['phone.who.back'] }).click();
    await phone.getByRole('textbox').waitFor();
  });
});

async function noteAt({ product, also }: Morning, loginName: string): Promise<Page> {
  const browser: Browser = await startChromium();
  also(() => browser.close());
  const page = await browser.open(product.url);
  await signIn(page, loginName);
  await openNote(page);
  return page;
}

async function openNote(page: Page): Promise<void> {
  await page.getByRole('button', { name: noteZhCn['note.title'] }).first().click();
  await page.getByText(noteZhCn['note.saved']).waitFor();
}

const area = (page: Page) => page.getByRole('textbox', { name: noteZhCn['note.title'] });
const saidIn = (page: Page, words: string): Promise<void> =>
  expect.poll(() => area(page).inputValue()).toBe(words);
