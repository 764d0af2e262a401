import { type CauseCounts, type UnservedCause, unservedCause } from '../../shared/coverage/cause.ts';
import { measureNames, measuresBy } from '../../shared/coverage/measures.ts';
import type { ScopeTally } from './rollup.types.ts';

/** Measures, then causes: the order of the columns in which they are kept. */
export const toCounts = ({ measures, causes }: ScopeTally): number[] => [
  ...measureNames.map((name) => measures[name]),
  ...unservedCause.options.map((cause) => causes[cause] ?? 0),
];

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
