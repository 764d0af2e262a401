import type { z } from 'zod';
import type { BellFields } from '../../shared/bell.ts';
import type { TableKind } from '../../shared/import.ts';
import type { BellId, NeedId, TermId } from '../../shared/kernel/ids.ts';
import type { LocalDate } from '../../shared/kernel/time.ts';
import type { NeedFields } from '../../shared/need.ts';
import type { TermFields } from '../../shared/term.ts';
import type { Locale } from '../../shared/text/text.ts';
import type { DirectoryView } from '../directory/directory.types.ts';
import type { RegistryName } from '../directory/registry.types.ts';
import type { JsonFields } from '../platform/register.rules.ts';
import type { Cells } from './import.cells.ts';
import type { Finder } from './import.finder.ts';

/** A column of a table. Its heading is the word `column.HEADING`, what to write into it `hint.HEADING`. */
export type Column = {
  readonly field: string;
  readonly heading: string;
  /** The file must have it. */
  readonly required: boolean;
};

/** What a file is read against: the registers of today as the asker sees them. */
export type Ground = {
  readonly view: DirectoryView;
  readonly finder: Finder;
  readonly today: LocalDate;
  readonly locale: Locale;
  readonly planning: PlanningGround;
};

type InForce<Id, Fields> = ReadonlyMap<Id, Held<Id, Fields>>;

/** Registers of planning that rows of other registers are held against. */
export type PlanningGround = {
  readonly needs: InForce<NeedId, NeedFields>;
  readonly terms: InForce<TermId, TermFields>;
  readonly bells: InForce<BellId, BellFields>;
};

export type Held<Id, Fields> = { readonly id: Id; readonly fields: Fields };

/** An entry as a row of the file wants it. */
export type Draft<Id, Fields> = {
  readonly cells: Cells;
  /** The natural key: no two drafts of a file have the same. `keyField` is where a second one is told so. */
  readonly key: string;
  readonly keyField: string;
  /** The entry that it changes, or null. */
  readonly before: Held<Id, Fields> | null;
  /** Not yet checked against the register's shape. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** Entries that could stand in its way; all others are known not to. */
  readonly others: readonly Held<Id, Fields>[];
};

/** Reads the rows of one file into drafts. */
export type Reading<Id, Fields> = {
  row(cells: Cells): Draft<Id, Fields> | null;
  /** Drafts of rows that only make sense together. */
  end?(): readonly Draft<Id, Fields>[];
};

/** One kind of table: how its rows become entries of a register, and entries rows. */
export type Kind<Id extends string, Fields extends JsonFields> = {
  readonly kind: TableKind;
  readonly register: RegistryName;
  readonly schema: z.ZodType<Fields>;
  readonly columns: readonly Column[];
  /** In which column a field of the register stands, where they differ. */
  readonly columnOf: Readonly<Record<string, string>>;
  begin(ground: Ground, inForce: ReadonlyMap<Id, Held<Id, Fields>>): Promise<Reading<Id, Fields>>;
  /** Rows by column; usually one. */
  rows(entry: Held<Id, Fields>, ground: Ground): readonly (readonly string[])[];
};

export const column = (field: string, heading: string = field, required = false): Column => ({
  field,
  heading,
  required,
});
