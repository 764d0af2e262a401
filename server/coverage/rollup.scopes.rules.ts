import type { Period } from '../../shared/coverage/period.ts';
import type { SchoolKind } from '../../shared/school.ts';
import { toCounts } from './rollup.counts.rules.ts';
import { keyOf, type SchoolRollup } from './rollup.fold.rules.ts';
import type { Difference } from './rollup.types.ts';

type Sum = Omit<Difference, 'counts'> & { readonly counts: number[] };

/** By how much the regions above schools change, all the way up. A school that moved is taken away where it was and added where it is. */
export function createDifferences() {
  const sums = new Map<string, Sum>();
  const put = (period: Period, rollup: SchoolRollup, sign: 1 | -1) => {
    if (rollup.place === '') return;
    const counts = toCounts(rollup);
    for (const regionId of rollup.place.split(' ')) {
      const sum = sumOf(sums, { regionId, period, schoolKind: rollup.schoolKind });
      for (let at = 0; at < counts.length; at += 1) sum[at] = (sum[at] ?? 0) + sign * (counts[at] ?? 0);
    }
  };
  return {
    add(period: Period, before: SchoolRollup | null, after: SchoolRollup | null): void {
      if (before !== null) put(period, before, -1);
      if (after !== null) put(period, after, 1);
    },
    all: (): readonly Difference[] =>
      [...sums.values()].filter(({ counts }) => counts.some((each) => each !== 0)),
  };
}

function sumOf(
  sums: Map<string, Sum>,
  of: { readonly regionId: string; readonly period: Period; readonly schoolKind: SchoolKind },
): number[] {
  const key = `${of.regionId} ${keyOf(of.period)} ${of.schoolKind}`;
  const known = sums.get(key);
  if (known !== undefined) return known.counts;
  const counts: number[] = [];
  sums.set(key, { ...of, counts });
  return counts;
}
