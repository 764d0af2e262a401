import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import type { FileRow } from './import.types.ts';
import { UnreadableError } from './import.types.ts';

/** So much text is handed to the parser at once: it reads on while the rest waits. */
const SLICE_CHARS = 65_536;
/** Longer than any row of ours can be: a quote that is never closed ends here, not at the end of the file. */
const LONGEST_ROW_CHARS = 65_536;

/**
 * The rows of a CSV text, separated by `,`, `;` or tab. Rows are counted as a spreadsheet shows them: a cell with several lines is one row,
 * an empty line is one too.
 */
export async function* readCsv(text: string): AsyncGenerator<FileRow> {
  const { delimiter, from } = separatorOf(text);
  const parser = parse({
    delimiter,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: false,
    max_record_size: LONGEST_ROW_CHARS,
  });
  const first = from === 0 ? 1 : 2;
  let line = first - 1;
  const source = Readable.from(slices(text.slice(from)));
  source.pipe(parser);
  try {
    for await (const record of parser) {
      line += 1;
      yield { line, cells: (record as string[]).map(unescaped) };
    }
  } catch (cause) {
    if (cause instanceof CsvError)
      throw new UnreadableError({ problem: 'quotes', line: first + Number(cause['records'] ?? 0) });
    throw cause;
  } finally {
    source.destroy();
    parser.destroy();
  }
}

function* slices(text: string): Generator<string> {
  for (let from = 0; from < text.length; from += SLICE_CHARS) yield text.slice(from, from + SLICE_CHARS);
}

/** Spreadsheets name the separator in a first line `sep=;`; without it the commonest one of the headings is it. */
function separatorOf(text: string): { readonly delimiter: string; readonly from: number } {
  const named = /^sep=(.)\r?\n/.exec(text);
  if (named?.[1] !== undefined) return { delimiter: named[1], from: named[0].length };
  const end = text.search(/[\r\n]/);
  const headings = (end < 0 ? text : text.slice(0, end)).replace(/"[^"]*"/g, '');
  const count = (separator: string) => headings.split(separator).length;
  const [best = ','] = [',', ';', '\t'].sort((a, b) => count(b) - count(a));
  return { delimiter: best, from: 0 };
}

/** Takes back what keeps a spreadsheet from running a cell as a formula: `'=…` of our own files, `="0012"` of other people's. */
function unescaped(cell: string): string {
  if (/^'[=+\-@\t\r]/.test(cell)) return cell.slice(1);
  return /^="(.*)"$/.exec(cell)?.[1] ?? cell;
}
