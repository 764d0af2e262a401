import PDFDocument from 'pdfkit';
import { cellText, typed } from './export.cells.rules.ts';
import { isPrinted, layoutFor, linesOf, PRINTED_MAX, placesOf } from './export.pdf.rules.ts';
import type { CellKind, Font, PaperOutline, Row, SheetHead } from './export.types.ts';
import type { RowsOf } from './export.xlsx.ts';

const MARGIN = 40;
const FOOT = 26;
const SIZE = 8;
const LEADING = 11.5;
const PAD = 3;
const CELL_LINES = 4;
const BLOCK_LINES = 8;
const LABEL_WIDTH = 90;
const INK = '#1d2b26';
const QUIET = '#5b6b65';
const RULE = '#c9d4cf';
const SHADE = '#e7efea';
const FACE = 'face';

type Document = InstanceType<typeof PDFDocument>;
/** A document that is being written, and how far down its last page is filled. */
type Pen = { readonly document: Document; y: number };

/** A4 to print: whose paper, title and block, then each table with its headings on every page; page numbers at the foot. */
export async function* pdfOf(
  outline: PaperOutline,
  rowsOf: RowsOf,
  { font, nowMs }: { readonly font: Font; readonly nowMs: number },
): AsyncGenerator<Uint8Array> {
  const document = new PDFDocument({
    ...{ size: 'A4', margin: 0, bufferPages: true, autoFirstPage: false, lang: 'zh-CN' },
    layout: layoutFor(outline.sheets),
    info: { Title: outline.title, Author: outline.office, CreationDate: new Date(nowMs) },
    // No other face is to be loaded: the usual one knows no Chinese.
    font: '',
  });
  document.registerFont(FACE, font.path, ...(font.face === null ? [] : [font.face]));
  const pen: Pen = { document, y: 0 };
  turn(pen);
  titleBlock(pen, outline);
  for (const [index, sheet] of outline.sheets.entries())
    await table(pen, outline, { sheet, rows: rowsOf(index) });
  feet(document, outline);
  document.end();
  for await (const piece of document) {
    const bytes: Uint8Array = piece;
    yield bytes;
  }
}

function turn(pen: Pen): void {
  pen.document.addPage().font(FACE).fontSize(SIZE).fillColor(INK);
  pen.y = MARGIN;
}

const roomIn = ({ document, y }: Pen): number => document.page.height - MARGIN - FOOT - y;
const widthIn = ({ document }: Pen): number => document.page.width - 2 * MARGIN;

function write(
  pen: Pen,
  lines: readonly string[],
  at: { readonly x: number; readonly size?: number; readonly color?: string },
): void {
  const { x, size = SIZE, color = INK } = at;
  pen.document.fontSize(size).fillColor(color);
  for (const [index, line] of lines.entries())
    if (line !== '')
      pen.document.text(line, x, pen.y + index * size * (LEADING / SIZE), { lineBreak: false });
}

function rule(pen: Pen, color = RULE): void {
  pen.document
    .lineWidth(0.5)
    .strokeColor(color)
    .moveTo(MARGIN, pen.y)
    .lineTo(MARGIN + widthIn(pen), pen.y)
    .stroke();
}

function titleBlock(pen: Pen, { office, title, block }: PaperOutline): void {
  write(pen, [office], { x: MARGIN, size: 10, color: QUIET });
  pen.y += 18;
  const lines = linesOf(title, { size: 18, width: widthIn(pen), most: 2 });
  write(pen, lines, { x: MARGIN, size: 18 });
  pen.y += lines.length * 26 + 8;
  rule(pen, INK);
  pen.y += 8;
  for (const [label, words] of block) {
    const said = linesOf(words, { size: SIZE, width: widthIn(pen) - LABEL_WIDTH, most: BLOCK_LINES });
    if (roomIn(pen) < said.length * LEADING) turn(pen);
    write(pen, [label], { x: MARGIN, color: QUIET });
    write(pen, said, { x: MARGIN + LABEL_WIDTH });
    pen.y += said.length * LEADING + 3;
  }
  pen.y += 6;
}

type Printed = { readonly sheet: SheetHead; readonly rows: AsyncIterable<readonly Row[]> };

async function table(pen: Pen, { words, zone }: PaperOutline, { sheet, rows }: Printed): Promise<void> {
  const places = placesOf(sheet, MARGIN, widthIn(pen));
  const begin = () => headings(pen, sheet, places);
  if (roomIn(pen) < 90) turn(pen);
  pen.y += 8;
  write(pen, [sheet.name], { x: MARGIN, size: 12 });
  pen.y += 20;
  begin();
  let count = 0;
  for await (const some of rows)
    for (const row of some) {
      count += 1;
      if (count > PRINTED_MAX) break;
      const cells = sheet.columns.flatMap((column, index) =>
        isPrinted(column) ? [typed(row[index], column)] : [],
      );
      const lines = cells.map((cell, index) =>
        linesOf(cellText(cell, zone), {
          size: SIZE,
          width: (places[index]?.width ?? 0) - 2 * PAD,
          most: CELL_LINES,
        }),
      );
      const height = Math.max(1, ...lines.map((each) => each.length)) * LEADING + 2 * PAD;
      if (roomIn(pen) < height) {
        turn(pen);
        begin();
      }
      pen.y += PAD;
      for (const [index, said] of lines.entries()) {
        const { x = 0, width = 0 } = places[index] ?? {};
        const kind = cells[index]?.kind;
        if (isAmount(kind)) writeRight(pen, said, { x, width });
        else write(pen, said, { x: x + PAD });
      }
      pen.y += height - PAD;
      rule(pen);
    }
  const last = count === 0 ? words.empty : count > PRINTED_MAX ? words.cut : null;
  if (last === null) return;
  if (roomIn(pen) < 2 * LEADING) turn(pen);
  pen.y += PAD;
  write(pen, [last.replace('{count}', String(PRINTED_MAX))], { x: MARGIN + PAD, color: QUIET });
  pen.y += LEADING + PAD;
}

const isAmount = (kind: CellKind | undefined): boolean =>
  kind === 'count' || kind === 'number' || kind === 'share';

type Place = { readonly x: number; readonly width: number };

function writeRight(pen: Pen, lines: readonly string[], { x, width }: Place): void {
  const { document } = pen;
  document.fontSize(SIZE).fillColor(INK);
  for (const [index, line] of lines.entries())
    if (line !== '')
      document.text(line, x + width - PAD - document.widthOfString(line), pen.y + index * LEADING, {
        lineBreak: false,
      });
}

function headings(pen: Pen, sheet: SheetHead, places: readonly { x: number; width: number }[]): void {
  const printed = sheet.columns.filter(isPrinted);
  const lines = printed.map(({ heading }, index) =>
    linesOf(heading, { size: SIZE, width: (places[index]?.width ?? 0) - 2 * PAD, most: 3 }),
  );
  const height = Math.max(1, ...lines.map((each) => each.length)) * LEADING + 2 * PAD;
  pen.document.rect(MARGIN, pen.y, widthIn(pen), height).fill(SHADE);
  pen.y += PAD;
  for (const [index, { kind }] of printed.entries()) {
    const { x = 0, width = 0 } = places[index] ?? {};
    const said = lines[index] ?? [];
    if (isAmount(kind)) writeRight(pen, said, { x, width });
    else write(pen, said, { x: x + PAD });
  }
  pen.y += height - PAD;
}

/** When all pages are there: only then is it known how many. */
function feet(document: Document, { words, title, office, mark }: PaperOutline): void {
  const { count } = document.bufferedPageRange();
  for (let index = 0; index < count; index += 1) {
    document.switchToPage(index);
    const y = document.page.height - MARGIN - 8;
    const right = document.page.width - MARGIN;
    document.font(FACE).fontSize(7).fillColor(QUIET);
    const number = words.page.replace('{page}', String(index + 1)).replace('{pages}', String(count));
    const left = [office, title, mark].filter((each) => each !== '').join(' · ');
    const room = right - MARGIN - document.widthOfString(number) - 12;
    document.text(linesOf(left, { size: 7, width: room, most: 1 })[0] ?? '', MARGIN, y, { lineBreak: false });
    document.text(number, right - document.widthOfString(number), y, { lineBreak: false });
  }
}
