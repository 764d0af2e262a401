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
  const rows = receives(input.school.kind) ? requiredRows(input) : [];
  if (rows.length === 0) return {};
  const taught = rows.map((row) => ({ ...row, taughtFifths: taughtFifths(input, row) }));
  const judged = input.kind === 'day' ? 0 : 1;
  return {
    judgedPointCount: judged,
    offeringPointCount: taught.every((row) => row.taughtFifths > 0) ? judged : 0,
    requiredFifths: taught.reduce((total, row) => total + row.requiredFifths, 0),
    taughtFifths: taught.reduce((total, row) => total + Math.min(row.taughtFifths, row.requiredFifths), 0),
  };
}

type Row = { readonly subject: string; readonly grade: string; readonly requiredFifths: number };

function requiredRows({ school, taught }: Input): Row[] {
  return school.subjects.flatMap(({ name, requiredPeriods }) =>
    [...new Set(school.grades)].flatMap((grade) => {
      const number = gradeNumberOf(grade);
      const weekly = requiredPeriods.find((each) => each.grade === number)?.periodsPerWeek ?? 0;
      const requiredFifths = weekly * taught.dayCount;
      return requiredFifths > 0 ? [{ subject: name, grade, requiredFifths }] : [];
    }),
  );
}

function taughtFifths({ school, taught, needs }: Input, row: Row): number {
  const same = (each: { readonly subject: string; readonly grade: string }) =>
    each.subject === row.subject && each.grade === row.grade;
  const own = school.localTeaching.filter(same).reduce((total, each) => total + each.periodsPerWeek, 0);
  const delivered = needs.filter(same).reduce((total, each) => total + each.validCount, 0);
  return own * taught.dayCount + delivered * FIFTHS;
}
