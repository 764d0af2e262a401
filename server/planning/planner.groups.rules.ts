import type { SchoolId } from '../../shared/kernel/ids.ts';
import type { SlotFields } from '../../shared/slot.ts';
import { liesInPeriod } from './bell.rules.ts';
import { type Joined, joinStanding } from './planner.joins.rules.ts';
import { createSeating, type LostRatios } from './planner.seats.rules.ts';
import type { Group, PlannerInput, PlannerLink, Position, Seat, Unit } from './planner.types.ts';
import { halvesOf } from './slot.week.rules.ts';

const NOON = 12 * 60;
const weekdays = [1, 2, 3, 4, 5, 6, 7] as const;

/** Where a school can lead: its periods, as far as they are rung at the same minute on every day that is left. */
export function positionsOf({ ground }: PlannerInput, schoolId: SchoolId): Position[] {
  const taught = new Set(ground.days.map((day) => day.weekday));
  return weekdays
    .filter((weekday) => taught.has(weekday))
    .flatMap((weekday) => {
      const ringing = ground.ringings.of(schoolId, weekday);
      if (ringing === null) return [];
      const [first] = ringing.bells;
      const periods = (first?.periods ?? []).filter((period) => liesInPeriod(ringing, period));
      return periods
        .toSorted((a, b) => a.startMinute - b.startMinute)
        .map(({ startMinute, durationMinutes }, order) => {
          return { weekday, startMinute, durationMinutes, order, afternoon: startMinute >= NOON };
        });
    });
}

/** What of the links is still to be placed, by who is taught together; the hardest groups first. Some sit in with lessons that are there already. */
export function* groupsOf(
  input: PlannerInput,
  { positions, lost }: { positions: (schoolId: SchoolId) => readonly Position[]; lost: LostRatios },
): Generator<void, { groups: Group[]; joins: Joined[] }, void> {
  const seats = createSeating(input);
  const taken = slotsByLink(input);
  const units: Unit[] = [];
  for (const link of input.links) {
    units.push(unitOf(link, seats(link), taken.get(link.id) ?? []));
    yield;
  }
  const joins = yield* joinStanding(
    input,
    units.filter((unit) => unit.halves > 0),
    { positions, lost },
  );
  const families = Map.groupBy(
    units.filter((unit) => unit.halves > 0),
    ({ link: { id, fields } }) =>
      input.settings.together
        ? `${fields.fromSchoolId}/${fields.subject}/${fields.grade}/${input.ground.snapshot.zoneOf(fields.toSchoolId)}`
        : id,
  );
  const fitting = (unit: Unit) =>
    positions(unit.link.fields.fromSchoolId).filter((position) => lost(unit, position) !== null);
  const ranked: { group: Group; rank: readonly number[] }[] = [];
  for (const family of families.values()) {
    for (const group of split(family, input.settings.roomsMost, fitting)) {
      const [first] = group.units;
      const where = first === undefined ? [] : fitting(first);
      const choices = where.filter((position) => group.units.every((unit) => lost(unit, position) !== null));
      const main = input.settings.mornings.includes(group.subject) ? 0 : 1;
      const most = Math.max(...group.units.map((unit) => unit.halves));
      ranked.push({ group, rank: [main, -most, choices.length] });
    }
    yield;
  }
  const groups = ranked.toSorted((a, b) => compare(a.rank, b.rank)).map((each) => each.group);
  return { groups, joins };
}

function slotsByLink({ slots }: PlannerInput): Map<string, SlotFields[]> {
  const found = new Map<string, SlotFields[]>();
  for (const { fields } of slots)
    for (const linkId of new Set(fields.rooms.map((room) => room.linkId)))
      found.set(linkId, [...(found.get(linkId) ?? []), fields]);
  return found;
}

function unitOf(link: PlannerLink, seats: readonly Seat[], taken: readonly SlotFields[]): Unit {
  const done = taken.reduce((sum, slot) => sum + halvesOf(slot), 0);
  return {
    link,
    seats,
    halves: 2 * link.fields.periodsPerWeek - done,
    weekdays: new Set(taken.map((slot) => slot.weekday)),
  };
}

/** Parts of about the same size, of at most so many rooms, in which all can hear often enough. */
function split(
  family: readonly Unit[],
  roomsMost: number,
  fitting: (unit: Unit) => readonly Position[],
): Group[] {
  const rooms = family.reduce((sum, unit) => sum + unit.seats.length, 0);
  const size = Math.ceil(rooms / Math.ceil(rooms / roomsMost));
  type Part = { units: Unit[]; rooms: number; common: ReadonlySet<Position> };
  const parts: Part[] = [];
  // Those that need the most periods first, so that those which need as many sit together.
  for (const unit of family.toSorted((a, b) => b.halves - a.halves)) {
    const own = new Set(fitting(unit));
    const found = parts.find((part) => {
      if (part.rooms + unit.seats.length > size) return false;
      return 2 * both(part.common, own).length >= unit.halves;
    });
    if (found === undefined) parts.push({ units: [unit], rooms: unit.seats.length, common: own });
    else {
      found.units.push(unit);
      found.rooms += unit.seats.length;
      found.common = new Set(both(found.common, own));
    }
  }
  return parts.flatMap(({ units }) => {
    const fields = units[0]?.link.fields;
    if (fields === undefined) return [];
    const { fromSchoolId: leadingSchoolId, subject, grade } = fields;
    return [{ leadingSchoolId, subject, grade, units, lecturerId: null, lectureRoomId: null }];
  });
}

const both = <T>(a: ReadonlySet<T>, b: ReadonlySet<T>): T[] => [...a].filter((each) => b.has(each));

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [index, value] of a.entries()) {
    const difference = value - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
