import { cellText, serialOf, type TypedCell, typed, widthOf } from './export.cells.rules.ts';
import type { Column, PaperHead, Row, SheetHead } from './export.types.ts';
import { headingStyle, style, stylesXml } from './export.xlsx.styles.rules.ts';

/** What a spreadsheet can hold, the heading too. */
export const SHEET_ROWS_MAX = 1_048_576;
const NAME_MAX = 31;

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
/** What a cell can hold; a longer text makes the whole file one that has to be repaired. */
const TEXT_MAX = 32_767;

/**
 * Without characters that XML cannot hold and halves of pairs. What reads like a spreadsheet's own way to write a character (ECMA-376 1,
 * 22.9.2.19) is written so that it stays what it is.
 */
const escaped = (text: string): string =>
  text
    .slice(0, TEXT_MAX)
    .toWellFormed()
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what has to go
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replace(/[&<>"]/g, (sign) => entities[sign] ?? sign);
const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Of a line of Chinese in ten points. */
const LINE_POINTS = 16.5;
const FORMAT = `<sheetFormatPr defaultRowHeight="${LINE_POINTS}"/>`;

/** 0 is A, 26 is AA. */
export function columnName(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : columnName(Math.floor(index / 26) - 1) + last;
}

const textCell = (at: string, text: string, styled: number): string =>
  `<c r="${at}" s="${styled}" t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`;
const numberCell = (at: string, value: number, styled: number): string =>
  `<c r="${at}" s="${styled}"><v>${value}</v></c>`;

type CellPlace = Pick<PaperHead, 'zone'> & Pick<Column, 'wraps'>;

function cellXml(at: string, cell: TypedCell, { zone, wraps = false }: CellPlace): string {
  const { kind, value } = cell;
  if (value === null || value === '') return '';
  const serial = serialOf(cell, zone);
  if (serial !== null) return numberCell(at, serial, style[kind]);
  if (typeof value === 'string') return textCell(at, value, wraps ? style.words : style.text);
  if (!Number.isFinite(value)) return textCell(at, cellText(cell, zone), style.text);
  // Rounded down as everywhere else: a cell of 99.96 % would show 100.0 %.
  return numberCell(at, kind === 'share' ? Math.floor(value * 1_000 + 1e-9) / 1_000 : value, style[kind]);
}

/** Lines that a text takes in a column as wide as so many characters; the last of them may stay empty, and none is cut. */
const linesIn = (text: string, width: number): number =>
  text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(widthOf(line) / (width - 2))), 0);

/** Said where a text wraps: not every spreadsheet finds the height by itself when it opens a file. */
const heightOf = (lines: number): string =>
  lines < 2 ? '' : ` ht="${lines * LINE_POINTS}" customHeight="1"`;

/** @param number of the row in its sheet, from 1 */
export function rowXml(
  row: Row,
  number: number,
  { columns, zone }: SheetHead & Pick<PaperHead, 'zone'>,
): string {
  let [cells, lines] = ['', 1];
  for (const [index, column] of columns.entries()) {
    const { wraps = false } = column;
    const cell = typed(row[index], column);
    cells += cellXml(`${columnName(index)}${number}`, cell, { zone, wraps });
    if (wraps) lines = Math.max(lines, linesIn(cellText(cell, zone), columnWidth(column)));
  }
  return `<row r="${number}"${heightOf(lines)}>${cells}</row>`;
}

const colsXml = (widths: readonly number[]): string =>
  `<cols>${widths.map((width, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`).join('')}</cols>`;

/** A long heading wraps: many columns as wide as their headings are too small to read on paper. */
const HEADING_MAX = 14;
const columnWidth = ({ heading, width }: Column): number =>
  Math.max(width, Math.min(widthOf(heading) + 4, HEADING_MAX));

/** Up to the first row of data: frozen headings, widths. */
export function sheetBegin({ columns }: SheetHead): string {
  const headings = columns.map(({ heading, kind }, index) =>
    textCell(`${columnName(index)}1`, heading, headingStyle(kind)),
  );
  const widths = columns.map(columnWidth);
  const lines = columns.map((column) => linesIn(column.heading, columnWidth(column)));
  return (
    `${HEAD}<worksheet xmlns="${MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>` +
    '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>' +
    `${FORMAT}${colsXml(widths)}<sheetData><row r="1"${heightOf(Math.max(1, ...lines))}>${headings.join('')}</row>`
  );
}

/** @param rowCount with the headings */
export const sheetEnd = ({ columns }: SheetHead, rowCount: number): string =>
  `</sheetData><autoFilter ref="A1:${columnName(columns.length - 1)}${rowCount}"/>${pageXml}</worksheet>`;

const pageXml =
  '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>' +
  '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>';

const ABOUT_WIDTHS = [18, 100] as const;

/** The first sheet: whose paper it is, what it says and how far it stands. */
export function aboutXml({ title, office, block }: PaperHead): string {
  const rows = [
    textCell('A1', office, style.label),
    textCell('A2', title, style.title),
    ...block.map(
      ([label, words], index) =>
        textCell(`A${index + 4}`, label, style.label) + textCell(`B${index + 4}`, words, style.words),
    ),
  ];
  const numbers = [1, 2, ...block.map((_, index) => index + 4)];
  const heights = ['', heightOf(2), ...block.map(([, words]) => heightOf(linesIn(words, ABOUT_WIDTHS[1])))];
  const data = rows
    .map((cells, index) => `<row r="${numbers[index] ?? 0}"${heights[index] ?? ''}>${cells}</row>`)
    .join('');
  return (
    `${HEAD}<worksheet xmlns="${MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>` +
    '<sheetViews><sheetView showGridLines="0" workbookViewId="0"/></sheetViews>' +
    `${FORMAT}${colsXml(ABOUT_WIDTHS)}<sheetData>${data}</sheetData>${pageXml}</worksheet>`
  );
}

/** Names of sheets as spreadsheets take them: short, without `[]:*?/\`, and no two alike. */
export function sheetNames(wanted: readonly string[]): string[] {
  const taken = new Set<string>();
  return wanted.map((name) => {
    const plain = name.replace(/[[\]:*?/\\']/g, ' ').slice(0, NAME_MAX) || 'Sheet';
    let [found, count] = [plain, 1];
    while (taken.has(found.toLowerCase())) {
      count += 1;
      found = `${plain.slice(0, NAME_MAX - 4)} ${count}`;
    }
    taken.add(found.toLowerCase());
    return found;
  });
}

/** What makes one workbook of so many sheets, by the name of its part. */
export function workbookParts(
  names: readonly string[],
  extents: readonly Extent[],
): readonly (readonly [name: string, xml: string])[] {
  const each = (make: (name: string, number: number) => string) =>
    names.map((name, index) => make(name, index + 1)).join('');
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
  return [
    ['xl/styles.xml', stylesXml],
    [
      'xl/workbook.xml',
      `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><bookViews><workbookView activeTab="0"/></bookViews><sheets>${each((name, n) => `<sheet name="${escaped(name)}" sheetId="${n}" r:id="rId${n}"/>`)}</sheets>${definedNames(names, extents)}</workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${each((_, n) => `<Relationship Id="rId${n}" Type="${RELATIONS}/worksheet" Target="worksheets/sheet${n}.xml"/>`)}<Relationship Id="rId${names.length + 1}" Type="${RELATIONS}/styles" Target="styles.xml"/></Relationships>`,
    ],
    [
      '_rels/.rels',
      `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ],
    [
      '[Content_Types].xml',
      `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${type}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${type}.styles+xml"/>${each((_, n) => `<Override PartName="/xl/worksheets/sheet${n}.xml" ContentType="${type}.worksheet+xml"/>`)}</Types>`,
    ],
  ];
}

/** How far the table of a sheet goes, with its headings. */
export type Extent = { readonly columnCount: number; readonly rowCount: number };

/** What is filtered, and that headings stand on every printed page. The first sheet has no table. */
function definedNames(names: readonly string[], extents: readonly Extent[]): string {
  const tables = names.slice(1).map((name, index) => {
    const { columnCount = 1, rowCount = 2 } = extents[index] ?? {};
    const range = `$A$1:$${columnName(columnCount - 1)}$${rowCount}`;
    const named = (what: string, more: string, where: string) =>
      `<definedName name="_xlnm.${what}" localSheetId="${index + 1}"${more}>'${escaped(name)}'!${where}</definedName>`;
    return named('_FilterDatabase', ' hidden="1"', range) + named('Print_Titles', '', '$1:$1');
  });
  return tables.length === 0 ? '' : `<definedNames>${tables.join('')}</definedNames>`;
}
