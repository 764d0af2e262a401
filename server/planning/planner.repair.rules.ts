import type { Board } from './planner.board.rules.ts';
import { bestOption, type Option, optionAt, type Planner } from './planner.options.rules.ts';
import type { Group, Placed, Position } from './planner.types.ts';

/** How many other slots may be tried elsewhere for one that found no place. */
const TRIES = 120;

/**
 * Places one period of a group that found no place, by moving one proposed slot elsewhere with everybody who takes part in it.
 * @returns whether that went; else nothing has changed
 */
export function* makeRoom(planner: Planner, board: Board, group: Group): Generator<void, boolean, void> {
  const weeks = group.units.every((unit) => unit.halves > 1)
    ? (['every'] as const)
    : (['odd', 'even'] as const);
  let tries = 0;
  for (const position of planner.positions(group.leadingSchoolId)) {
    if (group.units.some((unit) => planner.lost(unit, position) === null)) continue;
    yield;
    for (const each of weeks)
      for (const placed of inTheWay(planner, board, { group, position })) {
        tries += 1;
        if (tries > TRIES) return false;
        board.lift(placed);
        const option = optionAt(planner, group, { position, weeks: each, units: group.units });
        const mine = option === null ? null : board.put(group, option);
        const elsewhere = mine === null ? null : wholeOption(planner, placed);
        if (elsewhere !== null) {
          board.put(placed.group, elsewhere);
          return true;
        }
        if (mine !== null) board.lift(mine);
        board.putBack(placed);
      }
  }
  return false;
}

/** A place for everybody of a slot, on a day on which none of them has a period of theirs. */
function wholeOption(planner: Planner, { group, units, fields }: Placed): Option | null {
  const option = bestOption(planner, group, { units, weeks: [fields.weeks] });
  if (option === null || option.attendances.length < units.length) return null;
  return units.some((unit) => unit.weekdays.has(option.position.weekday)) ? null : option;
}

/** Proposed slots that hold somebody or something there that the group would need. */
function inTheWay(
  { input, staff }: Planner,
  board: Board,
  { group, position }: { group: Group; position: Position },
): Set<Placed> {
  const { weekday, startMinute, durationMinutes } = position;
  const at = { weekday, startMinute, durationMinutes, weeks: 'every' as const };
  const ids = [
    ...group.units.flatMap((unit) => unit.seats.flatMap((seat) => [seat.classId, ...seat.roomIds])),
    ...staff.lectureRooms(group.leadingSchoolId),
    ...staff.lecturers(group.leadingSchoolId),
  ];
  const found = new Set<Placed>();
  for (const id of ids) {
    const holder = id === null ? null : input.ground.week.holder(id, at);
    const placed = holder === null ? undefined : board.byId(holder.by);
    if (placed !== undefined) found.add(placed);
  }
  return found;
}
