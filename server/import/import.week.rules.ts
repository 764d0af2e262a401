import type { BellFields } from '../../shared/bell.ts';
import type { SchoolId } from '../../shared/kernel/ids.ts';
import type { TermFields } from '../../shared/term.ts';

/** Periods that a class can have in a week where the school's bells are not known: ten a day on five days. */
const WEEK_WITHOUT_BELLS = 50;

/** How many periods a week has by a school's bells; of several for one weekday the longest day. */
export function weeksOf(bells: Iterable<{ readonly fields: BellFields }>): (schoolId: SchoolId) => number {
  const bySchool = Map.groupBy(
    [...bells].map((each) => each.fields),
    (bell) => bell.schoolId,
  );
  return (schoolId) => {
    const days = new Map<number, number>();
    for (const { weekdays, periods } of bySchool.get(schoolId) ?? [])
      for (const weekday of weekdays) days.set(weekday, Math.max(days.get(weekday) ?? 0, periods.length));
    return days.size === 0 ? WEEK_WITHOUT_BELLS : [...days.values()].reduce((sum, each) => sum + each, 0);
  };
}

/** Periods a week by class. What is for a whole grade counts for each of its classes. */
export class WeekTotals {
  readonly #grades = new Map<string, { all: number; readonly classes: Map<string, number> }>();

  add(gradeKey: string, classKey: string | null, periods: number): void {
    const grade = this.#grades.get(gradeKey) ?? { all: 0, classes: new Map<string, number>() };
    if (classKey === null) grade.all += periods;
    else grade.classes.set(classKey, (grade.classes.get(classKey) ?? 0) + periods);
    this.#grades.set(gradeKey, grade);
  }

  /** The fullest week of a class that something is for. */
  of(gradeKey: string, classKey: string | null): number {
    const grade = this.#grades.get(gradeKey);
    if (grade === undefined) return 0;
    const own =
      classKey === null ? Math.max(0, ...grade.classes.values()) : (grade.classes.get(classKey) ?? 0);
    return grade.all + own;
  }
}

/** From the first day of the first term of a place to the last of the last; null where no term is known. */
export function termsSpan(
  regionIds: readonly string[],
  terms: Iterable<{ readonly fields: TermFields }>,
): { readonly from: string; readonly to: string } | null {
  const near = [...terms].map((each) => each.fields).filter(({ regionId }) => regionIds.includes(regionId));
  const [first] = near.map(({ from }) => from).sort();
  const last = near
    .map(({ to }) => to)
    .sort()
    .at(-1);
  return first === undefined || last === undefined ? null : { from: first, to: last };
}
