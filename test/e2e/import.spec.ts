import type { Page } from 'playwright-core';
import { afterEach, expect, it } from 'vitest';
import { writeWorkbook } from '../../server/import/import.sheet.ts';
import { importZhCn } from '../../shared/text/import.zh-CN.ts';
import { wrongInBothLanguages } from '../support/axe.ts';
import { startChromium } from '../support/chromium.ts';
import { makeCounty } from '../support/county.ts';
import { describeForReal } from '../support/needs.ts';
import { picturesIn } from '../support/pictures.ts';
import { startProduct } from '../support/product.ts';

const pictures = picturesIn(process.env['SANKETANG_PICTURES'] ?? null);

/** Two schools as a spreadsheet in China saves them, in GBK; the second one in 南乡, which the tree does not know. */
const GBK = {
  before:
    'd1a7d0a3c3fbb3c62cd1a7d0a3b1eacab6c2eb2ccbf9caf4c7f8bbae2cd1a7d0a3c0e0d0cd0d0acbc9caf7bdccd1a7b5e32c4e312cd4c6cfaacfd8bdccd3fdbed62cbdccd1a7b5e30d0ad6f1c1d6bdccd1a7b5e32c4e322c',
  nowhere: 'c4cfcfe7',
  office: 'd4c6cfaacfd8bdccd3fdbed6',
  after: '2cbdccd1a7b5e30d0a',
};
const gbk = (place: 'nowhere' | 'office') => Buffer.from(GBK.before + GBK[place] + GBK.after, 'hex');

describeForReal('files that fill the registers', () => {
  const closers: (() => Promise<void> | void)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });

  it('a wrong file is told row by row, the right one is written whole, and a second time changes nothing', async () => {
    const product = await startProduct();
    closers.push(() => product.stop());
    const county = await makeCounty(product, 1);
    const browser = await startChromium({ size: { width: 1366, height: 768 } });
    closers.push(() => browser.close());
    await browser.context.addCookies(county.admin.cookies());
    const page = await browser.open(`${product.url}/import`);
    const wrong: string[] = [];
    const look = async (name: string) => {
      wrong.push(...(await wrongInBothLanguages(page, name)));
      await pictures(page, `import-${name}`);
    };
    await page.getByText(importZhCn['import.pick']).waitFor();
    await look('empty');

    const coming = page.waitForEvent('download');
    await page
      .getByRole('link', { name: `${importZhCn['import.template']} ${importZhCn['import.excel']}` })
      .click();
    expect((await coming).suggestedFilename()).toBe('schools-template.xlsx');

    await page.getByLabel(importZhCn['import.pick']).evaluate((field: HTMLInputElement) => {
      const held = new DataTransfer();
      held.items.add(new File([new ArrayBuffer(100 * 1024 * 1024)], 'large.csv'));
      field.files = held.files;
      field.dispatchEvent(new Event('change', { bubbles: true }));
    });
    await page.getByRole('alert').getByText('100 MB').waitFor();

    await give(page, { name: '学校.csv', mimeType: 'text/csv', buffer: gbk('nowhere') });
    const row = page.getByRole('row', { name: '南乡' });
    await row.waitFor();
    expect(await row.getByRole('cell').allInnerTexts()).toEqual([
      ...['3', 'C · 所属区划', '南乡'],
      importZhCn['import.problem.unknownRegion'],
    ]);
    await look('wrong');
    expect((await county.admin.call('school.list', { search: '松树' })).total).toBe(0);

    await page.getByRole('button', { name: importZhCn['import.another'] }).press('Enter');
    await give(page, { name: '学校.csv', mimeType: 'text/csv', buffer: gbk('office') });
    const write = page.getByRole('button', { name: '写入 2 条' });
    await write.waitFor();
    await look('right');
    await write.press('Enter');
    await page.getByRole('status').getByText('已写入：新增 2 条').waitFor();
    await look('done');
    expect(
      (await county.admin.call('school.list', { search: '教学点' })).rows.map((each) => each.fields.name),
    ).toEqual(expect.arrayContaining(['松树教学点', '竹林教学点']));

    await page.getByRole('button', { name: importZhCn['import.another'] }).click();
    await give(page, { name: '学校.csv', mimeType: 'text/csv', buffer: gbk('office') });
    await page.getByText(importZhCn['import.nothing']).waitFor();

    await page.getByRole('button', { name: importZhCn['import.another'] }).click();
    await page.getByText(importZhCn['import.kind.rooms'], { exact: true }).click();
    const headings = ['学校', '教室名称', '用途'];
    const rows = [['松树教学点', '一号教室', '听讲端']];
    const book = await writeWorkbook({ name: '教室', headings, rows, notes: null });
    await give(page, { name: '教室.xlsx', mimeType: 'application/octet-stream', buffer: Buffer.from(book) });
    await page.getByRole('button', { name: '写入 1 条' }).click();
    await page.getByRole('status').getByText('已写入：新增 1 条').waitFor();
    // A page that is loaded again goes on where it was.
    await page.reload();
    await page.getByText('已写入：新增 1 条').waitFor();
    expect(
      (await county.admin.call('room.list', { search: '一号' })).rows.map((each) => each.fields.ends),
    ).toContainEqual(['listening']);
    expect(wrong).toEqual([]);
  });
});

type Given = { readonly name: string; readonly mimeType: string; readonly buffer: Buffer };

const give = (page: Page, file: Given) => page.getByLabel(importZhCn['import.pick']).setInputFiles(file);
