import { stringify } from 'csv-stringify/sync';
import type { Zone } from '../../shared/kernel/time.ts';
import { createPace } from '../platform/pace.ts';
import { cellText, typed } from './export.cells.rules.ts';
import type { Sheet } from './export.types.ts';

/** Spreadsheets know Chinese by this mark. */
const BYTE_ORDER_MARK = '\ufeff';

/** One table: headings, then rows. A cell that a spreadsheet would run as a formula gets a leading `'`. */
export async function* csvOf({ columns, rows }: Sheet, zone: Zone): AsyncGenerator<string> {
  const options = { escape_formulas: true, record_delimiter: 'windows' as const };
  yield BYTE_ORDER_MARK + stringify([columns.map(({ heading }) => heading)], options);
  const pace = createPace();
  for await (const some of rows()) {
    const lines = some.map((row) =>
      columns.map((column, index) => cellText(typed(row[index], column), zone)),
    );
    if (lines.length > 0) yield stringify(lines, options);
    await pace();
  }
}
