/** A row of a file as a spreadsheet shows it: counted from 1, cells as text. */
export type FileRow = { readonly line: number; readonly cells: readonly string[] };

/** Why a file cannot be read at all; `line` 0 is the whole file. */
export type Unreadable = {
  readonly problem:
    | 'notText'
    | 'encoding'
    | 'quotes'
    | 'oldExcel'
    | 'notWorkbook'
    | 'tooMuch'
    | 'tooManyRows'
    | 'notPackage';
  readonly line: number;
};

export class UnreadableError extends Error {
  override readonly name = 'UnreadableError';
  readonly unreadable: Unreadable;
  constructor(unreadable: Unreadable) {
    super(unreadable.problem);
    this.unreadable = unreadable;
  }
}

/** What a reader is given: a file, and of a package the tables that are wanted. */
export type ReadingWish = { readonly bytes: Uint8Array; readonly tables: readonly string[] | null };

export type FromReader =
  | { readonly type: 'table'; readonly table: string; readonly totalCount: number }
  | { readonly type: 'rows'; readonly rows: readonly FileRow[] }
  | { readonly type: 'unreadable'; readonly unreadable: Unreadable }
  | { readonly type: 'done' };
