import type { SlotId } from '../../shared/kernel/ids.ts';
import { datesOfSlot, type SlotFields, type SlotRoom } from '../../shared/slot.ts';
import { type LostRatios, sitting } from './planner.seats.rules.ts';
import type { PlannerInput, Position, Unit } from './planner.types.ts';
import { liftSlot, placeSlot, type SlotEntry } from './slot.ground.rules.ts';
import { halvesOf } from './slot.week.rules.ts';

/** A slot that was there before, with the rooms that sit in from now on. */
export type Joined = SlotEntry;

type Tools = {
  positions: (schoolId: SlotFields['leadingSchoolId']) => readonly Position[];
  lost: LostRatios;
};
type Seated = { readonly slot: SlotEntry; readonly rooms: readonly SlotRoom[]; readonly lostRatio: number };

/**
 * Lets units sit in with lessons that their leading school teaches already, in their subject and grade, while there is room: no new hour of
 * a lecturer or a lecture room is needed for them. One lesson a day at most, and what is left over is planned like all others.
 */
export function* joinStanding(
  input: PlannerInput,
  units: readonly Unit[],
  tools: Tools,
): Generator<void, Joined[], void> {
  const { ground, settings, settled } = input;
  if (!settings.together) return [];
  const standing = new Map<SlotId, SlotEntry>();
  const families = new Map<string, SlotId[]>();
  for (const { id, fields } of input.slots) {
    // What will be otherwise from a later day on, is over or only a recording, is nobody's to join.
    if (fields.plays !== undefined || settled?.has(id) === false) continue;
    if (!fields.rooms.some((room) => isHeld(input, fields, room.linkId))) continue;
    standing.set(id, { id, fields });
    const key = `${fields.leadingSchoolId}/${fields.subject}/${fields.grade}`;
    families.set(key, [...(families.get(key) ?? []), id]);
  }
  const joined = new Set<SlotId>();
  for (const unit of units) {
    const { fromSchoolId, subject, grade } = unit.link.fields;
    const ids = families.get(`${fromSchoolId}/${subject}/${grade}`) ?? [];
    while (unit.halves > 0 && ids.length > 0) {
      const slots = ids.flatMap((id) => standing.get(id) ?? []);
      const best = bestSeat(input, { unit, slots }, tools);
      if (best === null) break;
      const { id, fields } = best.slot;
      const after = { id, fields: { ...fields, rooms: [...fields.rooms, ...best.rooms] } };
      liftSlot(ground, best.slot);
      placeSlot(ground, after, input.labelOf(after.fields));
      unit.halves -= halvesOf(fields);
      unit.weekdays.add(fields.weekday);
      standing.set(id, after);
      joined.add(id);
    }
    yield;
  }
  return [...joined].flatMap((id) => standing.get(id) ?? []);
}

/** Where least of the unit's own period is lost; of equal ones the lesson with the fewest rooms. */
function bestSeat(
  input: PlannerInput,
  { unit, slots }: { readonly unit: Unit; readonly slots: readonly SlotEntry[] },
  tools: Tools,
): Seated | null {
  let best: Seated | null = null;
  for (const slot of slots) {
    const seated = seatIn(input, { unit, slot }, tools);
    if (seated === null) continue;
    const less = best === null ? 1 : best.lostRatio - seated.lostRatio;
    if (best === null || less > 0 || (less === 0 && slot.fields.rooms.length < best.slot.fields.rooms.length))
      best = seated;
  }
  return best;
}

function seatIn(
  input: PlannerInput,
  { unit, slot }: { readonly unit: Unit; readonly slot: SlotEntry },
  { positions, lost }: Tools,
): Seated | null {
  const { fields } = slot;
  const { id, fields: link } = unit.link;
  const { zoneOf } = input.ground.snapshot;
  if (
    halvesOf(fields) > unit.halves ||
    unit.weekdays.has(fields.weekday) ||
    fields.rooms.length + unit.seats.length > input.settings.roomsMost ||
    zoneOf(link.toSchoolId) !== zoneOf(link.fromSchoolId) ||
    !isHeld(input, fields, id)
  )
    return null;
  const position = positions(link.fromSchoolId).find(
    ({ weekday, startMinute, durationMinutes }) =>
      weekday === fields.weekday &&
      startMinute === fields.startMinute &&
      durationMinutes === fields.durationMinutes,
  );
  const lostRatio = position === undefined ? null : lost(unit, position);
  if (lostRatio === null) return null;
  const rooms = sitting(input, unit, { at: fields, seated: fields.rooms });
  return rooms === null ? null : { slot, rooms, lostRatio };
}

/** Whether a link holds on some of a slot's days that are left. */
const isHeld = ({ ground }: PlannerInput, slot: SlotFields, linkId: SlotRoom['linkId']): boolean =>
  datesOfSlot(ground.days, slot).some((date) => ground.holds(linkId, date));
