import { CHAIN_START, type ChainEnd, type EventRow, hashOf } from '../session/session.chain.ts';
import type { LogDamage } from './seal.findings.ts';

export type Damage = { readonly how: LogDamage; readonly seq: number };

/** Beyond so many rows that do not fit, they were shifted and not exchanged. */
const EXCHANGED_MAX = 8;

/**
 * Compares a session's rows, in order of seq, with its sealed end. What was recorded from `untilMs` on may stand behind that end; what is
 * said to be older may not. Null when nothing is wrong.
 */
export function damageOf(rows: readonly EventRow[], sealed: ChainEnd, untilMs: number): Damage | null {
  if (rows.length === 0) return { how: 'removed', seq: 1 };
  const torn = tornAt(rows);
  if (torn !== null) return torn;
  const last = rows[sealed.seq - 1];
  if (last === undefined) return { how: 'truncated', seq: rows.length + 1 };
  if (last.hash !== sealed.head) return { how: 'rebuilt', seq: sealed.seq };
  const added = rows.slice(sealed.seq).find((row) => row.recorded_at_ms < untilMs);
  return added === undefined ? null : { how: 'inserted', seq: added.seq };
}

/** Where a chain does not hold by itself. */
function tornAt(rows: readonly EventRow[]): Damage | null {
  const wrong = rows.filter((row) => hashOf(row) !== row.hash);
  const first = wrong[0];
  if (first !== undefined) return { how: howRehashed(wrong, rows.length), seq: first.seq };
  let head = CHAIN_START;
  for (const [index, row] of rows.entries()) {
    if (row.seq !== index + 1) return { how: 'deleted', seq: index + 1 };
    // It fits itself and not what stands before: that was written anew.
    if (row.prev_hash !== head) return { how: 'changed', seq: Math.max(1, index) };
    head = row.hash;
  }
  return null;
}

/** A row's hash covers its seq: with the seq that it once had, it fits again. */
function howRehashed(wrong: readonly EventRow[], rowCount: number): LogDamage {
  const fitsAt = (row: EventRow, seq: number) => hashOf({ ...row, seq }) === row.hash;
  if (wrong.length > 1 && wrong.length <= EXCHANGED_MAX) {
    const before = wrong.map((row) => {
      for (let seq = 1; seq <= rowCount + 1; seq += 1) if (fitsAt(row, seq)) return seq;
      return 0;
    });
    const now = wrong.map((row) => row.seq);
    if (before.toSorted((a, b) => a - b).join() === now.toSorted((a, b) => a - b).join()) return 'reordered';
  }
  const last = wrong.at(-1);
  if (last === undefined) return 'changed';
  if (fitsAt(last, last.seq + 1)) return 'deleted';
  return fitsAt(last, last.seq - 1) ? 'inserted' : 'changed';
}
