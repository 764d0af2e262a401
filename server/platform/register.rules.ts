import { canonicalJson, type Json } from '../../shared/kernel/canonical-json.ts';
import type { LocalDate } from '../../shared/kernel/time.ts';

export type VersionStamp = {
  readonly version: number;
  readonly validFrom: LocalDate;
  /** First day on which it no longer holds; null is open. */
  readonly validTo: LocalDate | null;
  readonly recordedAtMs: number;
  readonly closed: boolean;
};

export type AsOf = { readonly date: LocalDate; readonly recordedAtMs?: number };

/**
 * The version of one entry in force on a day as known at a moment, or null when there was none or it was closed.
 * The newest of those that hold the day wins, so a correction needs no change to what it corrects.
 */
export function versionInForce<V extends VersionStamp>(versions: readonly V[], asOf: AsOf): V | null {
  let best: V | null = null;
  for (const each of versions) {
    if (asOf.recordedAtMs !== undefined && each.recordedAtMs > asOf.recordedAtMs) continue;
    if (each.validFrom > asOf.date || (each.validTo !== null && each.validTo <= asOf.date)) continue;
    if (best === null || each.version > best.version) best = each;
  }
  return best === null || best.closed ? null : best;
}

export type JsonFields = { readonly [key: string]: Json | undefined };

/** Names of the top-level fields that differ, in order. */
export function changedFields(before: JsonFields, after: JsonFields): readonly string[] {
  const text = (value: Json | undefined) => (value === undefined ? '' : canonicalJson(value));
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((key) => text(before[key]) !== text(after[key]))
    .sort();
}
