import { type CauseCounts, type UnservedCause, unservedCause } from '../../shared/coverage/cause.ts';
import { type MeasureName, measureNames, noMeasures } from '../../shared/coverage/measures.ts';
import type { ScopeTally } from './rollup.types.ts';

const snake = (name: string): string =>
  name.replace(/[A-Z]|-./g, (found) => `_${found.at(-1)?.toLowerCase()}`);

export const measureColumn = (name: MeasureName): string => snake(name);
export const causeColumn = (cause: UnservedCause): string => `cause_${snake(cause)}_count`;

/** The columns of a part of the tree over a period: its measures, then its causes. */
export const countColumns: readonly string[] = [
  ...measureNames.map(measureColumn),
  ...unservedCause.options.map(causeColumn),
];

const measureCells = measureNames.map((name) => ({ name, column: measureColumn(name) }));
const causeCells = unservedCause.options.map((cause) => ({ cause, column: causeColumn(cause) }));

export function fromCounts(row: Readonly<Record<string, unknown>>): ScopeTally {
  const measures: Record<MeasureName, number> = { ...noMeasures };
  for (const { name, column } of measureCells) measures[name] = Number(row[column]);
  const causes: CauseCounts = {};
  for (const { cause, column } of causeCells) {
    const count = Number(row[column]);
    if (count !== 0) causes[cause] = count;
  }
  return { measures, causes };
}

type SchoolRow = {
  school_id: string;
  period_kind: string;
  period_from: string;
  period_to: string;
  school_kind: string;
  place_id: number;
  tallies: string;
  counts: string;
};
type ScopeRow = {
  region_id: string;
  period_kind: string;
  period_from: string;
  period_to: string;
  school_kind: string;
};

export type RollupTables = {
  rollup_school: SchoolRow;
  rollup_scope: ScopeRow;
  rollup_place: { place_id: number; region_ids: string };
  rollup_tie: { tied_id: string; school_id: string };
  rollup_dirty: { school_id: string; local_date: string; mark_count: number; marked_at_ms: number };
  coverage_mark: { name: string; value: string };
  coverage_lease: { name: string; holder: string; until_ms: number };
};
