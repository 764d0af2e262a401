import { type CauseCounts, type UnservedCause, unservedCause } from '../../shared/coverage/cause.ts';
import { type MeasureName, measureNames, measuresBy, noMeasures } from '../../shared/coverage/measures.ts';
import type { ScopeTally } from './rollup.types.ts';

/** Measures, then causes: the order of the columns in which sums of regions are kept. */
export const toCounts = ({ measures, causes }: ScopeTally): number[] => [
  ...measureNames.map((name) => measures[name]),
  ...unservedCause.options.map((cause) => causes[cause] ?? 0),
];

/**
 * The counts of a school as they are kept: measures and causes by their place, zeros at the end left out. A day of a province writes
 * fifty thousand of them, and seventy columns would take most of its time.
 */
export const writeCounts = (counts: readonly number[]): string =>
  JSON.stringify([
    withoutTail(counts.slice(0, measureNames.length)),
    withoutTail(counts.slice(measureNames.length)),
  ]);

/** What `writeCounts` has written; of a measure that was not known yet there is nothing. */
export function readCounts(text: string): ScopeTally {
  const [counts, found] = JSON.parse(text) as readonly [readonly number[], readonly number[]];
  const measures: Record<MeasureName, number> = { ...noMeasures };
  for (let at = 0; at < counts.length; at += 1) {
    const name = measureNames[at];
    if (name !== undefined) measures[name] = counts[at] ?? 0;
  }
  const causes: CauseCounts = {};
  for (let at = 0; at < found.length; at += 1) {
    const [cause, count] = [unservedCause.options[at], found[at] ?? 0];
    if (cause !== undefined && count !== 0) causes[cause] = count;
  }
  return { measures, causes };
}

function withoutTail(counts: readonly number[]): readonly number[] {
  let length = counts.length;
  while (length > 0 && counts[length - 1] === 0) length -= 1;
  return counts.slice(0, length);
}

export function addTally(a: ScopeTally, b: ScopeTally): ScopeTally {
  return {
    measures: measuresBy((name) => a.measures[name] + b.measures[name]),
    causes: causesBy((cause) => (a.causes[cause] ?? 0) + (b.causes[cause] ?? 0)),
  };
}

function causesBy(of: (cause: UnservedCause) => number): CauseCounts {
  const found = unservedCause.options.map((cause) => [cause, of(cause)] as const);
  return Object.fromEntries(found.filter(([, count]) => count !== 0));
}
