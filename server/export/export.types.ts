import type { Zone } from '../../shared/kernel/time.ts';

/** What an export can be: a workbook, a table as text, data, a document to print. */
export const exportFormats = ['xlsx', 'csv', 'json', 'pdf'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** How a value is to be read: a share is 0 to 1, a date `YYYY-MM-DD`, a moment epoch ms. */
export type CellKind = 'text' | 'count' | 'number' | 'share' | 'date' | 'moment';
export type Value = string | number | null;
/** Of its column's kind, unless it says another. */
export type Cell = Value | { readonly kind: CellKind; readonly value: Value };
export type Row = readonly Cell[];

export type Column = {
  readonly heading: string;
  readonly kind: CellKind;
  /** In characters; a Chinese one takes two places. */
  readonly width: number;
  /** Long texts: they take several lines in a workbook. */
  readonly wraps?: boolean;
  /** For screens only: on paper there is no room for it. */
  readonly screenOnly?: boolean;
};

export type SheetHead = { readonly name: string; readonly columns: readonly Column[] };
/** Rows come some at a time, so that neither end holds them all. */
export type Sheet = SheetHead & { readonly rows: () => AsyncIterable<readonly Row[]> };

export type PaperHead = {
  readonly title: string;
  /** 主管单位: whose paper it is. */
  readonly office: string;
  /** What stands below the title, with its label: scope, period, how far it stands, definitions, thresholds. */
  readonly block: readonly (readonly [label: string, words: string])[];
  /** At the foot of every page: what the paper can be recognized by. */
  readonly mark: string;
  readonly zone: Zone;
  readonly words: {
    /** The first sheet. */
    readonly about: string;
    readonly empty: string;
    /** With `{page}` and `{pages}`. */
    readonly page: string;
    /** With `{count}`: only so many lines were printed. */
    readonly cut: string;
  };
};

/** A document of tables, whatever it is written as. */
export type Paper = PaperHead & { readonly sheets: readonly Sheet[] };

export type Exported = {
  /** ASCII, without an ending. */
  readonly fileName: string;
  readonly paper: Paper;
  /** The one table that a CSV holds. */
  readonly table: Sheet;
  readonly json: () => AsyncIterable<string>;
};

export type PaperOutline = PaperHead & { readonly sheets: readonly SheetHead[] };

/** To the thread that writes: rows of the sheet that is being written, then that it ends. `more` lets it send another piece. */
export type ToWriter =
  | { readonly type: 'rows'; readonly rows: readonly Row[] }
  | { readonly type: 'sheetEnd' }
  | { readonly type: 'more' };
export type FromWriter =
  | { readonly type: 'taken' }
  | { readonly type: 'piece'; readonly bytes: Uint8Array }
  | { readonly type: 'done' };

export type WriterWish = {
  readonly outline: PaperOutline;
  readonly format: 'xlsx' | 'pdf';
  readonly font: Font | null;
};

/** A file of the system and, in a collection, the name of the face in it. */
export type Font = { readonly path: string; readonly face: string | null };
