import { addCauses } from './cause.rules.ts';
import type { NeedTally, PairTally, PersonTally, RoomTally } from './rollup.types.ts';

/** `1` adds what was counted, `-1` takes it away again: the same day counted anew is the old one taken from the new. */
export type Sign = 1 | -1;

const needCounts = [
  'neededFifths',
  'plannedCount',
  'heldCount',
  'validCount',
  'recordedCount',
  'elsewhereCount',
  'linkedDayCount',
  'withdrawnCount',
] as const;
const roomCounts = ['plannedCount', 'validCount', 'validWeekCount'] as const;
const personCounts = ['lecturedMs', 'assistedMs', 'researchedMs', 'lessonCount'] as const;
const pairCounts = ['plannedCount', 'validCount', 'linkedDayCount'] as const;

type Counted<Name extends string> = Readonly<Record<Name, number>>;

/** Names and dimensions of a sum are those of what comes to it. */
const summed =
  <Name extends string>(names: readonly Name[]) =>
  <Tally extends Counted<Name>>(total: Tally, each: Tally, sign: Sign = 1): Tally => {
    const counts = names.map((name) => [name, total[name] + sign * each[name]]);
    return { ...(sign === 1 ? each : total), ...Object.fromEntries(counts) };
  };

const sumCounts = summed(needCounts);
export const addNeed = (total: NeedTally, each: NeedTally, sign: Sign = 1): NeedTally => ({
  ...sumCounts(total, each, sign),
  causes: addCauses(total.causes, each.causes, sign),
});
export const addRoom: (total: RoomTally, each: RoomTally, sign?: Sign) => RoomTally = summed(roomCounts);
export const addPerson: (total: PersonTally, each: PersonTally, sign?: Sign) => PersonTally =
  summed(personCounts);
export const addPair: (total: PairTally, each: PairTally, sign?: Sign) => PairTally = summed(pairCounts);

/** A room in a week has a valid lesson in one week or in none. */
export const asWeek = (room: RoomTally): RoomTally => ({
  ...room,
  validWeekCount: room.validCount > 0 ? 1 : 0,
});
