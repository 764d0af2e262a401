import type { ImportProblemKey } from '../../shared/text/import.zh-CN.ts';
import { Cells, type Heading, type ProblemParams, type Report } from './import.cells.ts';
import type { FileRow } from './import.types.ts';

const needed: Readonly<Record<string, readonly string[]>> = {
  'orgs.csv': ['sourcedId', 'name', 'type', 'parentSourcedId'],
  'roles.csv': ['userSourcedId', 'role', 'orgSourcedId'],
  'users.csv': ['sourcedId', 'givenName', 'familyName'],
  'enrollments.csv': ['classSourcedId', 'userSourcedId', 'role'],
  'classes.csv': ['sourcedId', 'title', 'schoolSourcedId'],
};

/** One row of one of a package's files, by the standard's own column names. */
export class PackageRow {
  readonly line: number;
  readonly #table: string;
  readonly #columns: ReadonlyMap<string, number>;
  readonly #cells: readonly string[];
  readonly #report: Report;

  constructor(
    {
      table,
      columns,
      report,
    }: { readonly table: string; readonly columns: ReadonlyMap<string, number>; readonly report: Report },
    { line, cells }: FileRow,
  ) {
    this.line = line;
    this.#table = table;
    this.#columns = columns;
    this.#cells = cells;
    this.#report = report;
  }

  has(column: string): boolean {
    return this.#columns.has(column);
  }

  get(column: string): string {
    return (this.#cells[this.#columns.get(column) ?? -1] ?? '').trim();
  }

  fault(column: string, problem: ImportProblemKey, params: ProblemParams = {}): null {
    const found = { ...{ table: this.#table, line: this.line }, ...this.#heading(column) };
    this.#report({ ...found, value: this.get(column).slice(0, 100), problem, params });
    return null;
  }

  /** The row as one of a table of ours: field → the column that it is told of, and its text. */
  cells(fields: Readonly<Record<string, readonly [column: string, text: string]>>): Cells {
    const entries = Object.entries(fields);
    const header = new Map(entries.map(([field, [column]]) => [field, this.#heading(column)]));
    const values = new Map(entries.map(([field, [, text]]) => [field, text]));
    return new Cells({ table: this.#table, line: this.line, values }, header, this.#report);
  }

  #heading(column: string): Heading {
    return { column: (this.#columns.get(column) ?? -1) + 1, heading: column };
  }
}

/** The files of a package one after the other: the first row of each names its columns. */
export class Package {
  readonly #report: Report;
  readonly #seen = new Set<string>();
  #columns: ReadonlyMap<string, number> | null = null;
  table = '';

  constructor(report: Report) {
    this.#report = report;
  }

  begin(table: string): void {
    this.table = table;
    this.#seen.add(table);
    this.#columns = null;
  }

  take(row: FileRow): PackageRow | null {
    if (row.cells.every((cell) => cell.trim() === '')) return null;
    if (this.#columns !== null)
      return new PackageRow({ table: this.table, columns: this.#columns, report: this.#report }, row);
    this.#columns = new Map(row.cells.map((cell, index) => [cell.trim(), index]));
    for (const heading of needed[this.table] ?? [])
      if (!this.#columns.has(heading)) this.#missing(this.table, row.line, 'missingColumn', heading);
    return null;
  }

  /** A package without schools says nothing; one with classes must say who sits in them. */
  reportAbsent(): void {
    const must = this.#seen.has('classes.csv') ? ['orgs.csv', 'enrollments.csv'] : ['orgs.csv'];
    for (const table of must) if (!this.#seen.has(table)) this.#missing(table, 0, 'missingTable', table);
  }

  #missing(table: string, line: number, problem: ImportProblemKey, heading: string): void {
    this.#report({ table, line, column: 0, heading, value: '', problem, params: { heading } });
  }
}
