import type { MeasureName } from '../../shared/coverage/measures.ts';
import type { PeriodKind } from '../../shared/coverage/period.ts';
import { gradeNumberOf } from '../../shared/subject.ts';
import type { Taught } from './calendar.rules.ts';
import { FIFTHS } from './fact.rules.ts';
import type { NeedTally } from './rollup.types.ts';
import { receives, type SchoolFacts } from './school.types.ts';

type Input = {
  readonly kind: PeriodKind;
  readonly taught: Taught;
  readonly needs: readonly NeedTally[];
  readonly school: SchoolFacts;
};

/**
 * 开齐 and 开足 of a point: what the curriculum requires in the grades that it has classes of, against what its own staff teaches and what
 * was delivered. A link or a slot alone teaches nobody. A single day is too short for every subject to be taught in it.
 */
export function offeringMeasures(input: Input): Partial<Record<MeasureName, number>> {
  const { school, taught, kind } = input;
  if (!receives(school.kind) || taught.dayCount === 0) return {};
  const given = taughtFifths(input);
  const [judged, sums] = [kind === 'day' ? 0 : 1, { required: 0, taught: 0, offers: true }];
  for (const grade of new Set(school.grades)) {
    const here = given.get(grade);
    for (const { subject, periodsPerWeek } of requiredIn(school.subjects, grade)) {
      const required = periodsPerWeek * taught.dayCount;
      const found = here?.get(subject) ?? 0;
      sums.required += required;
      sums.taught += Math.min(found, required);
      if (found === 0) sums.offers = false;
    }
  }
  if (sums.required === 0) return {};
  return {
    judgedPointCount: judged,
    offeringPointCount: sums.offers ? judged : 0,
    requiredFifths: sums.required,
    taughtFifths: sums.taught,
  };
}

/** By grade, then subject: by own staff on every teaching day, and delivered. */
function taughtFifths({ school, taught, needs }: Input): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const given = new Map<string, Map<string, number>>();
  const add = (grade: string, subject: string, fifths: number) => {
    const here = given.get(grade) ?? new Map<string, number>();
    if (here.size === 0) given.set(grade, here);
    here.set(subject, (here.get(subject) ?? 0) + fifths);
  };
  for (const own of school.localTeaching) add(own.grade, own.subject, own.periodsPerWeek * taught.dayCount);
  for (const need of needs) add(need.grade, need.subject, need.validCount * FIFTHS);
  return given;
}

type Required = readonly { readonly subject: string; readonly periodsPerWeek: number }[];

/** Ten thousand schools are counted by one curriculum; words for a grade are read once. */
const curricula = new WeakMap<SchoolFacts['subjects'], Map<string, Required>>();

function requiredIn(subjects: SchoolFacts['subjects'], grade: string): Required {
  const known = curricula.get(subjects) ?? new Map<string, Required>();
  curricula.set(subjects, known);
  const found = known.get(grade);
  if (found !== undefined) return found;
  const number = gradeNumberOf(grade);
  const required = subjects.flatMap(({ name, requiredPeriods }) =>
    requiredPeriods
      .filter((each) => each.grade === number)
      .map(({ periodsPerWeek }) => ({ subject: name, periodsPerWeek })),
  );
  known.set(grade, required);
  return required;
}
