import { type MeasureName, type Measures, noMeasures } from '../../shared/coverage/measures.ts';
import type { SchoolDayInput } from './day.types.ts';
import { isCounted, isHeld, isPlanned, isValid, isWatched } from './fact.rules.ts';
import type { LeadFact, PersonFact, RoomFact } from './fact.types.ts';

type Part = Partial<Record<MeasureName, number>>;

/** What of a day adds up over days; measures of grain `period` are 0. */
export function dayMeasures({ received, leads, people }: SchoolDayInput): Measures {
  return {
    ...noMeasures,
    ...lessonMeasures(received),
    ...heldMeasures(received.filter(isHeld)),
    ...leadMeasures(leads.filter((each) => each.kind === 'delivery' && each.held)),
    ...workMeasures(people),
  };
}

const count = <T>(all: readonly T[], holds: (each: T) => boolean): number => all.filter(holds).length;
const sum = <T>(all: readonly T[], of: (each: T) => number): number =>
  all.reduce((total, each) => total + of(each), 0);

const lessonMeasures = (facts: readonly RoomFact[]): Part => ({
  plannedCount: count(facts, isPlanned),
  heldCount: count(facts, isHeld),
  validCount: count(facts, isValid),
  cancelledCount: count(facts, (each) => isCounted(each) && each.cancelled),
  unplannedCount: count(facts, (each) => each.way === 'live' && each.unplanned && !each.cancelled),
  recordedCount: count(facts, isWatched),
  elsewhereCount: count(facts, (each) => each.way === 'elsewhere'),
});

/** Of a lesson that was not held nothing technical is known, so its planned time is in neither part of availability. */
function heldMeasures(held: readonly RoomFact[]): Part {
  const counted = held.flatMap(({ presentCount, expectedCount }) =>
    presentCount === null ? [] : [{ presentCount, expectedCount }],
  );
  return {
    countedCount: counted.length,
    // More pupils than expected must not make up for those that another room misses.
    presentCount: sum(counted, (each) => Math.min(each.presentCount, each.expectedCount)),
    expectedCount: sum(counted, (each) => each.expectedCount),
    punctualCount: count(held, (each) => each.punctual),
    plannedRoomMs: sum(held, (each) => each.plannedMs),
    cleanRoomMs: sum(held, (each) => Math.max(0, each.plannedMs - each.disturbedMs)),
  };
}

const leadMeasures = (leads: readonly LeadFact[]): Part => ({
  ledLessonCount: leads.length,
  remoteTurnCount: sum(leads, (each) => each.remoteTurnCount),
  turnCount: sum(leads, (each) => each.turnCount),
  balanceThousandths: sum(leads, (each) => each.balanceThousandths ?? 0),
  balancedLessonCount: count(leads, (each) => each.balanceThousandths !== null),
});

function workMeasures(people: readonly PersonFact[]): Part {
  const worked = (part: PersonFact['part']) =>
    sum(
      people.filter((each) => each.part === part),
      (each) => each.workedMs,
    );
  return {
    lecturedMs: worked('lectured'),
    assistedMs: worked('assisted'),
    researchedMs: worked('researched'),
  };
}
