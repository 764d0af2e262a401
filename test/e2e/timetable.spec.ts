import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addDays, type LocalDate, localDate } from '../../shared/kernel/time.ts';
import { weekdayOf } from '../../shared/term.ts';
import { captionZhCn } from '../../shared/text/caption.zh-CN.ts';
import { recordingZhCn } from '../../shared/text/recording.zh-CN.ts';
import { slotsZhCn } from '../../shared/text/slots.zh-CN.ts';
import { timetableZhCn } from '../../shared/text/timetable.zh-CN.ts';
import { wrongInBothLanguages } from '../support/axe.ts';
import { type Browser, startChromium } from '../support/chromium.ts';
import { type County, makeCounty } from '../support/county.ts';
import { describeForReal } from '../support/needs.ts';
import { choose, drawer, said as officeSaid } from '../support/office-page.ts';
import { picturesIn } from '../support/pictures.ts';
import { type Product, startProduct } from '../support/product.ts';

const pictures = picturesIn(process.env['SANKETANG_PICTURES'] ?? null);
const said = { ...officeSaid, ...timetableZhCn, ...slotsZhCn, ...captionZhCn, ...recordingZhCn };
type Said = keyof typeof said;
const button = (place: Page | Locator, key: Said) =>
  place.getByRole('button', { name: new RegExp(`(^| )${said[key]}$`) });

/** Next week's Monday: nothing of it is past, whatever day it is. */
function nextMonday(): LocalDate {
  const today = localDate.parse(new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10));
  return addDays(today, 8 - weekdayOf(today));
}
const MONDAY = nextMonday();

/** From a term and bells to a moved, a refused and a cancelled lesson, as an office does it. */
describeForReal('the timetable of a term', () => {
  let product: Product;
  let county: County;
  let office: Browser;
  let page: Page;
  const wrong: string[] = [];

  beforeAll(async () => {
    product = await startProduct();
    county = await makeCounty(product, 2);
    const schools = [county.leadingSchoolId, ...county.points.map((point) => point.schoolId)];
    for (const schoolId of schools)
      await county.admin.call('bell.add', {
        schoolId,
        name: '夏季作息',
        fromDate: null,
        toDate: null,
        weekdays: [1, 2, 3, 4, 5],
        periods: [600, 660].map((startMinute, index) => ({
          name: `第${index + 1}节`,
          startMinute,
          durationMinutes: 40,
        })),
      });
    office = await startChromium({ size: { width: 1366, height: 768 } });
    await office.context.addCookies(county.admin.cookies());
    page = await office.open(product.url);
  });
  afterAll(async () => {
    await office?.close();
    await product?.stop();
  });

  const look = async (name: string) => {
    await pictures(page, `timetable-${name}`);
    wrong.push(...(await wrongInBothLanguages(page, name)));
  };
  const view = (name: string) => page.goto(`${product.url}/timetable?view=${name}`);
  const week = () => page.goto(`${product.url}/timetable?week=${MONDAY}`);
  /** The lesson that stands on a day at a time, in the order of the page. */
  const lessonAt = (date: LocalDate, from: string) =>
    page.getByRole('button', { name: new RegExp(`${Number(date.slice(8))}日 ${from}–`) });
  const told = () => page.getByRole('status').filter({ hasText: /\S/ }).first();
  const confirm = async (act: 'move' | 'cancel', reason: string) => {
    await drawer(page).getByLabel(said['timetable.reason'], { exact: true }).fill(reason);
    await button(drawer(page), `timetable.do.${act}`).last().click();
  };

  it('is made of a term with its holidays', async () => {
    await view('terms');
    await page.getByText(said['register.empty.terms']).waitFor();
    await look('terms-empty');
    await button(page, 'register.add.terms').click();
    const form = drawer(page);
    await form.getByLabel(said['timetable.termName'], { exact: true }).fill('秋季学期');
    await form.getByLabel(said['timetable.termFrom'], { exact: true }).fill(MONDAY);
    await form.getByLabel(said['timetable.termTo'], { exact: true }).fill(addDays(MONDAY, 39));
    // A row that was begun and left empty is none; one without its day is refused by its number.
    await button(form, 'timetable.holidayAdd').click();
    await button(form, 'timetable.holidayAdd').click();
    await form.getByLabel(said['timetable.holidayName']).last().fill('校运会');
    await button(form, 'register.save').click();
    await form.getByText(/^第 1 行：/).waitFor();
    await form.getByLabel(said['timetable.termFrom'], { exact: true }).last().fill(addDays(MONDAY, 4));
    await look('term-form');
    await button(form, 'register.save').click();
    await page.getByRole('row', { name: /秋季学期/ }).waitFor();
    await button(form, 'app.close').last().click();
    await form.waitFor({ state: 'hidden' });
    await page.getByRole('row', { name: /校运会/ }).waitFor();
    await look('terms');
  });

  it('rings bells that are found, changed together and taken back', async () => {
    await view('bells');
    await page.getByRole('row', { name: /李家沟/ }).waitFor();
    await look('bells');
    const search = page.getByRole('searchbox', { name: said['list.search'] });
    await search.fill('zzz');
    await page.getByText(said['register.noMatch']).waitFor();
    await search.fill('ljg');
    await page.getByText(said['list.total'].replace('{total}', '1')).waitFor();
    await page
      .getByRole('row', { name: /李家沟/ })
      .getByRole('button')
      .click();
    await button(drawer(page), 'register.save').waitFor();
    await look('bell-form');
    await page.keyboard.press('Escape');
    await drawer(page).waitFor({ state: 'hidden' });
    await button(page, 'list.clear').click();
    await page.getByRole('checkbox', { name: new RegExp(said['list.selectAll'].slice(0, 2)) }).click();
    await button(page, 'bulk.button').click();
    await choose(drawer(page).getByLabel(said['bulk.field']), said['timetable.bellTo']);
    await drawer(page).getByLabel(said['timetable.bellTo'], { exact: true }).fill(addDays(MONDAY, 300));
    await button(drawer(page), 'register.save').click();
    await drawer(page).waitFor({ state: 'hidden' });
    const last = async () =>
      (await county.admin.call('bell.list', {})).rows.map(({ fields }) => fields.toDate);
    await expect.poll(last).toEqual([1, 2, 3].map(() => addDays(MONDAY, 300)));
    await page.getByRole('button', { name: new RegExp(said['undo.what.change'].slice(0, 2)) }).click();
    await expect.poll(last).toEqual([null, null, null]);
  });

  it('is proposed, looked at and accepted', async () => {
    await view('planner');
    await button(page, 'timetable.plannerPropose').click();
    const accept = page.getByRole('button', {
      name: new RegExp(said['timetable.plannerAccept'].replace('{lessons}', '\\d+')),
    });
    await accept.waitFor();
    await look('proposal');
    await accept.click();
    await page.waitForURL((url) => url.pathname === '/timetable' && url.search === '');
    await week();
    await page.locator('.grid-lesson').first().waitFor();
    expect(await page.locator('.grid-lesson').count()).toBeGreaterThanOrEqual(1);
    await look('week');
  });

  it('has slots that say what their lessons carry, from a day on', async () => {
    await view('slots');
    const slot = page.locator('.register .link-button').first();
    await slot.waitFor();
    await look('slots');
    await button(page, 'register.add.slots').click();
    await drawer(page).getByLabel(said['slot.link'], { exact: true }).waitFor();
    await look('slot-new');
    await page.keyboard.press('Escape');
    await drawer(page).waitFor({ state: 'hidden' });
    await slot.click();
    const form = drawer(page);
    await choose(form.getByLabel(said['language.teaching'], { exact: true }), said['language.bo']);
    await choose(form.getByLabel(said['recording.plan'], { exact: true }), said['recording.plan.region']);
    const from = addDays(MONDAY, 14);
    await form.getByLabel(said['entry.from'], { exact: true }).fill(from);
    await look('slot-form');
    await button(form, 'register.save').click();
    await form.waitFor({ state: 'hidden' });
    const changed = (await county.admin.call('slot.list', { date: from })).rows.find(
      ({ fields }) => fields.language === 'bo',
    );
    expect(changed?.fields.recording).toEqual({ on: true, licence: 'region' });
    const lessons = await county.admin.call('lesson.list', { from: MONDAY, to: addDays(MONDAY, 39) });
    const own = lessons.filter(({ slotId }) => slotId === changed?.id);
    expect(own.length).toBeGreaterThan(3);
    expect(own.map(({ language }) => language)).toEqual(
      own.map(({ localDate: date }) => (date < from ? undefined : 'bo')),
    );
  });

  it('is changed by keyboard, and refuses a double booking in words', async () => {
    // Two lessons that stand where nothing else does, so that the test knows its ground.
    const plan = (date: LocalDate, startMinute: number) =>
      county.admin.call('lesson.plan', {
        kind: 'delivery',
        mode: 'interactive',
        subject: '书法',
        grade: '三年级',
        localDate: date,
        startMinute,
        durationMinutes: 40,
        lecturerId: county.lecturerId,
        lectureRoomId: county.lectureRoomId,
        linkId: null,
        roomIds: county.points.map((point) => point.roomId),
      });
    const [monday, tuesday] = [MONDAY, addDays(MONDAY, 1)];
    await plan(monday, 840);
    await plan(tuesday, 850);
    await week();
    await lessonAt(monday, '14:00').focus();
    await page.keyboard.press('Space');
    await told().getByText(/14:00/).waitFor();
    await page.keyboard.press('ArrowRight');
    await page.getByText(/14:00–14:40，冲突：.*14:10–14:50 已有“书法 三年级”/).waitFor();
    await look('clash');
    // Let go all the same: the server refuses it in words.
    await page.keyboard.press('Enter');
    await confirm('move', '教师外出');
    const alert = drawer(page).getByRole('alert');
    await alert.getByText(/已有“书法 三年级”/).waitFor();
    await look('refused');
    await page.keyboard.press('Escape');
    await drawer(page).waitFor({ state: 'hidden' });

    await lessonAt(monday, '14:00').focus();
    await page.keyboard.press('Space');
    for (const key of ['ArrowRight', 'ArrowDown', 'Escape']) await page.keyboard.press(key);
    await page.getByText(said['timetable.putBack']).waitFor();
    await page.keyboard.press('Space');
    for (let steps = 0; steps < 12; steps += 1) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    await page.getByText(/15:00–15:40，空闲/).waitFor();
    await page.keyboard.press('Enter');
    await confirm('move', '教师外出');
    await lessonAt(tuesday, '15:00').waitFor();
    expect(await lessonAt(tuesday, '15:00').textContent()).toContain(said['timetable.state.moved']);
  });

  it('is changed by a drag, and shows what is cancelled with its reason', async () => {
    const tuesday = addDays(MONDAY, 1);
    await week();
    const lesson = lessonAt(tuesday, '15:00');
    await lesson.scrollIntoViewIfNeeded();
    const box = await lesson.boundingBox();
    if (box === null) throw new Error('the lesson is not on the page');
    await page.mouse.move(box.x + 20, box.y + 10);
    await page.mouse.down();
    await page.mouse.move(box.x + 20, box.y - 60, { steps: 6 });
    await page.getByText(/冲突：/).waitFor();
    await page.mouse.move(box.x + 20 + box.width, box.y + 10, { steps: 6 });
    await page.getByText(/15:00–15:40，空闲/).waitFor();
    await page.mouse.up();
    await confirm('move', '作息调整');
    const wednesday = addDays(MONDAY, 2);
    await lessonAt(wednesday, '15:00').waitFor();
    await lessonAt(wednesday, '15:00').click();
    await button(drawer(page), 'timetable.do.cancel').click();
    await look('lesson');
    await confirm('cancel', '停电');
    await page.getByRole('button', { name: /停课.*15:00/ }).click();
    await drawer(page).getByText(/停电/).waitFor();
    await button(drawer(page), 'timetable.do.restore').first().waitFor();
    await page.keyboard.press('Escape');

    await button(page, 'timetable.feeds').click();
    await button(drawer(page), 'timetable.feedCreate').click();
    const address = await drawer(page).getByLabel(said['timetable.feedAddress']).inputValue();
    const calendar = await fetch(address);
    expect(calendar.headers.get('content-type')).toMatch(/^text\/calendar/);
    expect(await calendar.text()).toContain('STATUS:CANCELLED');
    await look('feeds');
    expect(wrong).toEqual([]);
  });

  it('is readable on a large display', async () => {
    await page.setViewportSize({ width: 1920, height: 1080 });
    await week();
    await page.locator('.grid-lesson').first().waitFor();
    await look('week-1920');
    await page.locator('button[lang="en"]').click();
    await pictures(page, 'timetable-week-1920-en');
    await page.setViewportSize({ width: 1366, height: 768 });
    await pictures(page, 'timetable-week-en');
    expect(wrong).toEqual([]);
  });
});
