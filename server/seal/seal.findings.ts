import type { LocalDate } from '../../shared/kernel/time.ts';

/** What was done to a log. `rebuilt`: every hash fits the next, and the end is not what was sealed. */
export type LogDamage =
  | 'changed'
  | 'deleted'
  | 'inserted'
  | 'reordered'
  | 'truncated'
  | 'removed'
  | 'rebuilt'
  | 'words';

export type RowDamage = 'changed' | 'deleted' | 'inserted';

/** One thing that is not what was sealed, and where to look. */
export type Finding =
  | { readonly kind: 'log'; readonly how: LogDamage; readonly sessionId: string; readonly seq: number }
  | {
      readonly kind: 'register' | 'row';
      readonly how: RowDamage;
      readonly table: string;
      /** Rows that are there and were not sealed so; empty where rows are only missing. */
      readonly ids: readonly string[];
      readonly missingCount: number;
      readonly localDate: LocalDate;
    }
  | {
      readonly kind: 'quality';
      readonly table: string;
      readonly sessionId: string;
      readonly sealedCount: number;
      readonly foundCount: number;
    }
  /** An earlier seal, as the database has it, is not the one that the later ones vouch for. */
  | { readonly kind: 'seal'; readonly number: number; readonly how: 'changed' | 'missing' };
