import { type ZipPart, zipStream } from '../platform/zip.stream.ts';
import type { PaperOutline, Row, SheetHead } from './export.types.ts';
import {
  aboutXml,
  type Extent,
  rowXml,
  SHEET_ROWS_MAX,
  sheetBegin,
  sheetEnd,
  sheetNames,
  workbookParts,
} from './export.xlsx.rules.ts';

/** Rows of a sheet, some at a time. */
export type RowsOf = (sheet: number) => AsyncIterable<readonly Row[]>;

/** A workbook, piece by piece: what the paper is about, then a sheet for each table. */
export function xlsxOf(outline: PaperOutline, rowsOf: RowsOf): AsyncIterable<Uint8Array> {
  return zipStream(partsOf(outline, rowsOf));
}

async function* partsOf(outline: PaperOutline, rowsOf: RowsOf): AsyncGenerator<ZipPart> {
  const { sheets, words, zone } = outline;
  const extents: Extent[] = [];
  yield { name: 'xl/worksheets/sheet1.xml', pieces: whole(aboutXml(outline)) };
  for (const [index, sheet] of sheets.entries())
    yield {
      name: `xl/worksheets/sheet${index + 2}.xml`,
      pieces: sheetPieces({ ...sheet, zone, empty: words.empty }, rowsOf(index), (rowCount) =>
        extents.push({ columnCount: sheet.columns.length, rowCount }),
      ),
    };
  const names = sheetNames([words.about, ...sheets.map(({ name }) => name)]);
  for (const [name, xml] of workbookParts(names, extents)) yield { name, pieces: whole(xml) };
}

async function* sheetPieces(
  sheet: SheetHead & Pick<PaperOutline, 'zone'> & { readonly empty: string },
  rows: AsyncIterable<readonly Row[]>,
  ended: (rowCount: number) => void,
): AsyncGenerator<Uint8Array> {
  yield Buffer.from(sheetBegin(sheet));
  let number = 1;
  for await (const some of rows) {
    let xml = '';
    for (const row of some) {
      if (number === SHEET_ROWS_MAX) break;
      number += 1;
      xml += rowXml(row, number, sheet);
    }
    yield Buffer.from(xml);
  }
  if (number === 1) yield Buffer.from(rowXml([{ kind: 'text', value: sheet.empty }], 2, sheet));
  const rowCount = Math.max(2, number);
  yield Buffer.from(sheetEnd(sheet, rowCount));
  ended(rowCount);
}

async function* whole(xml: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(xml);
}
