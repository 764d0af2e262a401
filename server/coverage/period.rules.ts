import type { Thresholds } from '../../shared/attendance.ts';
import { type MeasureName, type Measures, noMeasures } from '../../shared/coverage/measures.ts';
import type { PeriodKind } from '../../shared/coverage/period.ts';
import type { SchoolId } from '../../shared/kernel/ids.ts';
import type { SchoolKind } from '../../shared/school.ts';
import type { Taught } from './calendar.rules.ts';
import { equipmentMeasures } from './equipment.rules.ts';
import { FIFTHS } from './fact.rules.ts';
import { offeringMeasures } from './offered.rules.ts';
import type { NeedTally, PairTally, PersonTally, RoomTally } from './rollup.types.ts';
import { receives, type SchoolFacts } from './school.types.ts';

/** Everything that a period of one school is counted from, besides its days. The order of nothing in it matters. */
export type SchoolPeriodInput = {
  readonly kind: PeriodKind;
  /** What its calendar teaches from the period's first day to its last, or to today while the period is open. */
  readonly taught: Taught;
  /** Those in force on the period's last day, or today. */
  readonly thresholds: Thresholds;
  /** Σ of the period's days; what is of grain `period` in it is not looked at. */
  readonly days: Measures;
  /** Σ of the days, each need, room, person and pair once. Rooms with `validWeekCount` filled in. */
  readonly needs: readonly NeedTally[];
  readonly rooms: readonly RoomTally[];
  readonly people: readonly PersonTally[];
  readonly pairs: readonly PairTally[];
  /** The kind of a school that receives from this one; undefined for one that is no longer there. */
  readonly kindOf: (id: SchoolId) => SchoolKind | undefined;
  /** The school in the registers of the period's last day, or of today; null when it had been closed by then. */
  readonly school: SchoolFacts | null;
};

type Part = Partial<Record<MeasureName, number>>;

/** Every measure of one school over one period. Those of several schools add up to those of the region in which they lie. */
export function schoolPeriod(input: SchoolPeriodInput): Measures {
  const { school } = input;
  return {
    ...noMeasures,
    ...input.days,
    ...needMeasures(input.needs),
    withdrawnUnservedCount: input.needs.filter(isWithdrawnUnserved).length,
    silentPointCount: isSilent(input) ? 1 : 0,
    ...pairMeasures(input),
    workingPersonCount: input.people.filter((each) => each.lessonCount > 0).length,
    ...regularMeasures(input),
    ...(school === null
      ? {}
      : {
          ...offeringMeasures({ ...input, school }),
          ...equipmentMeasures(school, input.thresholds),
          ...groupMeasures(school),
        }),
  };
}

export const isServed = (need: NeedTally): boolean => need.neededFifths > 0 && need.validCount > 0;

/** Withdrawn within the period, and without a valid lesson in it. */
export const isWithdrawnUnserved = (need: NeedTally): boolean =>
  need.withdrawnCount > 0 && need.validCount === 0;

/** What a need got, of what it asked for: more than that at one point does not make up for another. */
export const deliveredFifths = (need: NeedTally): number =>
  Math.min(need.validCount * FIFTHS, need.neededFifths);

function needMeasures(needs: readonly NeedTally[]): Part {
  const asked = needs.filter((each) => each.neededFifths > 0);
  const served = asked.filter(isServed);
  return {
    needCount: asked.length,
    servedNeedCount: served.length,
    neededFifths: asked.reduce((total, each) => total + each.neededFifths, 0),
    deliveredFifths: asked.reduce((total, each) => total + deliveredFifths(each), 0),
    needingPointCount: asked.length > 0 ? 1 : 0,
    servedPointCount: served.length > 0 ? 1 : 0,
  };
}

/** A point or small rural school that had no need in force in the period, and has none now. */
function isSilent({ needs, school }: SchoolPeriodInput): boolean {
  if (school === null || !receives(school.kind) || school.registeredNeedCount > 0) return false;
  return needs.every((each) => each.neededFifths === 0);
}

function pairMeasures({ pairs, kindOf }: SchoolPeriodInput): Part {
  const linked = pairs.filter((each) => each.linkedDayCount > 0);
  const served = linked.filter((each) => each.validCount > 0);
  const points = (some: readonly PairTally[]) =>
    some.filter((each) => kindOf(each.toSchoolId) === 'teachingPoint').length;
  return {
    leadingSchoolCount: linked.length > 0 ? 1 : 0,
    linkedPointCount: points(linked),
    linkedSchoolCount: linked.length - points(linked),
    ledPointCount: points(served),
    ledSchoolCount: served.length - points(served),
  };
}

/** 常态化: in a single day, and without a teaching week, nothing is regular or not. */
function regularMeasures({ kind, taught, thresholds, rooms, school }: SchoolPeriodInput): Part {
  if (school === null || kind === 'day' || taught.weekCount === 0) return {};
  const weeks = new Map(rooms.map((each) => [each.roomId, each.validWeekCount]));
  const equipped = school.rooms.filter((each) => each.ends.includes('listening'));
  return {
    equippedRoomCount: equipped.length,
    regularRoomCount: equipped.filter((each) =>
      isRegular(weeks.get(each.roomId) ?? 0, taught.weekCount, thresholds),
    ).length,
  };
}

/** In whole thousandths, so that 80 % of 15 weeks is exactly 12. */
export function isRegular(
  validWeeks: number,
  taughtWeeks: number,
  { regularWeekRatio }: Thresholds,
): boolean {
  return validWeeks > 0 && validWeeks * 1000 >= Math.round(regularWeekRatio * 1000) * taughtWeeks;
}

function groupMeasures({ groups }: SchoolFacts): Part {
  const of = (kind: 'group' | 'pair') => groups.filter((each) => each.kind === kind);
  const active = (kind: 'group' | 'pair') => of(kind).filter((each) => each.meetingCount > 0);
  return {
    groupCount: of('group').length,
    activeGroupCount: active('group').length,
    pairCount: of('pair').length,
    activePairCount: active('pair').length,
  };
}
