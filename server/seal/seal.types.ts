import type { SealedSession } from '../../shared/seal.ts';
import type { Finding } from './seal.findings.ts';

/** What can be said of a register's row besides the row: columns beside its body, and values in side tables. */
export type Derived = {
  readonly columns: Readonly<Record<string, string | number>>;
  readonly sets: Readonly<Record<string, readonly string[]>>;
};

/** A table whose rows are added and never changed. */
export type SealedTable = {
  readonly table: string;
  /** When a row was recorded, epoch ms. */
  readonly atColumn: string;
  /** A register 登记: its hash covers these columns, and what follows from the body is compared with it. Null hashes every column that has a value. */
  readonly register: {
    readonly columns: readonly string[];
    readonly derivedOf: (body: string) => Derived | null;
  } | null;
};

/** A table of measurements, sealed session by session. */
export type MeasuredTable = { readonly table: string; readonly atColumn: string };

export type Sealed = {
  readonly tables: readonly SealedTable[];
  readonly measured: readonly MeasuredTable[];
};

export type Found = (finding: Finding) => void;

/** A session as the newest seal that names it has it. */
export type LatestSession = SealedSession & { readonly untilMs: number };
