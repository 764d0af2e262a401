import { expect, test } from 'vitest';
import type { Period } from '../../shared/coverage/period.ts';
import { addDays } from '../../shared/kernel/time.ts';
import { MONDAY } from '../../test/support/coverage-facts.ts';
import { createDifferences, type SchoolCounts } from './rollup.scopes.rules.ts';

const week: Period = { kind: 'week', from: MONDAY, to: addDays(MONDAY, 6) };
const of = (place: string, counts: readonly number[]): SchoolCounts => ({
  schoolKind: 'teachingPoint',
  place,
  counts,
});
const byRegion = (differences: ReturnType<typeof createDifferences>) =>
  differences.all().map(({ regionId, counts }) => [regionId, counts]);

test('schools of several counties meet in their province, and what did not change is not there', () => {
  const differences = createDifferences();
  differences.add(week, null, of('province east', [1, 2]));
  differences.add(week, of('province east', [1, 0]), of('province east', [2, 0]));
  differences.add(week, of('province west', [5, 5]), of('province west', [5, 5]));
  differences.add(week, null, of('', [9, 9]));
  expect(byRegion(differences)).toEqual([
    ['province', [2, 2]],
    ['east', [2, 2]],
  ]);
});

test('a school that moved is taken away where it was and added where it is, and the whole stays as it was', () => {
  const differences = createDifferences();
  differences.add(week, of('province east', [3]), of('province west', [3]));
  expect(byRegion(differences)).toEqual([
    ['east', [-3]],
    ['west', [3]],
  ]);
});

test('kinds of school and periods are kept apart, one that has gone is taken away', () => {
  const differences = createDifferences();
  differences.add(week, of('province', [1]), null);
  differences.add(week, null, { ...of('province', [4]), schoolKind: 'central' });
  differences.add({ ...week, kind: 'day', to: week.from }, null, of('province', [6]));
  expect(
    differences.all().map(({ period, schoolKind, counts }) => [period.kind, schoolKind, ...counts]),
  ).toEqual([
    ['week', 'teachingPoint', -1],
    ['week', 'central', 4],
    ['day', 'teachingPoint', 6],
  ]);
});
