import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Browser, startChromium } from '../support/chromium.ts';
import { signIn, untilReady } from '../support/console-page.ts';
import { PASSWORD } from '../support/county.ts';
import { describeForReal } from '../support/needs.ts';
import {
  addToRegister,
  button,
  codeOnScreen,
  drawer,
  type Entry,
  fillIn,
  type Said,
  said,
  typeCode,
} from '../support/office-page.ts';
import { picturesIn } from '../support/pictures.ts';
import { type Product, startProduct } from '../support/product.ts';
import { untilSession } from '../support/screen-page.ts';

const pictures = picturesIn(process.env['SANKETANG_PICTURES'] ?? null);
const LEAD = '云溪县实验小学';
const POINT = '李家沟教学点';

/** Everything that an office does before its first lesson, by what stands on the pages and nothing else. */
describeForReal('the first day', () => {
  let product: Product;
  let office: Browser;
  let classroom: Browser;
  let lectern: Browser;

  beforeAll(async () => {
    product = await startProduct();
    office = await startChromium();
    classroom = await startChromium({ kiosk: true, size: { width: 1920, height: 1080 } });
  });
  afterAll(async () => {
    await Promise.all([office?.close(), classroom?.close(), lectern?.close()]);
    await product?.stop();
  });

  it('leads from the one-time link to a lecturer who sees a waiting room', async () => {
    const page = await office.open(product.setupUrl ?? '');
    await becomeAdministrator(page);
    await fillRegisters(page);
    const screen = await classroom.open(`${product.url}/screen`);
    await pairByCode(page, screen);
    await planForNow(page);

    lectern = await startChromium();
    const teacher = await lectern.open(product.url);
    await pictures(teacher, '10-login');
    await signIn(teacher, 'chen');
    const lesson = teacher.getByRole('region', { name: said['home.mainLesson'] });
    await lesson.getByText(`音乐 三年级`).waitFor();
    await pictures(teacher, '11-home-lecturer');
    expect(await lesson.textContent()).toContain(POINT);
    await button(lesson, 'home.open').click();
    await teacher.getByRole('img', { name: said['preflight.preview'] }).locator('video').waitFor();
    await teacher.getByText(said['preflight.media.connected']).waitFor();
    await untilReady(teacher, 1);
    await untilSession(screen, 'joined:waiting');
    await pictures(teacher, '12-preflight');
    await pictures(screen, '13-screen-waiting');
    expect(await button(teacher, 'preflight.start').isEnabled()).toBe(true);
  });
});

async function becomeAdministrator(page: Page): Promise<void> {
  await page.getByRole('heading', { name: said['setup.title'] }).waitFor();
  expect(page.url(), 'the one-time link goes out of sight').not.toContain('token');
  await pictures(page, '01-setup');
  await fillIn(page.getByRole('main'), [
    ['setup.officeName', { type: '云溪县教育局' }],
    ['person.realName', { type: '周敏' }],
    ['person.loginName', { type: 'zhoumin' }],
    ['person.password', { type: PASSWORD }],
  ]);
  await button(page, 'setup.submit').click();
  await page.getByRole('heading', { name: said['access.title'], exact: true }).waitFor();
  await pictures(page, '01-access');
  await button(page, 'access.later').click();
  await page.getByRole('heading', { name: said['steps.title'] }).waitFor();
  await pictures(page, '02-home-empty');
}

/** What the page names as the next step, whatever it looks like. */
async function takeStep(page: Page, step: Said): Promise<void> {
  const name = said[step];
  await page.getByRole('link', { name }).or(page.getByRole('button', { name })).first().click();
}

async function fillRegisters(page: Page): Promise<void> {
  await takeStep(page, 'steps.do.schools');
  const school = (name: string, kind: string) => ({
    row: name,
    fields: [
      ['school.name', { type: name }],
      ['school.kind', { choose: kind }],
    ] satisfies Entry[],
  });
  await addToRegister(page, 'schools', [
    school(LEAD, said['schoolKind.central']),
    school(POINT, said['schoolKind.teachingPoint']),
  ]);
  await pictures(page, '03-schools');
  await addToRegister(page, 'rooms', [
    {
      row: '录播教室',
      fields: [
        ['room.school', { choose: LEAD }],
        ['room.name', { type: '录播教室' }],
        ['room.ends', { choose: said['roomEnd.lecture'] }],
      ],
    },
    {
      row: '一号教室',
      fields: [
        ['room.school', { choose: POINT }],
        ['room.name', { type: '一号教室' }],
        ['room.phone', { type: '13800000000' }],
      ],
    },
  ]);
  await pictures(page, '04-rooms');
  await addToRegister(page, 'classes', [
    {
      row: '三年级',
      fields: [
        ['room.school', { choose: POINT }],
        ['class.name', { type: '三年级' }],
        ['lesson.grade', { type: '三年级' }],
        ['class.enrolled', { type: '23' }],
        ['class.homeRoom', { choose: '一号教室' }],
      ],
    },
  ]);
  await addToRegister(page, 'people', [
    {
      row: '陈老师',
      fields: [
        ['person.realName', { type: '陈老师' }],
        ['person.school', { choose: LEAD }],
        ['person.loginName', { type: 'chen' }],
        ['person.password', { type: PASSWORD }],
      ],
    },
  ]);
  await pictures(page, '05-people');
  await addToRegister(page, 'needs', [
    {
      row: '没有音乐教师',
      fields: [
        ['need.point', { choose: POINT }],
        ['lesson.subject', { type: '音乐' }],
        ['lesson.grade', { type: '三年级' }],
        ['need.periods', { type: '2' }],
        ['need.reason', { type: '没有音乐教师' }],
      ],
    },
  ]);
  await addToRegister(page, 'links', [
    {
      row: LEAD,
      fields: [
        ['link.need', { choose: POINT }],
        ['link.from', { choose: LEAD }],
      ],
    },
  ]);
  await pictures(page, '06-links');
}

async function pairByCode(page: Page, screen: Page): Promise<void> {
  await takeStep(page, 'steps.do.devices');
  const code = await codeOnScreen(screen);
  expect(code).toMatch(/^[2-9A-Z]{8}$/);
  await pictures(screen, '07-screen-pairing');
  await button(page, 'device.pair').click();
  await typeCode(page, { code: `${code.slice(0, 4)} ${code.slice(4).toLowerCase()}`, room: POINT });
  const address = drawer(page).getByLabel(said['device.startAddress']);
  await address.waitFor();
  await pictures(page, '08-paired');
  expect(await address.inputValue()).toMatch(new RegExp(`^${product(page)}/screen#key=[\\w-]{20,}$`));
  await button(drawer(page), 'device.pairDone').click();
  await page.locator('.ant-table-row', { hasText: POINT }).waitFor();
  expect(await page.getByLabel(said['device.startAddress']).count(), 'shown once').toBe(0);
  await screen.getByRole('heading', { name: POINT }).waitFor();
  await pictures(screen, '09-screen-idle');
}

const product = (page: Page): string => new URL(page.url()).origin;

async function planForNow(page: Page): Promise<void> {
  const wall = new Date(Date.now() + 8 * 3_600_000).toISOString();
  await page.getByRole('link', { name: said['nav.lessons'], exact: true }).click();
  await button(page, 'lessons.plan').click();
  await fillIn(drawer(page), [
    ['lessons.link', { choose: LEAD }],
    ['coverage.date', { type: wall.slice(0, 10) }],
    ['lessons.time', { type: wall.slice(11, 16) }],
    ['lesson.lecturer', { choose: '陈老师' }],
    ['lesson.lectureRoom', { choose: '录播教室' }],
  ]);
  await pictures(page, '09-plan');
  expect(await drawer(page).getByLabel(said['lesson.subject']).inputValue(), 'from the link').toBe('音乐');
  await button(drawer(page), 'lessons.planSubmit').click();
  await page.locator('.ant-table-row', { hasText: '陈老师' }).waitFor();
  await pictures(page, '09-lessons');
}
