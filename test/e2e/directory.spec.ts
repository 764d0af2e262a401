import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { wrongInBothLanguages } from '../support/axe.ts';
import { type Browser, startChromium } from '../support/chromium.ts';
import { type County, makeCounty } from '../support/county.ts';
import { describeForReal } from '../support/needs.ts';
import { button, drawer, fillIn, type RegisterName, said } from '../support/office-page.ts';
import { picturesIn } from '../support/pictures.ts';
import { type Product, startProduct } from '../support/product.ts';

const pictures = picturesIn(process.env['SANKETANG_PICTURES'] ?? null);
const line = (page: Page, words: string): Locator => page.locator('.grid-line', { hasText: words }).first();
const chooseByKeys = async (field: Locator, words: string) => {
  await field.fill(words);
  await field.press('Enter');
};
const saved = (page: Page) => page.locator('.ant-message-notice').first().waitFor();

/** An office's registers: found in any spelling, changed by two at once, many together, taken back, and looked at as they were. */
describeForReal('the directory', () => {
  let product: Product;
  let county: County;
  let browser: Browser;
  let page: Page;
  const wrong: string[] = [];

  beforeAll(async () => {
    product = await startProduct();
    county = await makeCounty(product, 3);
    browser = await startChromium();
    await browser.context.addCookies(county.admin.cookies());
    page = await browser.open(`${product.url}/directory`);
  });
  afterAll(async () => {
    await browser?.close();
    await product?.stop();
  });
  const look = async (name: string) => {
    wrong.push(...(await wrongInBothLanguages(page, name)));
    await pictures(page, `directory-${name}`);
  };
  const tab = (register: RegisterName) =>
    page
      .getByRole('navigation')
      .getByRole('link', { name: said[`directory.${register}`] })
      .click();
  const schoolNamed = async (search: string) => {
    const [row] = (await county.admin.call('school.list', { search })).rows;
    return row ?? expect.unreachable();
  };

  it('finds a school by pinyin, initials and traditional characters, and says when there is none', async () => {
    const search = page.getByRole('searchbox', { name: said['list.search'] });
    for (const words of ['lijiagou', 'ljg', '李家溝', 'P01']) {
      await search.fill(words);
      await page.getByText(said['list.total'].replace('{total}', '1')).waitFor();
      await line(page, '李家沟教学点').waitFor();
      // The address can be sent to somebody.
      await page.waitForURL((url) => url.searchParams.get('search') === words);
    }
    await search.fill('zzz');
    await page.getByText(said['register.noMatch']).waitFor();
    await look('no-match');
    await button(page, 'list.clear').last().click();
    await line(page, '云溪县实验小学').waitFor();
    await look('schools');
  });

  it('keeps a view by its name', async () => {
    await page.getByRole('columnheader', { name: said['school.name'] }).getByRole('button').click();
    await page.waitForURL(/sort=name/);
    await button(page, 'views.label').click();
    await page.getByLabel(said['views.name'], { exact: true }).fill('按名称');
    await button(page, 'views.save').click();
    await look('saved-views');
    await page.goto(`${product.url}/directory`);
    await button(page, 'views.label').click();
    await page.getByRole('link', { name: '按名称' }).click();
    await page.waitForURL(/sort=name/);
    await page.keyboard.press('Escape');
  });

  it('is walked by the keyboard alone', async () => {
    await page.goto(`${product.url}/directory?sort=officialCode`);
    await line(page, '云溪县实验小学').waitFor();
    await page.locator('.grid-line[tabindex="0"]').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Space');
    await page.getByText(said['list.selected'].replace('{count}', '1')).waitFor();
    await page.keyboard.press('Space');
    await page.keyboard.press('Enter');
    await drawer(page).getByText('李家沟教学点').first().waitFor();
    await page.keyboard.press('Escape');
    await drawer(page).waitFor({ state: 'hidden' });
  });

  it('shows whoever saves second what the first has changed, and loses neither', async () => {
    const before = await schoolNamed('ljg');
    await line(page, '李家沟教学点').getByRole('button', { name: '李家沟教学点' }).click();
    await drawer(page).getByLabel(said['person.phone'], { exact: true }).fill('13900000001');
    await county.admin.call('school.change', {
      changes: [
        { id: before.id, expectedVersion: before.version, fields: { ...before.fields, officialCode: 'P77' } },
      ],
    });
    await button(drawer(page), 'register.save').click();
    await drawer(page).getByText(said['conflict.title']).waitFor();
    await drawer(page).getByText('P77').waitFor();
    await look('conflict');
    await button(drawer(page), 'conflict.apply').click();
    await button(drawer(page), 'register.save').click();
    await drawer(page).waitFor({ state: 'hidden' });
    expect((await schoolNamed('ljg')).fields).toMatchObject({ officialCode: 'P77', phone: '13900000001' });
    // By its new code it stands further down: clicked before that, the next school would open.
    await line(page, 'P77').getByRole('button', { name: '李家沟教学点' }).click();
    const history = drawer(page).getByRole('tab', { name: said['entry.history'] });
    await history.click();
    await expect.poll(() => history.getAttribute('aria-selected')).toBe('true');
    await drawer(page).locator('.history').getByText('13900000001').waitFor();
    expect(await drawer(page).locator('.history > li').count()).toBe(3);
    await look('history');
    await page.keyboard.press('Escape');
    await drawer(page).waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: said['undo.what.change'].replace('{count}', '1') }).click();
    await page.getByText(said['undo.done']).waitFor();
    expect((await schoolNamed('ljg')).fields).toMatchObject({ officialCode: 'P77', phone: '' });
  });

  it('changes many rooms together, and takes it back together', async () => {
    await tab('rooms');
    await line(page, '一号教室').waitFor();
    await look('rooms');
    await page.getByRole('checkbox', { name: /全选/ }).click();
    await button(page, 'bulk.button').click();
    await chooseByKeys(drawer(page).getByLabel(said['bulk.field'], { exact: true }), said['room.recording']);
    await chooseByKeys(
      drawer(page).getByLabel(said['room.recording'], { exact: true }),
      said['roomRecording.everyday'],
    );
    await look('bulk');
    await button(drawer(page), 'register.save').click();
    await drawer(page).waitFor({ state: 'hidden' });
    const recordings = async () =>
      (await county.admin.call('room.list', {})).rows.map(({ fields }) => fields.recording);
    expect(await recordings()).toEqual(['everyday', 'everyday', 'everyday', 'everyday']);
    await page.getByRole('button', { name: said['undo.what.change'].replace('{count}', '4') }).click();
    await page.getByText(said['undo.done']).waitFor();
    expect(await recordings()).toEqual(['none', 'none', 'none', 'none']);
  });

  it('closes with a reason, is looked at as it was, and opens again', async () => {
    await page.goto(`${product.url}/directory?tab=needs`);
    await line(page, '石桥教学点').getByRole('button').first().click();
    await button(drawer(page), 'entry.close').click();
    const dialog = page.getByRole('dialog').last();
    await dialog.getByLabel(said['entry.reason'], { exact: true }).fill('重复登记');
    await pictures(page, 'directory-close');
    await button(dialog, 'entry.close').click();
    await saved(page);
    await page.getByText(said['list.total'].replace('{total}', '2')).waitFor();
    const day = new Date(Date.now() + 8 * 3_600_000 - 86_400_000).toISOString().slice(0, 10);
    await page.getByLabel(said['list.date'], { exact: true }).fill(day);
    await page.getByText(said['register.noMatch']).waitFor();
    expect(await button(page, 'register.add.needs').isDisabled(), 'the past is only read').toBe(true);
    await look('as-of');
    await button(page, 'list.toToday').click();
    await page.getByRole('checkbox', { name: said['list.closed'] }).click();
    await line(page, '石桥教学点').getByRole('button').first().click();
    await look('closed');
    await button(drawer(page), 'entry.reopen').click();
    await drawer(page).waitFor({ state: 'hidden' });
    await page.getByRole('checkbox', { name: said['list.closed'] }).click();
    await page.getByText(said['list.total'].replace('{total}', '3')).waitFor();
  });

  it('fills in the national plan of subjects, and gives somebody a role in a part of the tree', async () => {
    await page.goto(`${product.url}/directory?tab=subjects`);
    await button(page, 'subject.fill').click();
    await page.getByRole('dialog').getByRole('button').last().click();
    await line(page, said['subject.chinese']).waitFor();
    await look('subjects');
    await line(page, said['subject.chinese']).getByRole('button').click();
    await look('subject');
    await page.goto(`${product.url}/directory?tab=people`);
    await button(page, 'register.add.people').click();
    await fillIn(drawer(page), [['person.realName', { type: '吴督导' }]]);
    const role = drawer(page).getByLabel(said['person.role'].replace('{row}', '1'), { exact: true });
    await chooseByKeys(role, said['role.inspector']);
    await look('person-add');
    await button(drawer(page), 'register.save').click();
    await line(page, '吴督导').waitFor();
    const [inspector] = (await county.admin.call('person.list', { search: 'wdd' })).rows;
    expect(inspector?.fields.roles).toMatchObject([{ role: 'inspector', scope: { kind: 'region' } }]);
    await page.keyboard.press('Escape');
    await drawer(page).waitFor({ state: 'hidden' });
    await look('people');
  });

  it('fits a phone and a large screen, in both shades, and axe found nothing wrong', async () => {
    for (const [name, width, height] of [
      ['phone', 390, 844],
      ['large', 1920, 1080],
    ] as const) {
      await page.setViewportSize({ width, height });
      await look(name);
      const sideways = await page.evaluate(() => document.body.scrollWidth - innerWidth);
      expect(sideways, name).toBeLessThanOrEqual(0);
    }
    await page.evaluate(() => localStorage.setItem('console.shade', 'dark'));
    await page.goto(`${product.url}/directory`);
    await line(page, '云溪县实验小学').waitFor();
    await look('dark');
    expect(wrong).toEqual([]);
  });
});
