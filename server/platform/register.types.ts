import type { Result } from '../../shared/kernel/result.ts';
import type { LocalDate } from '../../shared/kernel/time.ts';
import type { Database } from './ports.ts';
import type { JsonFields, VersionStamp } from './register.rules.ts';

export type RegisterEntry<Id extends string, Fields> = VersionStamp & {
  readonly id: Id;
  /** A person's id, or the name of the server's own act. */
  readonly recordedBy: string;
  readonly fields: Fields;
};

type Parser<T> = { parse(value: unknown): T };

/** How a register looks. `Column` names the extra columns for queries, `Many` the properties of which an entry has several. */
export type RegisterSpec<
  Id extends string,
  Fields extends JsonFields,
  Column extends string,
  Many extends string,
> = {
  readonly table: string;
  readonly id: Parser<Id>;
  /** Checked on every read: old bodies gain new fields through defaults. */
  readonly fields: Parser<Fields>;
  readonly columns: Readonly<Record<Column, ColumnSpec<Fields>>>;
  readonly sets: Readonly<Record<Many, (fields: Fields) => readonly string[]>>;
};

export type ColumnSpec<Fields> = {
  readonly type: 'text' | 'bigint';
  /** No two entries may begin with the same value; it must never change over an entry's versions. */
  readonly unique?: boolean;
  readonly of: (fields: Fields) => string | number;
};

/** What to read. Without a date the newest version whatever its validity; without a moment everything known. */
export type RegisterQuery<Column extends string, Many extends string> = {
  readonly date?: LocalDate;
  readonly recordedAtMs?: number;
  /** Both ends included. Looked at in the version that the query picks, never in an older one. */
  readonly between?: {
    readonly column: Column;
    readonly from: string | number;
    readonly to?: string | number;
  };
  readonly holding?: { readonly set: Many; readonly value: string };
  /** Only these; a few hundred at most. */
  readonly ids?: readonly string[];
  readonly orderBy?: Column;
  readonly limit?: number;
};

export type Addition<Id> = { readonly by: string; readonly validFrom: LocalDate; readonly id?: Id };

export type Revision<Fields> = {
  readonly expectedVersion: number;
  readonly fields: Fields;
  readonly by: string;
  readonly validFrom: LocalDate;
  readonly validTo?: LocalDate;
  /** From `validFrom` on the entry does not exist. */
  readonly closed?: boolean;
};

/** A version as its row will be, but for when and by whom it is written. */
export type ReadyVersion = {
  readonly id: string;
  readonly version: number;
  /** Where it does not hold from the same day on as those with which it is written. */
  readonly validFrom?: string;
  readonly validTo: string | null;
  readonly body: string;
  /** In the order of the register's columns. */
  readonly columns: readonly (string | number)[];
  /** In the order of the register's sets. */
  readonly sets: readonly (readonly string[])[];
};

/** Many versions at once, for those who have checked them. */
export type RegisterBulk<Id extends string, Fields> = {
  ready(version: {
    readonly id: Id;
    readonly version: number;
    readonly validFrom?: string;
    readonly validTo: string | null;
    readonly fields: Fields;
  }): ReadyVersion;
  /** How many versions there are: it grows with every change, and with nothing else. */
  count(via: Database): Promise<number>;
  /**
   * A part of the transaction `via`; of several hundred versions a statement is made, and recorded later than the one before. Throws when the
   * number of a version is taken. @returns when the last of them was recorded, 0 for none
   */
  write(
    versions: readonly ReadyVersion[],
    note: { readonly by: string; readonly validFrom: string },
    via: Database,
  ): Promise<number>;
  /** New entries, in the same way. Throws when an id is in use. */
  add(
    entries: readonly { readonly id: Id; readonly fields: Fields }[],
    note: { readonly by: string; readonly validFrom: LocalDate },
    via: Database,
  ): Promise<RegisterEntry<Id, Fields>[]>;
};

/**
 * An append-only table of versions. An answer for a recorded moment is final once the clock has passed that moment.
 */
export interface Register<
  Id extends string,
  Fields,
  Column extends string,
  Many extends string,
  /** What a new entry is made of: fields with a default may be left out. */
  Input = Fields,
> {
  /** `via` is the transaction of which this is to be a part; without it, it is one of its own. */
  add(fields: Input, addition: Addition<Id>, via?: Database): Promise<RegisterEntry<Id, Fields>>;
  /** NOT_FOUND, or CONFLICT {version, changed} when somebody else was faster. */
  revise(id: Id, revision: Revision<Fields>, via?: Database): Promise<Result<RegisterEntry<Id, Fields>>>;
  get(id: Id, query?: { date?: LocalDate; recordedAtMs?: number }): Promise<RegisterEntry<Id, Fields> | null>;
  list(query?: RegisterQuery<Column, Many>): Promise<readonly RegisterEntry<Id, Fields>[]>;
  /** Every version of one entry, oldest first, closed ones too. */
  history(id: Id, via?: Database): Promise<readonly RegisterEntry<Id, Fields>[]>;
  /** Every version that holds at least one day of the period, closed ones too, by id and version. */
  versionsDuring(from: LocalDate, to: LocalDate): Promise<readonly RegisterEntry<Id, Fields>[]>;
  /** Every version after `after` by id and version, at most `limit`. */
  versionsAfter(
    after: { readonly id: string; readonly version: number },
    limit: number,
  ): Promise<readonly RegisterEntry<Id, Fields>[]>;
  /** Versions recorded after another one, or at the same moment with a higher id or version, in that order; at most `limit`. */
  recordedSince(
    after: { readonly recordedAtMs: number; readonly id: string; readonly version: number },
    limit: number,
  ): Promise<readonly RegisterEntry<Id, Fields>[]>;
  readonly bulk: RegisterBulk<Id, Fields>;
}
