import { afterEach, expect, it } from 'vitest';
import { phoneAddress } from '../../client/screen/phone-code.rules.ts';
import { helperZhCn } from '../../shared/text/helper.zh-CN.ts';
import { wrongInBothLanguages } from '../support/axe.ts';
import { startChromium } from '../support/chromium.ts';
import { endLesson, openLesson, signIn, startLesson, untilReady } from '../support/console-page.ts';
import { describeForReal } from '../support/needs.ts';
import { addHelper, codeShownBy, enterAsHelper, HELPER, phoneSays, scanCode } from '../support/phone-page.ts';
import { picturesIn } from '../support/pictures.ts';
import { openMorning, startLectureRoom } from '../support/stage.ts';

const pictures = picturesIn(process.env['SANKETANG_PICTURES'] ?? null);

describeForReal('the office behind a phone', () => {
  const closers: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });

  it('sets a PIN, sees and releases the phone, and confirms what the phone did not', async () => {
    const morning = await openMorning({ screens: 1, startsIn: 2 });
    closers.push(() => morning.close());
    const { product, county, lesson } = morning;
    const [screen] = morning.screens;
    const [point] = county.points;
    if (screen === undefined || point === undefined) throw new Error('no screen');
    await addHelper(county, point);
    const office = await startChromium();
    morning.also(() => office.close());
    const page = await office.open(`${product.url}/directory?tab=people`);
    await signIn(page, 'zhoumin');
    await page.goto(`${product.url}/directory?tab=people`);
    const wrong: string[] = [];
    await page.getByRole('button', { name: `${helperZhCn['pin.change']} ${HELPER.name}` }).click();
    const drawer = page.getByRole('dialog');
    await drawer.getByLabel(helperZhCn['pin.pin']).fill('12');
    await drawer.getByRole('button', { name: helperZhCn['pin.save'] }).click();
    await drawer.getByText(helperZhCn['pin.wrong']).waitFor();
    wrong.push(...(await wrongInBothLanguages(page, 'PIN')));
    await drawer.getByLabel(helperZhCn['pin.pin']).fill(HELPER.pin);
    await drawer.getByRole('button', { name: helperZhCn['pin.save'] }).click();
    await drawer.waitFor({ state: 'hidden' });

    await screen.page.locator('.phone-code svg').waitFor();
    const { code } = await codeShownBy(screen, lesson.sessionId);
    const phone = await scanCode(phoneAddress(product.url, code));
    morning.also(() => phone.browser.close());
    await enterAsHelper(phone.page);
    const lectern = (await startLectureRoom(morning, { height: 360 })).page;
    await signIn(lectern, 'chen');
    await openLesson(lectern, product.url, lesson);
    await untilReady(lectern, 1);
    await startLesson(lectern);
    await lectern.locator('.phone-of-room').click();
    await lectern.getByText(HELPER.name).waitFor();
    await pictures(lectern, 'phone-of-room');
    wrong.push(...(await wrongInBothLanguages(lectern, 'phone of a room')));
    await lectern.getByRole('button', { name: helperZhCn['helper.release'] }).click();
    await phone.page.getByText(phoneSays['phone.scan.released']).waitFor();
    await lectern.locator('.phone-of-room').waitFor({ state: 'hidden' });

    await endLesson(lectern);
    await page.goto(`${product.url}/attendance/${lesson.sessionId}`);
    await page.getByRole('button', { name: helperZhCn['late.open'] }).click();
    await page.getByLabel(helperZhCn['late.partly']).click();
    await page.getByLabel(helperZhCn['late.cause'], { exact: true }).click();
    await page.getByText(helperZhCn['late.cause.sound'], { exact: true }).last().click();
    await page.getByLabel(helperZhCn['late.count']).fill('18');
    await pictures(page, 'late-confirmation');
    wrong.push(...(await wrongInBothLanguages(page, 'late confirmation')));
    await page.getByRole('button', { name: helperZhCn['late.save'] }).click();
    await page.getByText(helperZhCn['late.done']).waitFor();
    const { rooms } = await county.admin.call('attendance.read', { sessionId: lesson.sessionId });
    expect(rooms).toMatchObject([{ headCount: { presentCount: 18, source: 'corrected' } }]);
    expect(wrong).toEqual([]);
  });
});
