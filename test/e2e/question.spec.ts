import { afterEach, expect, it } from 'vitest';
import { phoneAddress } from '../../client/screen/phone-code.rules.ts';
import { questionZhCn as said } from '../../shared/text/question.zh-CN.ts';
import { wrongInBothLanguages, wrongOn } from '../support/axe.ts';
import { openLesson, signIn, startLesson, untilReady } from '../support/console-page.ts';
import { describeForReal } from '../support/needs.ts';
import { addHelper, codeShownBy, enterAsHelper } from '../support/phone-page.ts';
import { picturesIn } from '../support/pictures.ts';
import { openMorning, startLectureRoom } from '../support/stage.ts';

const pictures = picturesIn(process.env['SANKETANG_PICTURES'] ?? null);
const PHONE = { width: 390, height: 844 };
const WORDS = '最长的河是哪一条？';

describeForReal('a quick question', () => {
  const closers: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });

  it('goes from the desk to the wall, is answered and corrected on the phone, and shows its result when the lecturer says so', async () => {
    const opened = await openMorning({ screens: 1, startsIn: 2 });
    closers.push(() => opened.close());
    const { product, county, lesson } = opened;
    const [screen] = opened.screens;
    const [point] = county.points;
    if (screen === undefined || point === undefined) throw new Error('no screen');
    await addHelper(county, point);
    const { page: desk, browser } = await startLectureRoom(opened, { height: 360 });
    await signIn(desk, 'chen');
    await openLesson(desk, product.url, lesson);
    await untilReady(desk, 1);
    const context = await browser.context.browser()?.newContext({ viewport: PHONE, locale: 'zh-CN' });
    if (context === undefined) throw new Error('no browser');
    const phone = await context.newPage();
    await phone.goto(phoneAddress(product.url, (await codeShownBy(screen, lesson.sessionId)).code));
    await enterAsHelper(phone);
    await startLesson(desk);

    await desk.getByRole('button', { name: said['question.title'], exact: true }).click();
    const form = desk.locator('.question-form');
    await form.getByRole('button', { name: '3', exact: true }).click();
    await form.getByRole('textbox').fill(WORDS);
    await pictures(desk, 'question-ask');
    await form.getByRole('textbox').press('Enter');
    const board = screen.page.locator('.question-board');
    await board.getByText(WORDS).waitFor();
    expect(await board.locator('progress').count(), 'no result before it is shown').toBe(0);
    const size = await board.evaluate((each) => Number.parseFloat(getComputedStyle(each).fontSize));
    const heightPx = await screen.page.evaluate(() => window.innerHeight);
    expect((size / heightPx) * 1080, 'read from the last row').toBeGreaterThanOrEqual(43.9);

    await phone.getByRole('button', { name: said['question.answer'] }).click();
    const answer = async (...counts: number[]) => {
      for (const [option, count] of counts.entries())
        await phone.locator('.question-count input').nth(option).fill(String(count));
      await phone.getByRole('button', { name: said['question.send'] }).click();
    };
    await pictures(phone, 'question-phone');
    const wrong = await wrongOn(phone, 'answering on the phone');
    await answer(900, 0, 0);
    await phone.getByRole('button', { name: said['question.answer'] }).waitFor();
    await phone.locator('.notice[data-shown="true"]').waitFor();
    await phone.getByRole('button', { name: said['question.answer'] }).click();
    await answer(12, 5, 0);
    const panel = desk.locator('.question-panel');
    await panel.getByText('A 12 · B 5 · C 0').first().waitFor();
    await phone.getByRole('button', { name: said['question.change'] }).click();
    await answer(11, 6, 0);
    await panel.getByText('A 11 · B 6 · C 0').first().waitFor();
    expect(await board.locator('progress').count()).toBe(0);

    await panel.getByRole('button', { name: said['question.show'] }).click();
    await board.locator('progress').first().waitFor();
    expect(await board.locator('li').allInnerTexts()).toEqual(['A\n11', 'B\n6', 'C\n0']);
    wrong.push(...(await wrongInBothLanguages(desk, 'desk with a question')));
    wrong.push(...(await wrongOn(screen.page, 'wall with a result')));
    await pictures(desk, 'question-desk');
    await pictures(screen.page, 'question-wall');
    await panel.getByRole('button', { name: said['question.close'] }).click();
    await board.waitFor({ state: 'detached' });
    await phone.getByRole('button', { name: said['question.change'] }).waitFor({ state: 'detached' });
    expect(wrong).toEqual([]);
  });
});
