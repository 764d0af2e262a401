import type { ImportProblem } from '../../shared/import.ts';
import type { ImportProblemKey } from '../../shared/text/import.zh-CN.ts';
import { dateText, minuteOf } from './import.words.rules.ts';

export type ProblemParams = ImportProblem['params'];
export type Report = (problem: ImportProblem & { readonly problem: ImportProblemKey }) => void;

/** Where each field stands in the file: its column from 1, and its heading as it stands there. */
export type Heading = { readonly column: number; readonly heading: string };
export type Header = ReadonlyMap<string, Heading>;

/** Why a cell says nothing that can be written. */
export class CellFault {
  readonly problem: ImportProblemKey;
  readonly params: ProblemParams;
  constructor(problem: ImportProblemKey, params: ProblemParams) {
    this.problem = problem;
    this.params = params;
  }
}

export const isFault = (value: unknown): value is CellFault => value instanceof CellFault;

export const faulty = (problem: ImportProblemKey, params: ProblemParams = {}): CellFault =>
  new CellFault(problem, params);

/** One row of the file by field. Whoever reads a cell that is wrong gets null, and the problem is noted with line and column. */
export class Cells {
  readonly line: number;
  readonly #values: ReadonlyMap<string, string>;
  readonly #header: Header;
  readonly #report: Report;
  readonly #table: string;
  #sound = true;

  constructor(
    row: { readonly table: string; readonly line: number; readonly values: ReadonlyMap<string, string> },
    header: Header,
    report: Report,
  ) {
    this.line = row.line;
    this.#table = row.table;
    this.#values = row.values;
    this.#header = header;
    this.#report = report;
  }

  /** Whether nothing was wrong so far. */
  get sound(): boolean {
    return this.#sound;
  }

  /** Whether the file has the column at all; what it does not say stays as it is. */
  has(field: string): boolean {
    return this.#header.has(field);
  }

  /** The cell without blanks around it; empty where the file has no such column. */
  text(field: string): string {
    return this.#values.get(field) ?? '';
  }

  fault(field: string, problem: ImportProblemKey, params: ProblemParams = {}): null {
    this.#sound = false;
    const { column, heading } = this.#header.get(field) ?? { column: 0, heading: '' };
    const value = this.text(field).slice(0, 100);
    this.#report({ table: this.#table, line: this.line, column, heading, value, problem, params });
    return null;
  }

  /** @returns what `read` makes of the cell, or null after noting what it found wrong */
  read<T>(field: string, read: (text: string) => T): Exclude<T, CellFault> | null {
    const value = read(this.text(field));
    if (isFault(value)) return this.fault(field, value.problem, value.params);
    return value as Exclude<T, CellFault>;
  }

  required(field: string): string | null {
    const text = this.text(field);
    return text === '' ? this.fault(field, 'required') : text;
  }

  /** `empty` where the cell is. */
  number(field: string, { min, max, whole }: NumberRange): number | null {
    return this.read(field, (text) => {
      const value = Number(text.normalize('NFKC').replace(/,(?=\d{3})/g, ''));
      if (text === '') return faulty('required');
      if (!Number.isFinite(value) || (whole && !Number.isInteger(value))) return faulty('number');
      return value < min || value > max ? faulty('range', { min, max }) : value;
    });
  }

  date(field: string): string | null {
    return this.read(field, (text) => dateText(text) ?? faulty('date'));
  }

  minute(field: string): number | null {
    return this.read(field, (text) => {
      const minute = minuteOf(text);
      if (minute === null) return faulty('time');
      return minute > 1439 ? faulty('outsideDay') : minute;
    });
  }

  word<V>(field: string, reader: (text: string) => V | null): V | null {
    return this.read(field, (text) => reader(text) ?? faulty('word'));
  }
}

type NumberRange = { readonly min: number; readonly max: number; readonly whole: boolean };

/** Several values of one cell, however they stand apart. */
export const listOf = (text: string): string[] =>
  text
    .split(/[,，、;；|]/)
    .map((each) => each.trim())
    .filter((each) => each !== '');
