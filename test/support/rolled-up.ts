import { isTaught, taughtBetween } from '../../server/coverage/calendar.rules.ts';
import { schoolDay } from '../../server/coverage/day.rules.ts';
import type { DayLink, DayNeed } from '../../server/coverage/day.types.ts';
import type { LeadFact, PersonFact, RoomFact } from '../../server/coverage/fact.types.ts';
import { schoolPeriod } from '../../server/coverage/period.rules.ts';
import type { NeedTally, PairTally, PersonTally, RoomTally } from '../../server/coverage/rollup.types.ts';
import type { SchoolFacts } from '../../server/coverage/school.types.ts';
import { addNeed, addPair, addPerson, addRoom, asWeek } from '../../server/coverage/tally.rules.ts';
import { defaultThresholds, type Thresholds } from '../../shared/attendance.ts';
import { addMeasures, type Measures, noMeasures } from '../../shared/coverage/measures.ts';
import { type Period, periodHolding } from '../../shared/coverage/period.ts';
import type { SchoolId } from '../../shared/kernel/ids.ts';
import { daysBetween, type LocalDate } from '../../shared/kernel/time.ts';
import type { TermFields } from '../../shared/term.ts';

/** Needs and links with the days on which they stand; schools as of the period's last day. */
export type World = {
  readonly schools: ReadonlyMap<SchoolId, SchoolFacts | null>;
  readonly needs: readonly (Omit<DayNeed, 'state'> & {
    readonly schoolId: SchoolId;
    readonly inForce: readonly LocalDate[];
    readonly withdrawnOn?: LocalDate | undefined;
  })[];
  readonly links: readonly (DayLink & { readonly holds: readonly LocalDate[] })[];
  readonly facts: readonly RoomFact[];
  readonly leads: readonly LeadFact[];
  readonly people: readonly PersonFact[];
  readonly terms: readonly TermFields[];
  readonly thresholds: Thresholds;
};

export const world = (parts: Partial<World>): World => ({
  schools: new Map(),
  needs: [],
  links: [],
  facts: [],
  leads: [],
  people: [],
  terms: [],
  thresholds: defaultThresholds,
  ...parts,
});

export function dayOf(all: World, schoolId: SchoolId, date: LocalDate) {
  const today = (each: { readonly localDate: LocalDate }) => each.localDate === date;
  return schoolDay({
    schoolId,
    date,
    taught: isTaught(all.terms, date),
    needs: all.needs
      .filter((each) => each.schoolId === schoolId)
      .map(({ id, fields, inForce, withdrawnOn }) => ({
        id,
        fields,
        state: inForce.includes(date) ? 'inForce' : withdrawnOn === date ? 'withdrawn' : 'past',
      })),
    links: all.links.filter(
      (each) => (each.fromSchoolId === schoolId || each.toSchoolId === schoolId) && each.holds.includes(date),
    ),
    received: all.facts.filter((each) => today(each) && each.schoolId === schoolId),
    led: all.facts.filter((each) => today(each) && each.leadingSchoolId === schoolId),
    leads: all.leads.filter((each) => today(each) && each.leadingSchoolId === schoolId),
    people: all.people.filter((each) => today(each) && each.schoolId === schoolId),
  });
}

/** Σ of a school's days, as tallies and measures; rooms with the weeks whose Monday lies in the period. */
export function daysOf(all: World, schoolId: SchoolId, { from, to }: Period) {
  const days = daysBetween(from, to).map((date) => dayOf(all, schoolId, date));
  const sums = <Tally>(
    of: (day: (typeof days)[number]) => readonly Tally[],
    key: (tally: Tally) => string,
    add: (a: Tally, b: Tally) => Tally,
  ): Tally[] =>
    [...Map.groupBy(days.flatMap(of), key).values()].map((each) => each.reduce((a, b) => add(a, b)));
  const weeks = Map.groupBy(days, (day) => periodHolding('week', day.date, [])?.from ?? day.date);
  const weekly = [...weeks]
    .filter(([monday]) => monday >= from)
    .flatMap(([, of]) => sumRooms(of.flatMap((day) => day.rooms)).map(asWeek));
  return {
    needs: sums<NeedTally>(
      (day) => day.needs,
      (each) => each.needId,
      addNeed,
    ),
    rooms: sumRooms([
      ...days.flatMap((day) => day.rooms),
      ...weekly.map((each) => ({ ...each, plannedCount: 0, validCount: 0 })),
    ]),
    people: sums<PersonTally>(
      (day) => day.people,
      (each) => each.personId,
      addPerson,
    ),
    pairs: sums<PairTally>(
      (day) => day.pairs,
      (each) => each.toSchoolId,
      addPair,
    ),
    measures: days.map((day) => day.measures).reduce(addMeasures, noMeasures),
  };
}

const sumRooms = (rooms: readonly RoomTally[]): RoomTally[] =>
  [...Map.groupBy(rooms, (each) => each.roomId).values()].map((each) => each.reduce((a, b) => addRoom(a, b)));

export function measuresOf(all: World, schoolId: SchoolId, period: Period): Measures {
  const { measures, ...tallies } = daysOf(all, schoolId, period);
  return schoolPeriod({
    kind: period.kind,
    taught: taughtBetween(all.terms, period.from, period.to),
    thresholds: all.thresholds,
    days: measures,
    ...tallies,
    kindOf: (id) => all.schools.get(id)?.kind,
    school: all.schools.get(schoolId) ?? null,
  });
}

/** A part of the tree. */
export const scopeOf = (all: World, schools: readonly SchoolId[], period: Period): Measures =>
  schools.map((each) => measuresOf(all, each, period)).reduce(addMeasures, noMeasures);
