import type { Period } from '../../shared/coverage/period.ts';
import type { SchoolKind } from '../../shared/school.ts';
import { keyOf } from './rollup.fold.rules.ts';
import type { Difference } from './rollup.types.ts';

/** What a school adds to the regions above it, in the order of `toCounts`. */
export type SchoolCounts = {
  readonly schoolKind: SchoolKind;
  /** Ids of regions, root first. */
  readonly place: string;
  readonly counts: readonly number[];
};

type Sum = Pick<Difference, 'period' | 'schoolKind'> & { readonly place: string; readonly counts: number[] };

/** By how much the regions above schools change, all the way up. A school that moved is taken away where it was and added where it is. */
export function createDifferences() {
  /** Schools of one place change the same regions: added up first, they are taken up the tree once. */
  const sums = new Map<string, Sum>();
  const put = (period: Period, { schoolKind, place, counts }: SchoolCounts, sign: 1 | -1) => {
    if (place === '') return;
    const key = `${place} ${keyOf(period)} ${schoolKind}`;
    const sum = sums.get(key) ?? { period, schoolKind, place, counts: counts.map(() => 0) };
    sums.set(key, sum);
    for (let at = 0; at < counts.length; at += 1)
      sum.counts[at] = (sum.counts[at] ?? 0) + sign * (counts[at] ?? 0);
  };
  return {
    add(period: Period, before: SchoolCounts | null, after: SchoolCounts | null): void {
      if (before !== null) put(period, before, -1);
      if (after !== null) put(period, after, 1);
    },
    all: (): readonly Difference[] => upTheTree([...sums.values()]),
  };
}

function upTheTree(sums: readonly Sum[]): readonly Difference[] {
  const all = new Map<string, Omit<Difference, 'counts'> & { readonly counts: number[] }>();
  for (const { period, schoolKind, place, counts } of sums)
    for (const regionId of place.split(' ')) {
      const key = `${regionId} ${keyOf(period)} ${schoolKind}`;
      const known = all.get(key);
      if (known === undefined) all.set(key, { regionId, period, schoolKind, counts: [...counts] });
      else
        for (let at = 0; at < counts.length; at += 1)
          known.counts[at] = (known.counts[at] ?? 0) + (counts[at] ?? 0);
    }
  return [...all.values()].filter(({ counts }) => counts.some((each) => each !== 0));
}
