import { describe, expect, test } from 'vitest';
import { zipOf } from '../platform/zip.ts';
import { readCsv } from './import.csv.ts';
import { decodeText } from './import.encoding.ts';
import { readFile } from './import.reader.ts';
import { readWorkbook, writeWorkbook } from './import.sheet.ts';
import { type FileRow, UnreadableError } from './import.types.ts';
import { measure, unpack, zipParts } from './import.unzip.ts';

const gbk = (text: string) => {
  // 姓 D0D5, 名 C3FB, 张 D5C5, 三 C8FD in GBK.
  const codes: Record<string, number[]> = {
    姓: [0xd0, 0xd5],
    名: [0xc3, 0xfb],
    张: [0xd5, 0xc5],
    三: [0xc8, 0xfd],
  };
  return Uint8Array.from([...text].flatMap((char) => codes[char] ?? [char.charCodeAt(0)]));
};
const rowsOf = async (rows: AsyncIterable<FileRow>) => {
  const all: FileRow[] = [];
  for await (const row of rows) all.push(row);
  return all;
};
const unreadable = (problem: string, line = 0) => expect.objectContaining({ unreadable: { problem, line } });
const part = (name: string, text: string | Uint8Array) => ({
  name,
  bytes: typeof text === 'string' ? Buffer.from(text) : text,
  executable: false,
});

describe('the text of a file', () => {
  test('bytes of no encoding are named by their line; zero bytes are no text', () => {
    const broken = Buffer.concat([
      Buffer.from('姓名\n'),
      Buffer.from([0xe5, 0xff, 0x41]),
      Buffer.from('\n张三\n'),
    ]);
    expect(decodeText(broken)).toEqual({ ok: false, unreadable: { problem: 'encoding', line: 2 } });
    const half = Buffer.concat([gbk('姓名\n张三\n'), Buffer.from([0x80, 0xff])]);
    expect(decodeText(half)).toEqual({ ok: false, unreadable: { problem: 'encoding', line: 3 } });
    expect(decodeText(Uint8Array.from([0x41, 0, 0x42]))).toEqual({
      ok: false,
      unreadable: { problem: 'notText', line: 0 },
    });
  });

  test.each([
    ['UTF-8', Buffer.from('姓名')],
    ['UTF-8 with its mark', Buffer.from('\ufeff姓名')],
    ['UTF-16 with its mark', Buffer.from('\ufeff姓名', 'utf16le')],
    ['GBK', gbk('姓名')],
  ])('%s is read', (_, bytes) => {
    expect(decodeText(bytes)).toEqual({ ok: true, text: '姓名' });
  });
});

describe('CSV', () => {
  const cells = async (text: string) => (await rowsOf(readCsv(text))).map((row) => row.cells);

  test('a quote that is never closed is named by its row', async () => {
    await expect(rowsOf(readCsv('a,b\n1,2\n"3,4\n5,6\n'))).rejects.toEqual(unreadable('quotes', 3));
    await expect(rowsOf(readCsv(`a\n"${'x'.repeat(70_000)}\n`))).rejects.toEqual(unreadable('quotes', 2));
  });

  test.each([',', ';', '\t'])(
    'rows apart by %j are counted as a spreadsheet shows them',
    async (separator) => {
      const text = `姓名${separator}电话\r\n"张\n三"${separator}1\r\n\r\n李四${separator}2\r\n`;
      expect(await rowsOf(readCsv(text))).toEqual([
        { line: 1, cells: ['姓名', '电话'] },
        { line: 2, cells: ['张\n三', '1'] },
        { line: 3, cells: [''] },
        { line: 4, cells: ['李四', '2'] },
      ]);
    },
  );

  test('a named separator is no row of its own, and what keeps formulas from running is taken back', async () => {
    expect(await cells('sep=;\na;b\n="0012";\'+86 1\n')).toEqual([
      ['a', 'b'],
      ['0012', '+86 1'],
    ]);
    expect((await rowsOf(readCsv('sep=;\na;b\n')))[0]?.line).toBe(2);
  });
});

const types =
  '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const relations = (rows: string) =>
  `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${rows}</Relationships>`;

/** As spreadsheet programs lay a file out: shared and inline strings, rich text, styles for days and times, numbers kept as text. */
function asOfficeWrites(rows: string, shared: string): Buffer {
  return zipOf(
    [
      part('[Content_Types].xml', types),
      part(
        '_rels/.rels',
        relations(`<Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/>`),
      ),
      part(
        'xl/workbook.xml',
        `<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
      ),
      part(
        'xl/_rels/workbook.xml.rels',
        relations(
          `<Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${office}/styles" Target="styles.xml"/><Relationship Id="rId3" Type="${office}/sharedStrings" Target="sharedStrings.xml"/>`,
        ),
      ),
      part(
        'xl/styles.xml',
        `<styleSheet xmlns="${main}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/><xf numFmtId="20" applyNumberFormat="1"/><xf numFmtId="49" applyNumberFormat="1"/></cellXfs></styleSheet>`,
      ),
      part('xl/sharedStrings.xml', `<sst xmlns="${main}" count="3" uniqueCount="3">${shared}</sst>`),
      part(
        'xl/worksheets/sheet1.xml',
        `<worksheet xmlns="${main}"><dimension ref="A1:G4"/><sheetData>${rows}</sheetData></worksheet>`,
      ),
    ],
    new Date('2026-09-16T01:00:00Z'),
  );
}

describe('workbooks', () => {
  test('what is none is told apart: damaged, an old one, and one that unpacks without end', async () => {
    await expect(rowsOf(readWorkbook(Buffer.from('PK\u0003\u0004 and no more')))).rejects.toEqual(
      unreadable('notWorkbook'),
    );
    await expect(rowsOf(readWorkbook(Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0])))).rejects.toEqual(
      unreadable('oldExcel'),
    );
    const noBook = zipOf([part('readme.txt', 'x')], new Date(0));
    await expect(rowsOf(readWorkbook(noBook))).rejects.toEqual(unreadable('notWorkbook'));
    const bomb = zipOf([part('xl/sharedStrings.xml', Buffer.alloc(2_000_000))], new Date(0));
    expect(bomb.length).toBeLessThan(10_000);
    await expect(measure(zipParts(bomb, 'notWorkbook'), 1_000_000)).rejects.toEqual(unreadable('tooMuch'));
    const [packed] = zipParts(bomb, 'notWorkbook');
    if (packed === undefined) throw new Error('no part');
    await expect(unpack(packed, 1_000_000)).rejects.toEqual(unreadable('tooMuch'));
    expect((await unpack(packed, 2_000_000)).length).toBe(2_000_000);
  });

  test('days, times, long numbers, text of all sorts and empty cells are read as they look', async () => {
    const shared =
      '<si><t>姓名</t></si><si><t xml:space="preserve"> 何晓琴 </t></si><si><r><t>松坪乡</t></r><r><t>中心小学</t></r></si>';
    const rows = [
      '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="inlineStr"><is><t>电话</t></is></c></row>',
      '<row r="3"><c r="A3" t="s"><v>1</v></c><c r="B3" t="s"><v>2</v></c><c r="C3"><v>13800000000</v></c><c r="D3" s="1"><v>46266</v></c><c r="E3" s="2"><v>0.354166666666667</v></c><c r="F3" s="3" t="str"><v>0012</v></c><c r="G3" t="b"><v>1</v></c></row>',
    ].join('');
    expect(await rowsOf(readWorkbook(asOfficeWrites(rows, shared)))).toEqual([
      { line: 1, cells: ['姓名', '', '电话'] },
      {
        line: 3,
        cells: [
          ' 何晓琴 ',
          '松坪乡中心小学',
          '13800000000',
          '2026-09-01',
          expect.stringMatching(/^08:30$|^0\.354/),
          '0012',
          'TRUE',
        ],
      },
    ]);
  });

  test('what is written is read back, from a thread of its own too', async () => {
    const rows = [
      ['0012', '13800000000', '=1+1'],
      ['', '张三', 'x'],
    ];
    const book = await writeWorkbook({ name: '表', headings: ['a', 'b', 'c'], rows, notes: null });
    const noted = await writeWorkbook({
      name: '表',
      headings: ['a', 'b', 'c'],
      rows,
      notes: { name: '说明', rows: [['?']] },
    });
    for (const bytes of [book, noted]) {
      const read: FileRow[] = [];
      for await (const message of readFile({ bytes, tables: null }))
        if (message.type === 'rows') read.push(...message.rows);
      expect(read.map((row) => row.cells)).toEqual([['a', 'b', 'c'], ...rows]);
    }
  });

  test('a reader that has not ended in time is ended', async () => {
    const bytes = Buffer.from('a,b\n'.repeat(400_000));
    const reading = async () => {
      for await (const message of readFile({ bytes, tables: null }, 1)) void message;
    };
    await expect(reading()).rejects.toBeInstanceOf(UnreadableError);
  });
});
