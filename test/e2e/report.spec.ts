import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { wallClock, zone } from '../../shared/kernel/time.ts';
import { exportZhCn } from '../../shared/text/export.zh-CN.ts';
import { type Api, createApi } from '../support/api.ts';
import { wrongInBothLanguages } from '../support/axe.ts';
import { type Browser, startChromium } from '../support/chromium.ts';
import { describeForReal } from '../support/needs.ts';
import { button, choose, drawer, said } from '../support/office-page.ts';
import { patiently } from '../support/patience.ts';
import { picturesIn } from '../support/pictures.ts';
import { type Product, startProduct } from '../support/product.ts';

const pictures = picturesIn(process.env['SANKETANG_PICTURES'] ?? null);
const PASSWORD = 'sanketang-demo';
const term = { kind: 'term', date: wallClock(Date.now(), zone.parse('Asia/Shanghai')).date } as const;
const address = (more: Record<string, string> = {}) => `/report?${new URLSearchParams({ ...term, ...more })}`;

/** The demonstration's weeks in the report: from the county down to one unserved need and its cause, and a cause that is set right. */
describeForReal('the coverage report', () => {
  let product: Product;
  let admin: Api;
  let browser: Browser;
  let page: Page;
  const wrong: string[] = [];

  const signedIn = async (loginName: string) => {
    const api = createApi(product.url);
    await api.call('login.create', { loginName, password: PASSWORD });
    return api;
  };
  beforeAll(async () => {
    product = await startProduct({ args: ['--demo'], env: { ACCESS_WAY: 'localhost' } });
    await vi.waitFor(() => expect(product.output()).toContain('demo-science'), patiently);
    admin = await signedIn('demo-admin');
    // Lessons are settled and added up while everything else goes on.
    await vi.waitFor(async () => {
      const { figures } = await admin.call('report.read', term);
      expect(figures.find(({ key }) => key === 'needWeighted')?.numerator).toBeGreaterThan(0);
      const lacking = { ...term, indicator: 'validLessons', part: 'lacking' } as const;
      const { rows } = await admin.call('report.list', lacking);
      expect(rows.list === 'lessons' && rows.lines.some(({ correctable }) => correctable)).toBe(true);
    }, patiently);
    browser = await startChromium();
    await browser.context.addCookies(admin.cookies());
    page = await browser.open(product.url + address());
  });
  afterAll(async () => {
    await browser?.close();
    await product?.stop();
  });
  const loaded = () => page.locator('.ant-skeleton').first().waitFor({ state: 'detached' });
  const look = async (name: string) => {
    await loaded();
    wrong.push(...(await wrongInBothLanguages(page, name)));
    await pictures(page, `report-${name}`);
  };
  const go = async (more: Record<string, string> = {}) => {
    await page.goto(product.url + address(more));
    await page.locator('.figure-main').waitFor();
  };
  const rowOf = (words: string) => drawer(page).getByRole('row').filter({ hasText: words });

  it('says the headline with its fraction, and beside it always what it leaves out', async () => {
    const main = page.locator('.figure-main');
    await main.getByRole('heading', { name: said['indicator.needWeighted.name'] }).waitFor();
    expect(await main.locator('.figure-number').textContent()).toMatch(/^\d+(\.\d)?%$/);
    await page.getByText(said['report.provisional']).waitFor();
    for (const words of [said['report.withdrawn'], said['report.silent']])
      await page.getByRole('button', { name: words }).waitFor();
    await look('indicators');
    await button(page, 'report.silent').click();
    await rowOf('高岭教学点').waitFor();
    await look('silent');
  });

  it('leads from the county down to an unserved need and its cause, and back up', async () => {
    await go({ tab: 'below' });
    await look('below');
    await page.getByRole('link', { name: '松坪乡', exact: true }).click();
    await page.getByRole('heading', { name: /松坪乡/ }).waitFor();
    await page.getByRole('link', { name: '水磨教学点', exact: true }).click();
    await page.getByRole('heading', { name: /水磨教学点/ }).waitFor();
    await look('rooms');
    await page.getByRole('link', { name: said['report.tab.causes'] }).click();
    await look('causes');
    await page.getByRole('button', { name: said['unserved.no-link'] }).click();
    await rowOf('音乐 五年级').getByText(said['unserved.no-link']).waitFor();
    await look('unserved');
    await page.keyboard.press('Escape');
    await drawer(page).waitFor({ state: 'hidden' });
    const trail = page.getByRole('navigation', { name: said['report.trail'] });
    await trail.getByRole('link', { name: '云溪县（演示）' }).click();
    await page.getByRole('heading', { name: /云溪县/ }).waitFor();
  });

  it('opens the list behind the headline: what counts, what lacks, found by name', async () => {
    await go();
    await page.locator('.figure-main').getByRole('button', { name: said['report.openList'] }).click();
    await drawer(page).getByRole('row').nth(1).waitFor();
    await drawer(page).getByText(said['report.list.lacking'], { exact: true }).first().click();
    await page.waitForURL((url) => url.searchParams.get('part') === 'lacking');
    await drawer(page).getByRole('searchbox').fill('竹林');
    await drawer(page).getByRole('searchbox').press('Enter');
    await page.waitForURL((url) => url.searchParams.get('search') === '竹林');
    await rowOf('竹林教学点').first().waitFor();
    await rowOf('水磨教学点').first().waitFor({ state: 'detached' });
    // The address says all of it, so that it can be sent.
    await page.reload();
    await rowOf('竹林教学点').first().waitFor();
    await drawer(page).getByRole('button', { name: exportZhCn['export.list'] }).click();
    const coming = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: exportZhCn['export.as.csv'] }).click();
    const file = await coming;
    expect(file.suggestedFilename()).toMatch(/^needWeighted-term-.+\.csv$/);
    const [headings, ...lines] = readFileSync(await file.path(), 'utf8')
      .trimEnd()
      .split('\r\n');
    expect(headings).toContain(said['report.subject']);
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) expect(line).toMatch(/^竹林教学点,.+,未计入$/);
  });

  it('changes the period, and keeps it while one looks elsewhere', async () => {
    await go();
    const period = page.getByRole('radiogroup', { name: said['report.period'] });
    await period.getByText(said['report.kind.week'], { exact: true }).click();
    await page.waitForURL((url) => url.searchParams.get('kind') === 'week');
    const named = () => page.locator('.report-period-name').textContent();
    for (const _week of [1, 2]) {
      const before = await named();
      await button(page, 'report.before').click();
      await expect.poll(named).not.toBe(before);
    }
    await loaded();
    const shown = await named();
    await page.getByRole('link', { name: said['report.tab.trend'] }).click();
    await page.locator('.chart svg').waitFor();
    await look('trend');
    await page.getByText(said['report.asTable'], { exact: true }).click();
    await page.getByRole('columnheader', { name: said['indicator.needWeighted.name'] }).waitFor();
    expect(await named()).toBe(shown);
    await go({ tab: 'graph' });
    await page.locator('.chart svg').waitFor();
    await look('graph');
    await go({ tab: 'split' });
    await look('split');
    await go({ tab: 'below', as: 'grid' });
    await look('grid');
  });

  it('keeps a corrected cause with its author and reason', async () => {
    await go({ list: 'validLessons', part: 'lacking' });
    await look('lessons');
    await drawer(page).getByRole('button', { name: said['report.correct'] }).first().click();
    const form = page.getByRole('dialog', { name: said['report.correct'] });
    await button(form, 'report.correctSave').click();
    await form.locator('.ant-form-item-explain-error').first().waitFor();
    await look('correct-refused');
    await choose(form.getByLabel(said['report.correctCause']), said['unserved.power']);
    await form.getByLabel(said['report.correctReason']).fill('学校来电：当天全乡停电');
    // The words of what was missing go, and all below them moves up.
    await form.locator('.ant-form-item-explain-error').first().waitFor({ state: 'detached' });
    await button(form, 'report.correctSave').click();
    await form.waitFor({ state: 'hidden' });
    const corrected = rowOf('当天全乡停电').first();
    await corrected.getByText(said['unserved.power'], { exact: true }).waitFor();
    expect(await corrected.textContent()).toContain('陈文静');
  });

  it('shows a teacher their work and a school its service', async () => {
    const schools = (await admin.call('school.list', { search: '桃树湾' })).rows;
    await page.goto(`${product.url}/service/${schools[0]?.id}?${new URLSearchParams(term)}`);
    await page.locator('.service-need').first().waitFor();
    await look('service');
    const teacher = await signedIn('demo-music');
    await browser.context.clearCookies();
    await browser.context.addCookies(teacher.cookies());
    await page.goto(`${product.url}/work?${new URLSearchParams(term)}`);
    await page.getByRole('heading', { name: said['report.lectured'] }).waitFor();
    await look('work');
    expect(wrong).toEqual([]);
  });
});
