import type { CoverageReport } from '../../shared/coverage.ts';
import type { SchoolId } from '../../shared/kernel/ids.ts';
import type { CoverageInput } from './coverage.types.ts';
import { FIFTHS, type NeedTally, tallyNeeds } from './needs.rules.ts';
import { compare, isCounted, type RoomLesson, roomLessons } from './outcomes.rules.ts';

/**
 * Coverage 覆盖率 of a period; formulas in docs/INDICATORS.md. Coverage is counted where lessons are received, leads where they are
 * led, so that a district sees the whole work of its own leading schools and the whole supply of its own points.
 */
export function coverageOf(input: CoverageInput): CoverageReport {
  const everywhere = roomLessons(input);
  const seen = everywhere.filter((each) => input.visible.has(each.line.schoolId));
  const tallies = tallyNeeds(input, everywhere).filter((each) =>
    input.visible.has(each.need.fields.schoolId),
  );
  const inForce = tallies.filter((each) => each.neededFifths > 0);
  const counted = seen.filter(isCounted);
  return {
    from: input.from,
    to: input.to,
    computedAtMs: input.computedAtMs,
    thresholds: input.thresholds,
    needWeighted: {
      numerator: sum(inForce, (each) => Math.min(each.deliveredFifths, each.neededFifths)) / FIFTHS,
      denominator: sum(inForce, (each) => each.neededFifths) / FIFTHS,
    },
    pointsWithNeed: {
      numerator: pointsOf(inForce.filter((each) => each.line.deliveredCount > 0)).size,
      denominator: pointsOf(inForce).size,
    },
    lessons: {
      plannedCount: counted.length,
      heldCount: counted.filter((each) => each.line.held).length,
      validCount: counted.filter((each) => each.line.valid).length,
      unplannedCount: seen.length - counted.length,
    },
    needs: inForce.map((each) => each.line),
    outcomes: seen.map((each) => each.line),
    leads: leadsOf(input, everywhere),
    withdrawnUnserved: withdrawnUnserved(tallies),
    pointsWithoutRegister: pointsWithoutRegister(input),
  };
}

const sum = (tallies: readonly NeedTally[], of: (tally: NeedTally) => number): number =>
  tallies.reduce((total, each) => total + of(each), 0);

const pointsOf = (tallies: readonly NeedTally[]): Set<SchoolId> =>
  new Set(tallies.map((each) => each.need.fields.schoolId));

function leadsOf(input: CoverageInput, lessons: readonly RoomLesson[]): CoverageReport['leads'] {
  const valid = lessons.filter((each) => isCounted(each) && each.line.valid);
  const served = Map.groupBy(valid, (each) => each.leadingSchoolId);
  const linked = Map.groupBy(input.links, (each) => each.fields.fromSchoolId);
  return [...new Set([...served.keys(), ...linked.keys()])]
    .filter((schoolId) => input.visible.has(schoolId))
    .map((schoolId) => ({
      schoolId,
      schoolName: input.schools.get(schoolId)?.name ?? '',
      servedPointCount: new Set(served.get(schoolId)?.map((each) => each.line.schoolId)).size,
      linkedPointCount: new Set(linked.get(schoolId)?.map((each) => each.fields.toSchoolId)).size,
      lessonCount: new Set(served.get(schoolId)?.map((each) => each.line.lessonId)).size,
    }))
    .sort((a, b) => b.servedPointCount - a.servedPointCount || compare(a.schoolName, b.schoolName));
}

function withdrawnUnserved(tallies: readonly NeedTally[]): CoverageReport['withdrawnUnserved'] {
  return tallies.flatMap(({ need, line }) =>
    need.fields.status.state === 'withdrawn' && line.deliveredCount === 0
      ? [
          {
            needId: need.id,
            schoolName: line.schoolName,
            subject: line.subject,
            reason: need.fields.status.reason,
          },
        ]
      : [],
  );
}

function pointsWithoutRegister(input: CoverageInput): CoverageReport['pointsWithoutRegister'] {
  const registered = new Set(input.needs.map((need) => need.fields.schoolId));
  return [...input.schools]
    .filter(([schoolId, { kind }]) => {
      const receives = kind === 'teachingPoint' || kind === 'smallRural';
      return receives && input.visible.has(schoolId) && !registered.has(schoolId);
    })
    .map(([schoolId, { name }]) => ({ schoolId, schoolName: name }))
    .sort((a, b) => compare(a.schoolName, b.schoolName));
}
