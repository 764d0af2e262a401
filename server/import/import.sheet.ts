import { type CellValue, streamXlsxRows, writeXlsx, writeXlsxStream } from 'hucre/xlsx';
import { type FileRow, UnreadableError } from './import.types.ts';
import { measure, zipParts } from './import.unzip.ts';

/** What a workbook of ours is made of: one table, and a second sheet that explains its columns. */
export type Workbook = {
  readonly name: string;
  readonly headings: readonly string[];
  readonly rows: Iterable<readonly string[]>;
  readonly notes: { readonly name: string; readonly rows: readonly (readonly string[])[] } | null;
};

const MOST_COLUMNS = 200;

/** The rows of a workbook's first sheet, as text. @throws UnreadableError for what is no workbook, or locked, or too much */
export async function* readWorkbook(bytes: Uint8Array): AsyncGenerator<FileRow> {
  if (bytes[0] === 0xd0 && bytes[1] === 0xcf) throw new UnreadableError({ problem: 'oldExcel', line: 0 });
  await measure(zipParts(bytes, 'notWorkbook'));
  try {
    for await (const row of streamXlsxRows(bytes, { sheet: 0 }))
      yield { line: row.index + 1, cells: row.values.slice(0, MOST_COLUMNS).map(textOf) };
  } catch (cause) {
    if (cause instanceof UnreadableError) throw cause;
    // The library throws errors of several kinds for files that are damaged; none of them is about us.
    if (cause instanceof Error) throw new UnreadableError({ problem: 'notWorkbook', line: 0 });
    throw cause;
  }
}

const DAY_ZERO = Date.UTC(1899, 11, 30);
const DAY_MS = 86_400_000;

/** As the cell looks in its own program: whole numbers without exponent, days as YYYY-MM-DD, times as HH:MM. */
function textOf(value: CellValue): string {
  if (value === null) return '';
  if (value instanceof Date) return dateText(value);
  if (typeof value === 'number') return numberText(value);
  return typeof value === 'boolean' ? (value ? 'TRUE' : 'FALSE') : value;
}

function dateText(value: Date): string {
  const ms = value.getTime();
  if (Number.isNaN(ms)) return '';
  const text = new Date(Math.round(ms / 60_000) * 60_000).toISOString();
  const [day = '', time = ''] = [text.slice(0, 10), text.slice(11, 16)];
  if (ms < DAY_ZERO + 2 * DAY_MS) return time;
  return time === '00:00' ? day : `${day} ${time}`;
}

/** 0.1 + 0.2 as a cell shows it, and a telephone number that was typed as one without an exponent. */
function numberText(value: number): string {
  if (Number.isSafeInteger(value)) return value.toFixed(0);
  return String(Number(value.toPrecision(12)));
}

const WIDEST = 40;
const NARROWEST = 8;

/** A workbook with a frozen first row. Every cell is text, so that codes keep their zeros and telephone numbers their length. */
export async function writeWorkbook({ name, headings, rows, notes }: Workbook): Promise<Uint8Array> {
  const columns = headings.map((heading) => ({
    header: heading,
    width: Math.min(WIDEST, Math.max(NARROWEST, widthOf(heading) + 4)),
    style: { numFmt: '@' },
  }));
  if (notes === null) {
    const chunks: Uint8Array[] = [];
    const lines = (function* () {
      for (const row of rows) yield [...row];
    })();
    for await (const chunk of writeXlsxStream(lines, { name, columns, freezePane: { rows: 1 } }))
      chunks.push(chunk);
    return Buffer.concat(chunks);
  }
  return writeXlsx({
    sheets: [
      { name, columns, rows: [[...headings], ...[...rows].map((row) => [...row])], freezePane: { rows: 1 } },
      {
        name: notes.name,
        columns: [{ width: 20 }, { width: 8 }, { width: 60 }],
        rows: notes.rows.map((row) => [...row]),
        freezePane: { rows: 1 },
      },
    ],
  });
}

/** A Chinese character takes two places. */
const widthOf = (text: string): number => [...text].reduce((sum, char) => sum + (char > '\u00ff' ? 2 : 1), 0);
