import type { SlotRoom } from '../../shared/slot.ts';
import type { Weekday } from '../../shared/term.ts';
import { sharedPeriod } from './bell.rules.ts';
import type { Attendance, PlannerInput, PlannerLink, Position, Seat, Unit } from './planner.types.ts';
import type { WeekPart } from './slot.week.rules.ts';

/** Which classes of a point listen, and where: in their home room when it has a listening end, else in any room that has one. */
export function createSeating({ ground, classOfLink }: PlannerInput) {
  const { classes, rooms } = ground.snapshot;
  const listening = Map.groupBy(
    [...rooms.values()].filter((each) => each.fields.ends.includes('listening')),
    (each) => each.fields.schoolId,
  );
  const pupils = Map.groupBy(classes.values(), (each) => each.fields.schoolId);
  return ({ id, fields }: PlannerLink): Seat[] => {
    const roomIds = (listening.get(fields.toSchoolId) ?? []).map((each) => each.id);
    const wished = classOfLink.get(id);
    const meant = (pupils.get(fields.toSchoolId) ?? []).filter((each) =>
      wished === undefined ? each.fields.grade === fields.grade : each.id === wished,
    );
    const atHome = meant.filter(
      ({ fields: { homeRoomId } }) => homeRoomId !== null && roomIds.includes(homeRoomId),
    );
    // Who has no room of their own that hears anything shares what there is; two classes cannot both have it.
    const seated = atHome.length > 0 ? atHome : meant.slice(0, 1);
    if (seated.length === 0) return [{ classId: null, roomIds }];
    return seated.map((each) => {
      const home = each.fields.homeRoomId;
      const first = roomIds.filter((room) => room === home);
      return { classId: each.id, roomIds: [...first, ...roomIds.filter((room) => room !== home)] };
    });
  };
}

/** On which weekdays a link holds on some of the days that are left. */
function weekdaysOf({ ground }: PlannerInput, { id }: PlannerLink): ReadonlySet<Weekday> {
  return new Set(ground.days.filter((day) => ground.holds(id, day.date)).map((day) => day.weekday));
}

/** How much of the point's own period would be lost at a position, 0..1; null when that is too much. */
function lostRatio(input: PlannerInput, link: PlannerLink, position: Position): number | null {
  const ringing = input.ground.ringings.of(link.fields.toSchoolId, position.weekday);
  // Nobody has entered the point's bells: it follows those of the school that leads it.
  const ratio = ringing === null ? 1 : sharedPeriod(ringing, position).ratio;
  return ratio < input.settings.overlapRatio ? null : 1 - ratio;
}

/** Where a unit would sit at a place in the week beside those who are `seated` there; null when a class or every room is busy. */
export function sitting(
  { ground: { week } }: PlannerInput,
  unit: Unit,
  { at, seated }: { readonly at: WeekPart; readonly seated: readonly SlotRoom[] },
): readonly SlotRoom[] | null {
  const taken: SlotRoom[] = [];
  const free = (id: string) =>
    week.holder(id, at) === null &&
    [...seated, ...taken].every((each) => each.roomId !== id && each.classId !== id);
  for (const { classId, roomIds } of unit.seats) {
    if (classId !== null && !free(classId)) return null;
    const roomId = roomIds.find(free);
    if (roomId === undefined) return null;
    taken.push({ linkId: unit.link.id, schoolId: unit.link.fields.toSchoolId, roomId, classId });
  }
  return taken;
}

/** The units of a group that can take part at a place in the week. */
export function attending(
  input: PlannerInput,
  units: readonly Unit[],
  { position, at, lost }: { position: Position; at: WeekPart; lost: LostRatios },
): Attendance[] {
  const taking: Attendance[] = [];
  for (const unit of units) {
    const ratio = lost(unit, position);
    if (ratio === null) continue;
    const rooms = sitting(input, unit, { at, seated: taking.flatMap((each) => each.rooms) });
    if (rooms !== null) taking.push({ unit, rooms, lostRatio: ratio });
  }
  return taking;
}

export type LostRatios = (unit: Unit, position: Position) => number | null;

/** Looks the bells of a link and position up once, and whether the link holds on that weekday at all. */
export function createLostRatios(input: PlannerInput): LostRatios {
  const kept = new Map<Position, Map<string, number | null>>();
  const held = new Map<string, ReadonlySet<Weekday>>();
  return ({ link }, position) => {
    let byLink = kept.get(position);
    if (byLink === undefined) {
      byLink = new Map();
      kept.set(position, byLink);
    }
    const known = byLink.get(link.id);
    if (known !== undefined) return known;
    const weekdays = held.get(link.id) ?? weekdaysOf(input, link);
    held.set(link.id, weekdays);
    const ratio = weekdays.has(position.weekday) ? lostRatio(input, link, position) : null;
    byLink.set(link.id, ratio);
    return ratio;
  };
}
