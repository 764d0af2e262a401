import type { Header, Heading, Report } from './import.cells.ts';
import type { Column } from './import.kind.types.ts';
import type { FileRow } from './import.types.ts';
import { keyOf, plain, waysToSay } from './import.words.rules.ts';

/** Above the headings there may be a title and a few remarks. */
export const HEADINGS_WITHIN_ROWS = 10;

export type FoundHeader = { readonly header: Header; readonly ignored: readonly string[] };

/** What stands in which column; null when the row is none of headings. */
export function headerOf(columns: readonly Column[], { cells }: FileRow): FoundHeader | null {
  const header = new Map<string, Heading>();
  const ignored: string[] = [];
  for (const [index, heading] of cells.entries()) {
    const said = plain(heading);
    if (said === '') continue;
    const found = columns.find(
      ({ field, heading: word }) => !header.has(field) && waysToSay(keyOf(`column.${word}`)).includes(said),
    );
    if (found === undefined) ignored.push(heading.slice(0, 60));
    else header.set(found.field, { column: index + 1, heading: heading.trim().slice(0, 60) });
  }
  const required = columns.filter((each) => each.required);
  const known = required.filter((each) => header.has(each.field)).length;
  return known * 2 >= required.length ? { header, ignored } : null;
}

/** Notes each column that must be there and is not. @returns whether all are */
export function reportMissing(
  columns: readonly Column[],
  header: Header,
  {
    line,
    report,
    headingOf,
  }: { readonly line: number; readonly report: Report; readonly headingOf: (column: Column) => string },
): boolean {
  const absent = columns.filter((column) => column.required && !header.has(column.field));
  for (const column of absent)
    report({
      ...{ table: '', line, column: 0, value: '', problem: 'missingColumn' },
      heading: headingOf(column),
      params: { heading: headingOf(column) },
    });
  return absent.length === 0;
}

/** A row that says nothing, or is a remark of a template. */
export function isSilent({ cells }: FileRow): boolean {
  const first = cells.find((cell) => cell.trim() !== '');
  return first === undefined || /^\s*[#＃]/.test(first);
}

/** The cells of a row by field, without blanks, and without signs that nobody sees. */
export function valuesOf(header: Header, { cells }: FileRow): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const [field, { column }] of header)
    values.set(field, (cells[column - 1] ?? '').replace(/[\u200b\ufeff]/g, '').trim());
  return values;
}
