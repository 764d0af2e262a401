import type { SchoolId } from '../../shared/kernel/ids.ts';
import { addCauses, causeOfFact } from './cause.rules.ts';
import { dayMeasures } from './day.measures.rules.ts';
import type { DayLink, DayNeed, SchoolDayInput } from './day.types.ts';
import { FIFTHS, isHeld, isPlanned, isValid, isWatched, lessonCount } from './fact.rules.ts';
import type { PersonFact, RoomFact } from './fact.types.ts';
import type { NeedTally, PairTally, PersonTally, RoomTally, SchoolDay } from './rollup.types.ts';

/** One day of one school, from its facts and registers alone: no other day and no other school changes it. */
export function schoolDay(input: SchoolDayInput): SchoolDay {
  const { schoolId, date } = input;
  return {
    schoolId,
    date,
    needs: needTallies(input),
    rooms: roomTallies(input),
    people: peopleTallies(input),
    pairs: pairTallies(input),
    measures: dayMeasures(input),
  };
}

function needTallies(input: SchoolDayInput): NeedTally[] {
  const needOf = needFinder(input.needs);
  const byNeed = Map.groupBy(
    input.received.filter((each) => !each.unplanned),
    (each) => needOf(each)?.id ?? null,
  );
  return input.needs.flatMap((need) => {
    const facts = byNeed.get(need.id) ?? [];
    const asked = need.state === 'inForce' && input.taught;
    return asked || need.state === 'withdrawn' || facts.length > 0 ? [needTally(input, need, facts)] : [];
  });
}

/**
 * The need that the timetable names for the room; where it names none of this school, one of the same subject and grade that is in force
 * on the day. So each lesson counts for one need at most, and a day is counted without looking at others.
 */
function needFinder(needs: readonly DayNeed[]): (fact: RoomFact) => DayNeed | undefined {
  const byId = new Map(needs.map((need) => [need.id, need]));
  const inForce = needs.filter((need) => need.state === 'inForce').sort((a, b) => (a.id < b.id ? -1 : 1));
  return ({ needId, subject, grade }) =>
    (needId === null ? undefined : byId.get(needId)) ??
    inForce.find(({ fields }) => fields.subject === subject && fields.grade === grade);
}

function needTally(input: SchoolDayInput, need: DayNeed, facts: readonly RoomFact[]): NeedTally {
  const { subject, grade, periodsPerWeek } = need.fields;
  const planned = facts.filter(isPlanned);
  const plannedCount = lessonCount(planned);
  const asked = input.taught ? periodsPerWeek : Math.min(periodsPerWeek, plannedCount * FIFTHS);
  return {
    needId: need.id,
    schoolId: input.schoolId,
    subject,
    grade,
    // On a day that is not taught (调休 by agreement, 补课) it asks for no more than is planned, so that teaching more never lowers a figure.
    neededFifths: need.state === 'inForce' ? asked : 0,
    plannedCount,
    heldCount: lessonCount(planned.filter(isHeld)),
    validCount: lessonCount(planned.filter(isValid)),
    recordedCount: lessonCount(facts.filter(isWatched)),
    elsewhereCount: lessonCount(facts.filter((each) => each.way === 'elsewhere')),
    linkedDayCount: input.links.some((link) => serves(link, input.schoolId, need)) ? 1 : 0,
    withdrawnCount: need.state === 'withdrawn' ? 1 : 0,
    causes: facts.reduce<NeedTally['causes']>((counts, fact) => {
      const cause = causeOfFact(fact);
      return cause === null ? counts : addCauses(counts, { [cause]: 1 });
    }, {}),
  };
}

const serves = (link: DayLink, schoolId: SchoolId, { id, fields }: DayNeed): boolean =>
  link.needId === null
    ? link.toSchoolId === schoolId && link.subject === fields.subject && link.grade === fields.grade
    : link.needId === id;

function roomTallies({ schoolId, received }: SchoolDayInput): RoomTally[] {
  return [...Map.groupBy(received.filter(isPlanned), (each) => each.roomId)].map(([roomId, facts]) => ({
    roomId,
    schoolId,
    plannedCount: facts.length,
    validCount: facts.filter(isValid).length,
    validWeekCount: 0,
  }));
}

function peopleTallies({ schoolId, people }: SchoolDayInput): PersonTally[] {
  return [...Map.groupBy(people, (each) => each.personId)].map(([personId, facts]) => {
    const worked = (part: PersonFact['part']) =>
      facts.filter((each) => each.part === part).reduce((total, each) => total + each.workedMs, 0);
    return {
      personId,
      schoolId,
      lecturedMs: worked('lectured'),
      assistedMs: worked('assisted'),
      researchedMs: worked('researched'),
      lessonCount: new Set(facts.map((each) => each.lessonId)).size,
    };
  });
}

function pairTallies({ schoolId, led, links }: SchoolDayInput): PairTally[] {
  const planned = Map.groupBy(led.filter(isPlanned), (each) => each.schoolId);
  const linked = new Set(
    links.filter((each) => each.fromSchoolId === schoolId).map((each) => each.toSchoolId),
  );
  return [...new Set([...planned.keys(), ...linked])].map((toSchoolId) => ({
    fromSchoolId: schoolId,
    toSchoolId,
    plannedCount: lessonCount(planned.get(toSchoolId) ?? []),
    validCount: lessonCount((planned.get(toSchoolId) ?? []).filter(isValid)),
    linkedDayCount: linked.has(toSchoolId) ? 1 : 0,
  }));
}
