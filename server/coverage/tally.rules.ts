import { addCauses } from './cause.rules.ts';
import type { NeedTally, PairTally, PersonTally, RoomTally } from './rollup.types.ts';

/** `1` adds what was counted, `-1` takes it away again: the same day counted anew is the old one taken from the new. */
export type Sign = 1 | -1;

// Names and dimensions of a sum are those of what comes to it. Each is written out: a day of a province makes half a million of them.

export function addNeed(total: NeedTally, each: NeedTally, sign: Sign = 1): NeedTally {
  const { needId, schoolId, subject, grade } = sign === 1 ? each : total;
  return {
    needId,
    schoolId,
    subject,
    grade,
    neededFifths: total.neededFifths + sign * each.neededFifths,
    plannedCount: total.plannedCount + sign * each.plannedCount,
    heldCount: total.heldCount + sign * each.heldCount,
    validCount: total.validCount + sign * each.validCount,
    recordedCount: total.recordedCount + sign * each.recordedCount,
    elsewhereCount: total.elsewhereCount + sign * each.elsewhereCount,
    linkedDayCount: total.linkedDayCount + sign * each.linkedDayCount,
    withdrawnCount: total.withdrawnCount + sign * each.withdrawnCount,
    causes: addCauses(total.causes, each.causes, sign),
  };
}

export function addRoom(total: RoomTally, each: RoomTally, sign: Sign = 1): RoomTally {
  const { roomId, schoolId } = sign === 1 ? each : total;
  return {
    roomId,
    schoolId,
    plannedCount: total.plannedCount + sign * each.plannedCount,
    validCount: total.validCount + sign * each.validCount,
    validWeekCount: total.validWeekCount + sign * each.validWeekCount,
  };
}

export function addPerson(total: PersonTally, each: PersonTally, sign: Sign = 1): PersonTally {
  const { personId, schoolId } = sign === 1 ? each : total;
  return {
    personId,
    schoolId,
    lecturedMs: total.lecturedMs + sign * each.lecturedMs,
    assistedMs: total.assistedMs + sign * each.assistedMs,
    researchedMs: total.researchedMs + sign * each.researchedMs,
    lessonCount: total.lessonCount + sign * each.lessonCount,
  };
}

export function addPair(total: PairTally, each: PairTally, sign: Sign = 1): PairTally {
  const { fromSchoolId, toSchoolId } = sign === 1 ? each : total;
  return {
    fromSchoolId,
    toSchoolId,
    plannedCount: total.plannedCount + sign * each.plannedCount,
    validCount: total.validCount + sign * each.validCount,
    linkedDayCount: total.linkedDayCount + sign * each.linkedDayCount,
  };
}

/** A room in a week has a valid lesson in one week or in none. */
export const asWeek = (room: RoomTally): RoomTally => ({
  ...room,
  validWeekCount: room.validCount > 0 ? 1 : 0,
});
