import { unservedCause } from '../../shared/coverage/cause.ts';
import { besidesOf, figuresOf } from '../../shared/coverage/indicators.ts';
import { noMeasures } from '../../shared/coverage/measures.ts';
import { isOpen, type Period } from '../../shared/coverage/period.ts';
import type { ReportScope } from '../../shared/coverage/report.ts';
import type { SnapshotNeed, SnapshotPlace } from '../../shared/coverage/snapshot.ts';
import type { LocalDate } from '../../shared/kernel/time.ts';
import type { DirectoryReader } from '../directory/directory.types.ts';
import { createPace } from '../platform/pace.ts';
import { needCause } from './cause.rules.ts';
import { tallyOf } from './report.page.ts';
import {
  compare,
  nameOf,
  ofRegion,
  ofSchool,
  type Part,
  partsBelow,
  schoolsIn,
} from './report.tree.rules.ts';
import type { Trees } from './report.types.ts';
import type { RollupReader, ScopeTally } from './rollup.types.ts';

export type Frozen = {
  readonly rollups: RollupReader;
  readonly trees: Trees;
  readonly scope: ReportScope;
  readonly period: Period;
};

/** At the period's end or today, as it is now, and as it was when the period began. */
export async function treesOf(
  directory: Pick<DirectoryReader, 'tree'>,
  period: Period,
  today: LocalDate,
): Promise<Trees> {
  const now = await directory.tree(today);
  return [
    isOpen(period, today) ? now : await directory.tree(period.to),
    now,
    await directory.tree(period.from),
  ];
}

const SCHOOLS_AT_ONCE = 200;
const nothing: ScopeTally = { measures: noMeasures, causes: {} };

/** A part of the tree and all parts below it, the largest first: whoever reads from the top meets the whole before its parts. */
export async function* placesOf({ rollups, trees, scope, period }: Frozen): AsyncGenerator<SnapshotPlace> {
  const pace = createPace();
  const top: Pick<Part, 'scope' | 'name' | 'schoolKind'> = {
    ...{ scope, name: nameOf(trees, scope) },
    schoolKind: scope.kind === 'school' ? (trees[0].schools.get(scope.id)?.fields.kind ?? null) : null,
  };
  let level: readonly (typeof top)[] = [top];
  while (level.length > 0) {
    const next: (typeof top)[] = [];
    for (let from = 0; from < level.length; from += SCHOOLS_AT_ONCE) {
      const some = level.slice(from, from + SCHOOLS_AT_ONCE);
      const tallies = await tallyOf(
        rollups,
        period,
        some.map((each) => each.scope),
      );
      for (const part of some) {
        yield placeOf(part, tallies.get(part.scope.id) ?? nothing);
        if (part.scope.kind === 'region') next.push(...partsBelow(trees, part.scope.id));
        await pace();
      }
    }
    level = next;
  }
}

const placeOf = (
  { scope, name, schoolKind }: Pick<Part, 'scope' | 'name' | 'schoolKind'>,
  { measures, causes }: ScopeTally,
): SnapshotPlace => ({
  ...{ line: 'place' as const, scope, name, schoolKind },
  figures: figuresOf(measures),
  besides: besidesOf(measures),
  causes: unservedCause.options
    .map((cause) => ({ cause, needCount: causes[cause] ?? 0 }))
    .filter(({ needCount }) => needCount > 0),
});

/** Needs without a valid lesson, school by school. */
export async function* unservedOf({ rollups, trees, scope, period }: Frozen): AsyncGenerator<SnapshotNeed> {
  const ids = schoolsIn(trees, scope);
  for (let from = 0; from < ids.length; from += SCHOOLS_AT_ONCE) {
    const some = ids.slice(from, from + SCHOOLS_AT_ONCE);
    const bySchool = Map.groupBy(await rollups.needs(period, some), (need) => need.schoolId);
    for (const schoolId of some) {
      const needs = (bySchool.get(schoolId) ?? []).filter(
        (need) => need.neededFifths > 0 && need.validCount === 0,
      );
      for (const need of needs.toSorted((a, b) => compare(a.needId, b.needId)))
        yield {
          ...{ line: 'need', needId: need.needId, schoolId, schoolName: nameOf(trees, ofSchool(schoolId)) },
          ...{ subject: need.subject, grade: need.grade, neededFifths: need.neededFifths },
          ...{ plannedCount: need.plannedCount, cause: needCause(need) },
        };
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** About how many places and schools there are to go through. */
export function sizeOf({ trees, scope }: Pick<Frozen, 'trees' | 'scope'>): number {
  if (scope.kind === 'school') return 1;
  let count = 1;
  for (const part of partsBelow(trees, scope.id))
    count += part.scope.kind === 'region' ? sizeOf({ trees, scope: ofRegion(part.scope.id) }) : 1;
  return count;
}
