import { readCsv } from './import.csv.ts';
import { decodeText } from './import.encoding.ts';
import { type FileRow, type ReadingWish, UnreadableError } from './import.types.ts';
import { UNPACKED_BYTES_MAX, unpack, zipParts } from './import.unzip.ts';

export type FileTable = {
  /** Empty for a file that is one table; else the name of the table's file in its package. */
  readonly table: string;
  /** 0 is not known before it is read. */
  readonly totalCount: number;
  readonly rows: AsyncIterable<FileRow>;
};

const isZip = ([first, second]: Uint8Array) => first === 0x50 && second === 0x4b;

/** The tables of a file: one, or of a package those that are wanted, in their order. @throws UnreadableError */
export async function* readTables({ bytes, tables }: ReadingWish): AsyncGenerator<FileTable> {
  if (tables !== null) yield* readPackage(bytes, tables);
  else if (isZip(bytes) || bytes[0] === 0xd0) {
    // A reader of CSV files has no use for the library of workbooks.
    const { readWorkbook } = await import('./import.sheet.ts');
    yield { table: '', totalCount: 0, rows: readWorkbook(bytes) };
  } else yield csvTable('', bytes);
}

async function* readPackage(bytes: Uint8Array, tables: readonly string[]): AsyncGenerator<FileTable> {
  if (!isZip(bytes)) throw new UnreadableError({ problem: 'notPackage', line: 0 });
  const parts = zipParts(bytes, 'notPackage');
  let left = UNPACKED_BYTES_MAX;
  for (const table of tables) {
    // Some programs put the files into a folder of the package.
    const part = parts.find(({ name }) => name === table || name.endsWith(`/${table}`));
    if (part === undefined) continue;
    const unpacked = await unpack(part, left);
    left -= unpacked.byteLength;
    yield csvTable(table, unpacked);
  }
}

function csvTable(table: string, bytes: Uint8Array): FileTable {
  const decoded = decodeText(bytes);
  if (!decoded.ok) throw new UnreadableError(decoded.unreadable);
  let lines = 0;
  for (let at = decoded.text.indexOf('\n'); at >= 0; at = decoded.text.indexOf('\n', at + 1)) lines += 1;
  return { table, totalCount: lines, rows: readCsv(decoded.text) };
}
