import { afterEach, expect, it } from 'vitest';
import { lecternZhCn } from '../../shared/text/lectern.zh-CN.ts';
import { phoneZhCn } from '../../shared/text/phone.zh-CN.ts';
import { wrongOn } from '../support/axe.ts';
import { startChromium } from '../support/chromium.ts';
import { openLesson, signIn } from '../support/console-page.ts';
import { makeCounty, pairScreen, planLesson } from '../support/county.ts';
import { describeForReal } from '../support/needs.ts';
import { button, said } from '../support/office-page.ts';
import { picturesIn } from '../support/pictures.ts';
import { startProduct } from '../support/product.ts';
import { untilPicture } from '../support/screen-page.ts';
import { startLectureRoom, startScreen } from '../support/stage.ts';

const pictures = picturesIn(process.env['SANKETANG_PICTURES'] ?? null);
const PIN = '270316';
const PHONE = { width: 390, height: 844 };

describeForReal('the lecturer’s own phone beside one panel', () => {
  const closers: (() => Promise<void> | void)[] = [];
  const also = (close: () => Promise<void> | void) => void closers.push(close);
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });

  it('calls on a room, counts the own pupils and ends the lesson; the panel says only that it is there', async () => {
    const product = await startProduct();
    also(() => product.stop());
    const county = await makeCounty(product, 1);
    await county.admin.call('class.add', {
      schoolId: county.leadingSchoolId,
      name: '三年级 1 班',
      grade: '三年级',
      enrolledCount: 38,
      homeRoomId: county.lectureRoomId,
    });
    await county.admin.call('person.setPin', { personId: county.lecturerId, pin: PIN });
    const lesson = await planLesson(county, 1);
    const [point] = county.points;
    if (point === undefined) throw new Error('no teaching point');
    const screen = await startScreen(await pairScreen(product, county, point), point);
    also(() => screen.browser.close());
    const { page: panel } = await startLectureRoom({ product, also }, { height: 360 });
    await signIn(panel, 'chen');
    await openLesson(panel, product.url, lesson);
    await button(panel, 'panel.open').click();
    await button(panel, 'panel.go').click();
    await panel.locator('.panel-preflight .phone-code svg').waitFor();
    expect(await panel.locator('body').textContent(), 'the board of rooms is gone').not.toContain(point.name);
    await pictures(panel, 'panel-preflight');

    const { code } = await county.lecturer.call('phone.lecternCode', { sessionId: lesson.sessionId });
    const browser = await startChromium({ size: PHONE, camera: 'none' });
    also(() => browser.close());
    const phone = await browser.open(`${product.url}/phone#c=${code}`);
    const press = (key: keyof typeof lecternZhCn) =>
      phone.getByRole('button', { name: lecternZhCn[key], exact: true }).click();
    const typed = async (digits: string) => {
      for (const digit of digits) await phone.getByRole('button', { name: digit, exact: true }).click();
    };
    await phone.getByRole('button', { name: '陈老师' }).click();
    await typed(PIN);
    await phone.getByRole('button', { name: phoneZhCn['phone.who.enter'], exact: true }).click();
    await phone.getByText(lecternZhCn['lectern.beforeStart']).waitFor();
    await phone.getByText(point.name).waitFor();
    await panel.getByText(said['panel.phoneHere']).waitFor();
    const wrong = await wrongOn(phone, 'lectern before the start');
    await pictures(phone, 'lectern-before');

    await button(panel, 'preflight.start').click();
    await panel.locator('.panel .class-view').waitFor();
    await untilPicture(screen.page, 'camera');
    await phone
      .getByText(said['lesson.readyRooms'].replace('{ready}', '1').replace('{total}', '1'))
      .waitFor();
    await phone
      .getByRole('button', { name: lecternZhCn['lectern.callOf'].replace('{school}', point.name) })
      .click();
    await phone.getByRole('button', { name: lecternZhCn['lectern.endCall'] }).waitFor();
    await panel.locator('.class-called').getByText(point.name).waitFor();
    await pictures(phone, 'lectern-called');
    await pictures(panel, 'panel-with-phone');
    wrong.push(...(await wrongOn(phone, 'lectern with a room on stage')));
    await press('lectern.endCall');
    await panel.locator('.class-called').waitFor({ state: 'detached' });

    await phone
      .getByRole('button', { name: lecternZhCn['lectern.ownNone'].replace('{expected}', '38') })
      .click();
    await typed('36');
    await phone.getByRole('button', { name: phoneZhCn['phone.count.save'] }).click();
    await phone
      .getByText(lecternZhCn['lectern.own'].replace('{present}', '36').replace('{expected}', '38'))
      .waitFor();
    expect(await panel.locator('body').textContent(), 'counts are not for pupils').not.toContain('36');
    await pictures(phone, 'lectern-live');
    await phone.goto(`${product.url}/phone?lang=en`);
    await phone.getByRole('button', { name: /^End the lesson$/ }).waitFor();
    wrong.push(...(await wrongOn(phone, 'lectern, en')));
    await pictures(phone, 'lectern-en');
    await phone.goto(`${product.url}/phone`);

    await press('lectern.end');
    await phone.getByText(lecternZhCn['lectern.endTitle']).waitFor();
    await pictures(phone, 'lectern-end');
    await press('lectern.end');
    await panel.getByRole('heading', { name: new RegExp(said['moment.ended']) }).waitFor();
    await phone.getByRole('button', { name: lecternZhCn['lectern.reopen'] }).waitFor();
    expect(await panel.locator('body').textContent(), 'nor after it').not.toContain(point.name);
    await pictures(phone, 'lectern-over');
    expect(wrong).toEqual([]);
  });
});
