import { afterEach, expect, it } from 'vitest';
import { phoneZhCn } from '../../shared/text/phone.zh-CN.ts';
import { wrongInBothLanguages, wrongOn } from '../support/axe.ts';
import { openLesson, signIn, startLesson, untilReady } from '../support/console-page.ts';
import { drawLine, inkOn, said, showFile, untilMarks, untilPage } from '../support/courseware.ts';
import { describeForReal } from '../support/needs.ts';
import { button } from '../support/office-page.ts';
import { makePdf } from '../support/pdf.ts';
import { picturesIn } from '../support/pictures.ts';
import { openMorning, startLectureRoom } from '../support/stage.ts';

const pictures = picturesIn(process.env['SANKETANG_PICTURES'] ?? null);
const PIN = '270316';
const PHONE = { width: 390, height: 844 };
const PAGES = ['第一课 春天来了', '江南春 杜牧', '千里莺啼绿映红', '水村山郭酒旗风'];

describeForReal('courseware', () => {
  const closers: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });

  it('is brought before the lesson, fetched by the room, turned and written on, and found again by a screen that comes late', async () => {
    const opened = await openMorning({ screens: 1, startsIn: 3 });
    closers.push(() => opened.close());
    const { product, county, lesson } = opened;
    const [screen] = opened.screens;
    if (screen === undefined) throw new Error('no screen');
    const { page: desk, browser } = await startLectureRoom(opened, { height: 360 });
    await signIn(desk, 'chen');

    await desk.getByRole('button', { name: said['courseware.prepare'] }).first().click();
    const drawer = desk.getByRole('dialog');
    const choose = drawer.locator('input[type="file"]');
    await choose.setInputFiles({
      name: '程序.exe',
      mimeType: 'application/x-dosexec',
      buffer: Buffer.from('MZ'),
    });
    await drawer.getByRole('alert').waitFor();
    await choose.setInputFiles({
      name: '课文.pdf',
      mimeType: 'application/pdf',
      buffer: makePdf(PAGES),
    });
    await drawer
      .getByText(said['courseware.pages'].replace('{total}', '4').replace('{megabytes}', '0.1'))
      .waitFor();
    const wrong = await wrongInBothLanguages(desk, 'preparing');
    await pictures(desk, 'courseware-prepare');

    const fetched: string[] = [];
    screen.page.on('request', (request) => {
      if (request.url().includes('/api/courseware/')) fetched.push(request.url());
    });
    await openLesson(desk, product.url, lesson);
    await untilReady(desk, 1);
    await startLesson(desk);
    await showFile(desk);
    await untilPage(desk, 1);
    await untilPage(screen.page, 1);
    expect(
      await inkOn(screen.page, '.page-paper'),
      'Chinese that the file brings no font for',
    ).toBeGreaterThan(15);

    await desk.locator('body').press('PageDown');
    await untilPage(screen.page, 2);
    await desk.getByRole('button', { name: said['courseware.next'] }).click();
    await untilPage(screen.page, 3);

    await drawLine(desk, [0.2, 0.5], [0.8, 0.55]);
    await untilMarks(screen.page, 1);
    expect(await inkOn(screen.page, '.page-ink')).toBeGreaterThan(0.5);
    await desk.getByRole('button', { name: said['courseware.tool.highlighter'] }).click();
    await drawLine(desk, [0.1, 0.4], [0.7, 0.4]);
    await untilMarks(screen.page, 2);
    await desk.getByRole('button', { name: said['courseware.undo'] }).click();
    await untilMarks(screen.page, 1);
    await desk.getByRole('button', { name: said['courseware.tool.eraser'] }).click();
    await drawLine(desk, [0.5, 0.3], [0.5, 0.7]);
    await untilMarks(screen.page, 0);
    await desk.getByRole('button', { name: said['courseware.undo'] }).click();
    await untilMarks(screen.page, 1);
    await desk.getByRole('button', { name: new RegExp(`(^| )${said['courseware.tool.pen']}$`) }).click();

    await desk.locator('.draw-layer').focus();
    for (const key of ['ArrowDown', ' ', 'ArrowRight', 'ArrowRight', 'ArrowRight', ' '])
      await desk.keyboard.press(key);
    await untilMarks(screen.page, 2);
    await pictures(desk, 'courseware-desk');
    await pictures(screen.page, 'courseware-screen');
    wrong.push(...(await wrongInBothLanguages(desk, 'desk with courseware')));
    wrong.push(...(await wrongOn(screen.page, 'screen with courseware')));

    const before = fetched.length;
    await screen.page.reload();
    await untilPage(screen.page, 3);
    await untilMarks(screen.page, 2);
    expect(fetched.slice(before), 'what is on the disk is not fetched again').toEqual([]);

    await desk.getByRole('button', { name: said['courseware.close'] }).click();
    await screen.page.locator('.page-stage').waitFor({ state: 'detached' });
    await showFile(desk);
    await untilPage(screen.page, 3);
    await untilMarks(screen.page, 2);

    await button(desk, 'panel.open').click();
    await button(desk, 'panel.go').click();
    await desk.locator('.courseware-bare .draw-layer').waitFor();
    await untilPage(desk, 3);
    await drawLine(desk, [0.3, 0.7], [0.6, 0.7]);
    await untilMarks(screen.page, 3);
    await pictures(desk, 'courseware-panel');
    wrong.push(...(await wrongOn(desk, 'panel with courseware')));

    await county.admin.call('person.setPin', { personId: county.lecturerId, pin: PIN });
    const { code } = await county.lecturer.call('phone.lecternCode', { sessionId: lesson.sessionId });
    const context = await browser.context.browser()?.newContext({ viewport: PHONE, locale: 'zh-CN' });
    const phone = await context?.newPage();
    if (phone === undefined) throw new Error('no phone');
    await phone.goto(`${product.url}/phone#c=${code}`);
    await phone.getByRole('button', { name: '陈老师' }).click();
    for (const digit of PIN) await phone.getByRole('button', { name: digit, exact: true }).click();
    await phone.getByRole('button', { name: phoneZhCn['phone.who.enter'], exact: true }).click();
    await phone.getByRole('button', { name: said['courseware.back'] }).click();
    await untilPage(screen.page, 2);
    await pictures(phone, 'courseware-phone');
    wrong.push(...(await wrongOn(phone, 'phone with courseware')));
    expect(wrong).toEqual([]);
  });
});
