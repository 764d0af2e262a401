import { unservedCause } from '../../shared/coverage/cause.ts';
import { addDayMeasures, type Measures, noMeasures } from '../../shared/coverage/measures.ts';
import type { NeedId, PersonId, RoomId, SchoolId } from '../../shared/kernel/ids.ts';
import type { NeedTally, PairTally, PersonTally, RoomTally } from './rollup.types.ts';
import { addNeed, addPair, addPerson, addRoom, asWeek, type Sign } from './tally.rules.ts';

/** Everything that is counted of one school over a day or longer, by need, room, person and pair, and its measures of grain `day`. */
export type SchoolTallies = {
  readonly needs: ReadonlyMap<NeedId, NeedTally>;
  readonly rooms: ReadonlyMap<RoomId, RoomTally>;
  readonly people: ReadonlyMap<PersonId, PersonTally>;
  readonly pairs: ReadonlyMap<SchoolId, PairTally>;
  readonly days: Measures;
};

export const noTallies: SchoolTallies = {
  needs: new Map(),
  rooms: new Map(),
  people: new Map(),
  pairs: new Map(),
  days: noMeasures,
};

export const talliesOf = (day: {
  readonly needs: readonly NeedTally[];
  readonly rooms: readonly RoomTally[];
  readonly people: readonly PersonTally[];
  readonly pairs: readonly PairTally[];
  readonly measures: Measures;
}): SchoolTallies => ({
  needs: new Map(day.needs.map((each) => [each.needId, each])),
  rooms: new Map(day.rooms.map((each) => [each.roomId, each])),
  people: new Map(day.people.map((each) => [each.personId, each])),
  pairs: new Map(day.pairs.map((each) => [each.toSchoolId, each])),
  days: day.measures,
});

/** What has come to nothing is left out, so that a sum says the same whatever was added and taken away on the way to it. */
export function addTallies(total: SchoolTallies, each: SchoolTallies, sign: Sign = 1): SchoolTallies {
  return {
    needs: merged(total.needs, each.needs, { add: addNeed, sign }),
    rooms: merged(total.rooms, each.rooms, { add: addRoom, sign }),
    people: merged(total.people, each.people, { add: addPerson, sign }),
    pairs: merged(total.pairs, each.pairs, { add: addPair, sign }),
    days: addDayMeasures(total.days, each.days, sign),
  };
}

function merged<Id, Tally extends object>(
  total: ReadonlyMap<Id, Tally>,
  more: ReadonlyMap<Id, Tally>,
  { add, sign }: { readonly add: (a: Tally, b: Tally, sign: Sign) => Tally; readonly sign: Sign },
): ReadonlyMap<Id, Tally> {
  if (more.size === 0) return total;
  const all = new Map(total);
  for (const [id, tally] of more) {
    const known = all.get(id);
    // What comes to nothing is itself; what is taken from nothing has its dimensions still.
    const sum = known === undefined && sign === 1 ? tally : add(known ?? zeroOf(tally), tally, sign);
    if (isNothing(sum)) all.delete(id);
    else all.set(id, sum);
  }
  return all;
}

const zeroOf = <Tally extends object>(tally: Tally): Tally =>
  Object.fromEntries(
    Object.entries(tally).map(([name, value]) => [
      name,
      typeof value === 'number' ? 0 : typeof value === 'object' ? {} : value,
    ]),
  ) as Tally;

const isNothing = (tally: object): boolean => {
  for (const value of Object.values(tally)) {
    if (typeof value === 'number' && value !== 0) return false;
    if (typeof value === 'object' && value !== null && !isNothing(value)) return false;
  }
  return true;
};

/** The week's rooms as one week each, and by how much that differs from what the week said before. */
export function asOneWeek(
  before: SchoolTallies,
  after: SchoolTallies,
): { readonly week: SchoolTallies; readonly changed: SchoolTallies } {
  const judged = [...after.rooms].map(([id, room]) => [id, asWeek(room)] as const);
  // Of a room whose lessons have all gone the week that it had said is left.
  const rooms = new Map(judged.filter(([, room]) => !isNothing(room)));
  const changed = new Map<RoomId, RoomTally>();
  for (const [id, room] of [...before.rooms, ...rooms]) {
    const validWeekCount = (rooms.get(id)?.validWeekCount ?? 0) - (before.rooms.get(id)?.validWeekCount ?? 0);
    if (validWeekCount !== 0) changed.set(id, { ...room, plannedCount: 0, validCount: 0, validWeekCount });
  }
  return { week: { ...after, rooms }, changed: { ...noTallies, rooms: changed } };
}

/** Only the number of weeks, for the longer periods in which their Mondays lie. */
export const weeksOnly = (week: SchoolTallies): SchoolTallies => ({
  ...noTallies,
  rooms: new Map([...week.rooms].map(([id, room]) => [id, { ...room, plannedCount: 0, validCount: 0 }])),
});

/** Short, since there is one of each school and day: names of columns are not repeated in it, and neither is the school. */
export function writeTallies({ needs, rooms, people, pairs }: SchoolTallies): string {
  return JSON.stringify([
    inOrder(needs, (each) => [
      ...[each.subject, each.grade, each.neededFifths, each.plannedCount, each.heldCount, each.validCount],
      ...[each.recordedCount, each.elsewhereCount, each.linkedDayCount, each.withdrawnCount],
      ...causeCells(each.causes),
    ]),
    inOrder(rooms, (each) => [each.plannedCount, each.validCount, each.validWeekCount]),
    inOrder(people, (each) => [each.lecturedMs, each.assistedMs, each.researchedMs, each.lessonCount]),
    inOrder(pairs, (each) => [each.plannedCount, each.validCount, each.linkedDayCount]),
  ]);
}

function causeCells(causes: NeedTally['causes']): readonly number[] {
  const cells: number[] = [];
  for (const [index, cause] of unservedCause.options.entries()) {
    const count = causes[cause];
    if (count !== undefined) cells.push(index, count);
  }
  return cells;
}

const inOrder = <Id extends string, Tally>(
  all: ReadonlyMap<Id, Tally>,
  cells: (tally: Tally) => readonly (string | number)[],
) => [...all].sort(([a], [b]) => (a < b ? -1 : 1)).map(([id, tally]) => [id, ...cells(tally)]);

type NeedCells = readonly [
  ...[id: NeedId, subject: string, grade: string],
  ...[needed: number, planned: number, held: number, valid: number],
  ...[recorded: number, elsewhere: number, linkedDays: number, withdrawn: number, ...causes: number[]],
];
type Cells<Id> = readonly [id: Id, number, number, number];
type Written = readonly [
  needs: readonly NeedCells[],
  rooms: readonly Cells<RoomId>[],
  people: readonly (readonly [PersonId, number, number, number, number])[],
  pairs: readonly Cells<SchoolId>[],
];

/** What `writeTallies` has written of a school. */
export function readTallies(text: string, schoolId: SchoolId, days: Measures): SchoolTallies {
  const [needs, rooms, people, pairs] = JSON.parse(text) as Written;
  return {
    needs: new Map(needs.map((cells) => [cells[0], needFrom(cells, schoolId)])),
    rooms: new Map(
      rooms.map(([roomId, plannedCount, validCount, validWeekCount]) => [
        roomId,
        { roomId, schoolId, plannedCount, validCount, validWeekCount },
      ]),
    ),
    people: new Map(
      people.map(([personId, lecturedMs, assistedMs, researchedMs, lessonCount]) => [
        personId,
        { personId, schoolId, lecturedMs, assistedMs, researchedMs, lessonCount },
      ]),
    ),
    pairs: new Map(
      pairs.map(([toSchoolId, plannedCount, validCount, linkedDayCount]) => [
        toSchoolId,
        { fromSchoolId: schoolId, toSchoolId, plannedCount, validCount, linkedDayCount },
      ]),
    ),
    days,
  };
}

function needFrom(cells: NeedCells, schoolId: SchoolId): NeedTally {
  const [needId, subject, grade, neededFifths, plannedCount, heldCount, validCount, ...more] = cells;
  const [recordedCount, elsewhereCount, linkedDayCount, withdrawnCount, ...found] = more;
  const causes: NeedTally['causes'] = {};
  for (let at = 0; at < found.length; at += 2) {
    const cause = unservedCause.options[found[at] ?? -1];
    if (cause !== undefined) causes[cause] = found[at + 1] ?? 0;
  }
  const counts = { neededFifths, plannedCount, heldCount, validCount, recordedCount, elsewhereCount };
  return { needId, schoolId, subject, grade, ...counts, linkedDayCount, withdrawnCount, causes };
}
