import { type CauseCounts, type UnservedCause, unservedCause } from '../../shared/coverage/cause.ts';
import { type MeasureName, measureNames, measuresBy, noMeasures } from '../../shared/coverage/measures.ts';
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

/** In the order of the columns. */
export const toCounts = ({ measures, causes }: ScopeTally): number[] => [
  ...measureNames.map((name) => measures[name]),
  ...unservedCause.options.map((cause) => causes[cause] ?? 0),
];

const measureCells = measureNames.map((name) => ({ name, column: measureColumn(name) }));
const causeCells = unservedCause.options.map((cause) => ({ cause, column: causeColumn(cause) }));

/** Written out, because a roll-up of a day reads a hundred thousand rows of eighty columns. */
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

function causesBy(of: (cause: UnservedCause) => number): CauseCounts {
  const found = unservedCause.options.map((cause) => [cause, of(cause)] as const);
  return Object.fromEntries(found.filter(([, count]) => count !== 0));
}

type SchoolRow = {
  school_id: string;
  period_kind: string;
  period_from: string;
  period_to: string;
  school_kind: string;
  place_id: number;
  tallies: string;
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

export function addTally(a: ScopeTally, b: ScopeTally, sign: 1 | -1 = 1): ScopeTally {
  return {
    measures: measuresBy((name) => a.measures[name] + sign * b.measures[name]),
    causes: causesBy((cause) => (a.causes[cause] ?? 0) + sign * (b.causes[cause] ?? 0)),
  };
}
