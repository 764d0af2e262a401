import { Readable } from 'node:stream';
import { setImmediate as breath } from 'node:timers/promises';
import fc from 'fast-check';
import { openXlsx, readXlsx } from 'hucre/xlsx';
import { describe, expect, test } from 'vitest';
import { zone } from '../../shared/kernel/time.ts';
import { unzip } from '../../test/support/unzip.ts';
import { cellText, isoText, serialOf, withIsoTimes } from './export.cells.rules.ts';
import { csvOf } from './export.csv.ts';
import { canWrite, fileOf } from './export.file.ts';
import { findFont } from './export.fonts.ts';
import { layoutFor, linesOf } from './export.pdf.rules.ts';
import type { Cell, Column, Exported, Paper, Row, Sheet } from './export.types.ts';
import { writtenPaper } from './export.writer.ts';
import { columnName, sheetNames } from './export.xlsx.rules.ts';
import { xlsxOf } from './export.xlsx.ts';

const SHANGHAI = zone.parse('Asia/Shanghai');
const NOON_MS = Date.parse('2026-09-16T12:00:00+08:00');
const column = (heading: string, kind: Column['kind']): Column => ({ heading, kind, width: 12 });

const sheetOf = (name: string, columns: readonly Column[], batches: readonly (readonly Row[])[]): Sheet => ({
  ...{ name, columns },
  async *rows() {
    for (const batch of batches) {
      await breath();
      yield batch;
    }
  },
});
const paperOf = (...sheets: Sheet[]): Paper => ({
  ...{ title: '覆盖报告 · 云溪县', office: '云溪县', mark: 'SHA-256 ab12', zone: SHANGHAI, sheets },
  block: [['时段', '2026-09-01 至 2026-09-30']],
  words: {
    about: '说明',
    empty: '没有内容',
    page: '第 {page} 页，共 {pages} 页',
    cut: '只印前 {count} 行',
  },
});
async function bytesOf(pieces: AsyncIterable<Uint8Array | string>): Promise<Buffer> {
  const all: Buffer[] = [];
  for await (const piece of pieces) all.push(Buffer.from(piece));
  return Buffer.concat(all);
}
/** Within this thread. */
const bookOf = (paper: Paper) =>
  bytesOf(xlsxOf(paper, (index) => paper.sheets[index]?.rows() ?? Readable.from([])));
const written = (paper: Paper) => bytesOf(writtenPaper(paper, { format: 'xlsx', font: null }));

describe('what must not get into a file', () => {
  test('formulas of somebody’s typing are text in either table', async () => {
    const sheet = sheetOf('名单', [column('学校', 'text')], [[['=cmd|calc!A1'], ['+1'], ['@x']]]);
    const csv = (await bytesOf(csvOf(sheet, SHANGHAI))).toString();
    expect(csv).toBe("\ufeff学校\r\n'=cmd|calc!A1\r\n'+1\r\n'@x\r\n");
    const bytes = await bookOf(paperOf(sheet));
    const xml = unzip(bytes).get('xl/worksheets/sheet2.xml')?.bytes.toString() ?? '';
    expect(xml).not.toContain('<f>');
    expect((await readXlsx(bytes)).sheets[1]?.rows.slice(1)).toEqual([['=cmd|calc!A1'], ['+1'], ['@x']]);
  });

  test('signs that XML has no place for, and halves of pairs, go; all others stay', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', minLength: 1, maxLength: 30 }), async (text) => {
        const bytes = await bookOf(paperOf(sheetOf('名单', [column('甲', 'text')], [[[`x${text}`]]])));
        const [read] = (await readXlsx(bytes)).sheets[1]?.rows[1] ?? [];
        // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what has to go
        const kept = `x${text.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')}`;
        expect(String(read).replace(/\r\n?/g, '\n')).toBe(kept.replace(/\r\n?/g, '\n'));
      }),
      { numRuns: 60 },
    );
  });

  test('what reads like a character’s number stays what it is, and no text is longer than a cell', async () => {
    const rows: Row[] = [['姓_x000D_名 _x5'], ['长'.repeat(40_000)]];
    const bytes = await bookOf(paperOf(sheetOf('名单', [column('甲', 'text')], [rows])));
    const xml = unzip(bytes).get('xl/worksheets/sheet2.xml')?.bytes.toString() ?? '';
    expect(xml).toContain('>姓_x005F_x000D_名 _x5<');
    expect((await readXlsx(bytes)).sheets[1]?.rows[2]).toEqual(['长'.repeat(32_767)]);
  });

  test('names of sheets that a spreadsheet refuses', () => {
    expect(sheetNames(["一/二:三*?[四]'", '', '长'.repeat(40), '说明', '说明'])).toEqual([
      '一 二 三   四  ',
      'Sheet',
      '长'.repeat(31),
      '说明',
      '说明 2',
    ]);
  });

  test('a share above what it is, a day that is none', () => {
    const share = (value: number) => cellText({ kind: 'share', value }, SHANGHAI);
    expect([0.99999, 0.29, 1].map(share)).toEqual(['99.9%', '29%', '100%']);
    expect(serialOf({ kind: 'date', value: '2026-02-30' }, SHANGHAI)).toBeNull();
    expect(serialOf({ kind: 'text', value: '2026-02-03' }, SHANGHAI)).toBeNull();
  });
});

describe('a workbook', () => {
  const columns = [
    column('日期', 'date'),
    column('开始', 'moment'),
    column('占比', 'share'),
    column('数', 'count'),
    column('课时', 'number'),
    column('原因', 'text'),
  ];
  test('keeps dates, moments, shares and numbers as what they are, and codes as text', async () => {
    const mixed: Cell = { kind: 'share', value: 0.5 };
    const rows: Row[] = [
      ['2026-09-16', NOON_MS, 0.99999, 12, 1.4, '0012'],
      [null, null, null, 0, mixed, ''],
    ];
    const bytes = await bookOf(paperOf(sheetOf('名单', columns, [rows])));
    const book = await readXlsx(bytes);
    expect(book.sheets.map(({ name }) => name)).toEqual(['说明', '名单']);
    expect(book.sheets[0]?.rows.slice(0, 4)).toEqual([
      ['云溪县', null],
      ['覆盖报告 · 云溪县', null],
      [null, null],
      ['时段', '2026-09-01 至 2026-09-30'],
    ]);
    const [headings, first, second] = book.sheets[1]?.rows ?? [];
    expect(headings).toEqual(['日期', '开始', '占比', '数', '课时', '原因']);
    const days = first?.slice(0, 2).map((each) => (each instanceof Date ? each.toISOString() : each));
    expect(days).toEqual(['2026-09-16T00:00:00.000Z', '2026-09-16T12:00:00.000Z']);
    expect(first?.slice(2)).toEqual([0.999, 12, 1.4, '0012']);
    expect(second?.slice(3, 5)).toEqual([0, 0.5]);
  });

  test('has frozen headings that are printed on every page, widths, and one filter over all rows', async () => {
    const bytes = await bookOf(paperOf(sheetOf('名单', columns, [[[null], [null]], [[null]]])));
    const files = unzip(bytes);
    const xml = files.get('xl/worksheets/sheet2.xml')?.bytes.toString() ?? '';
    expect(xml).toContain('state="frozen"');
    expect(xml).toContain('<autoFilter ref="A1:F4"/>');
    expect(xml).toContain('<col min="6" max="6" width="12" customWidth="1"/>');
    const book = await openXlsx(bytes);
    expect(book.sheets[1]?.freezePane?.rows).toBe(1);
    const workbook = files.get('xl/workbook.xml')?.bytes.toString() ?? '';
    expect(workbook).toContain("'名单'!$1:$1");
    expect(workbook).toContain("'名单'!$A$1:$F$4");
  });

  test('makes room for headings and texts that take several lines, and sets figures below theirs', async () => {
    const long = { ...column('定义', 'text'), wraps: true };
    const wide = column('专用录播教室配备率', 'share');
    const bytes = await bookOf(paperOf(sheetOf('名单', [long, wide], [[['一二三四五六', 1]], [['短', 1]]])));
    const xml = unzip(bytes).get('xl/worksheets/sheet2.xml')?.bytes.toString() ?? '';
    expect(xml).toContain('<col min="2" max="2" width="14" customWidth="1"/>');
    expect(xml).toContain('<row r="1" ht="33" customHeight="1"><c r="A1" s="1"');
    expect(xml).toContain('<c r="B1" s="11"');
    expect(xml).toContain('<row r="2" ht="33" customHeight="1"><c r="A2" s="10"');
    expect(xml).toContain('<row r="3"><c r="A3" s="10"');
  });

  test('says that a table is empty, and writes each of many in its own sheet', async () => {
    const one = [column('甲', 'text')];
    const bytes = await bookOf(
      paperOf(sheetOf('空', one, []), sheetOf('一', one, [[['a']]]), sheetOf('二', one, [[['b']]])),
    );
    const sheets = (await readXlsx(bytes)).sheets.map(({ name, rows }) => [name, rows[1]?.[0]]);
    expect(sheets.slice(1)).toEqual([
      ['空', '没有内容'],
      ['一', 'a'],
      ['二', 'b'],
    ]);
  });

  test('columns are named as spreadsheets name them', () => {
    expect([0, 25, 26, 51, 52, 701, 702].map(columnName)).toEqual(['A', 'Z', 'AA', 'AZ', 'BA', 'ZZ', 'AAA']);
  });
});

describe('the thread that writes', () => {
  const one = [column('甲', 'text')];
  const endless: Sheet = {
    ...{ name: '长', columns: one },
    async *rows() {
      for (;;) {
        await breath();
        yield Array.from({ length: 500 }, () => ['x'.repeat(100)]);
      }
    },
  };
  test('ends with whoever hangs up, and with rows that fail; others then have their turn', async () => {
    const broken: Sheet = {
      ...{ name: '坏', columns: one },
      async *rows() {
        yield [['a']];
        throw new Error('the database is away');
      },
    };
    for (let round = 0; round < 3; round += 1) {
      await expect(written(paperOf(broken))).rejects.toThrow('the database is away');
      for await (const piece of writtenPaper(paperOf(endless), { format: 'xlsx', font: null })) {
        expect(piece.length).toBeGreaterThan(0);
        break;
      }
    }
    expect((await written(paperOf(sheetOf('好', one, [[['a']]])))).length).toBeGreaterThan(500);
  });
});

describe('times in data', () => {
  test('are ISO 8601 with the offset of the wall clock, however deep they lie', () => {
    const value = { freshAtMs: NOON_MS, none: null, rows: [{ startsAtMs: NOON_MS, plannedMs: 1 }] };
    expect(withIsoTimes(value, SHANGHAI)).toEqual({
      freshAt: '2026-09-16T12:00:00+08:00',
      none: null,
      rows: [{ startsAt: '2026-09-16T12:00:00+08:00', plannedMs: 1 }],
    });
  });

  test('name the instant that they were, in every zone', () => {
    const zones = ['Asia/Shanghai', 'Asia/Kathmandu', 'America/New_York', 'UTC'].map((each) =>
      zone.parse(each),
    );
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), fc.constantFrom(...zones), (atMs, inZone) => {
        expect(Date.parse(isoText(atMs, inZone))).toBe(Math.floor(atMs / 1_000) * 1_000);
      }),
    );
  });
});

describe('a document to print', () => {
  const exported = (sheet: Sheet): Exported => ({
    ...{ fileName: 'x', paper: paperOf(sheet), table: sheet },
    async *json() {
      yield '{}';
    },
  });
  test('is refused in words where no font knows Chinese; everything else is written', () => {
    expect(canWrite('pdf', null)).toMatchObject({ ok: false, error: { code: 'NO_FONT' } });
    expect(canWrite('xlsx', null)).toMatchObject({ ok: true });
    expect(findFont(() => false)).toBeNull();
    expect(findFont((path) => path.endsWith('msyh.ttc'))?.path).toBe('C:\\Windows\\Fonts\\msyh.ttc');
  });

  test('has its headings and its number on every page, or says what is missing', async () => {
    const rows = Array.from({ length: 120 }, (_, index): Row => [`教学点${index}`, index]);
    const columns = [column('学校', 'text'), column('数', 'count')];
    const made = fileOf(exported(sheetOf('名单', columns, [rows])), 'pdf');
    if (findFont() === null) return expect(made).toMatchObject({ error: { code: 'NO_FONT' } });
    if (!made.ok || made.value.pieces === undefined) throw new Error('there is no file');
    const pages = await textOf(await bytesOf(made.value.pieces));
    expect(pages.length).toBeGreaterThan(2);
    for (const [index, page] of pages.entries()) {
      expect(page).toContain('学校');
      expect(page).toContain(`第 ${index + 1} 页，共 ${pages.length} 页`);
      expect(page).toContain('SHA-256 ab12');
    }
    expect(pages[0]).toContain('覆盖报告 · 云溪县');
    expect(pages.join('')).toContain('教学点119');
  });

  test('words are broken so that none is lost and no line is too wide', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 80 }), fc.integer({ min: 20, max: 200 }), (text, width) => {
        const lines = linesOf(text, { size: 8, width, most: 1_000 });
        const plain = (words: string) => words.replace(/\s/g, '');
        expect(plain(lines.join(''))).toBe(plain(text));
      }),
    );
    expect(linesOf('教学点'.repeat(20), { size: 8, width: 80, most: 2 })).toEqual([
      '教学点教学点教学点教',
      '学点教学点教学点教…',
    ]);
    expect(linesOf('ask Yunxi county', { size: 8, width: 44, most: 3 })).toEqual(['ask Yunxi', 'county']);
  });

  test('lies across the page where its columns are many', () => {
    const wide = { name: '', columns: Array.from({ length: 10 }, () => column('列', 'text')) };
    expect(layoutFor([{ name: '', columns: [column('列', 'text')] }])).toBe('portrait');
    expect(layoutFor([wide])).toBe('landscape');
  });
});

async function textOf(pdf: Buffer): Promise<string[]> {
  const { getDocument } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  const document = await getDocument({ data: new Uint8Array(pdf), verbosity: 0 }).promise;
  const pages: string[] = [];
  for (let number = 1; number <= document.numPages; number += 1) {
    const { items } = await (await document.getPage(number)).getTextContent();
    pages.push(items.map((item) => ('str' in item ? item.str : '')).join(''));
  }
  return pages;
}
