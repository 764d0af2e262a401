import type { SlotFields } from '../../shared/slot.ts';
import type { WeekParity } from '../../shared/term.ts';
import { attending, type LostRatios } from './planner.seats.rules.ts';
import type { Lead, Staff } from './planner.staff.rules.ts';
import type { Attendance, Group, PlannerInput, Position, Unit } from './planner.types.ts';
import type { WeekPart } from './slot.week.rules.ts';

export type Planner = {
  readonly input: PlannerInput;
  readonly staff: Staff;
  readonly lost: LostRatios;
  readonly positions: (schoolId: SlotFields['leadingSchoolId']) => readonly Position[];
};

/** One place in the week at which some of a group can be taught. */
export type Option = {
  readonly position: Position;
  readonly weeks: WeekParity;
  readonly attendances: readonly Attendance[];
  readonly lead: Lead;
  readonly cost: number;
};

/** Lower is better. A lost share counts from 0 to 1, an order from 0. */
const COST = { spread: 12, late: 2, afternoon: 8, early: 2, sameDayForClass: 3, lost: 20 };

/**
 * The best place for as many of the units as possible; days on which a link has a period already only when there is no other.
 * Null when none of them can be taught anywhere.
 */
export function bestOption(
  planner: Planner,
  group: Group,
  { units, weeks }: { units: readonly Unit[]; weeks: readonly WeekParity[] },
): Option | null {
  const others = (position: Position) => units.filter((unit) => !unit.weekdays.has(position.weekday));
  return search(planner, group, { weeks, of: others }) ?? search(planner, group, { weeks, of: () => units });
}

function search(
  planner: Planner,
  group: Group,
  { weeks, of }: { weeks: readonly WeekParity[]; of: (position: Position) => readonly Unit[] },
): Option | null {
  let best: Option | null = null;
  for (const position of planner.positions(group.leadingSchoolId)) {
    const units = of(position);
    if (units.length < (best?.attendances.length ?? 1)) continue;
    for (const each of weeks) {
      const option = optionAt(planner, group, { position, weeks: each, units });
      if (option !== null && (best === null || isBetter(option, best))) best = option;
    }
  }
  return best;
}

/** Equal options keep the order in which they are found, so that the same registers give the same proposal. */
function isBetter(a: Option, b: Option): boolean {
  const more = a.attendances.length - b.attendances.length;
  return more > 0 || (more === 0 && a.cost < b.cost);
}

export function optionAt(
  planner: Planner,
  group: Group,
  { position, weeks, units }: { position: Position; weeks: WeekParity; units: readonly Unit[] },
): Option | null {
  const { input, staff, lost } = planner;
  const { weekday, startMinute, durationMinutes } = position;
  const at: WeekPart = { weekday, startMinute, durationMinutes, weeks };
  const attendances = attending(input, units, { position, at, lost });
  if (attendances.length === 0) return null;
  const lead = staff.lead(group, at);
  if (lead === null) return null;
  const cost = lead.cost + timeCost(planner, group, position) + pupilCost(planner, position, attendances);
  return { position, weeks, attendances, lead, cost };
}

/** Main subjects in the morning, the earlier the better; the others leave the first two periods to them. */
function timeCost({ input }: Planner, group: Group, { order, afternoon }: Position): number {
  return input.settings.mornings.includes(group.subject)
    ? order * COST.late + (afternoon ? COST.afternoon : 0)
    : Math.max(0, 2 - order) * COST.early;
}

/** Periods of one link far apart in the week, few in front of a screen on one day, and little of the point's own period lost. */
function pupilCost({ input }: Planner, position: Position, attendances: readonly Attendance[]): number {
  let cost = 0;
  for (const { unit, rooms, lostRatio } of attendances) {
    for (const weekday of unit.weekdays)
      cost += COST.spread / Math.max(1, Math.abs(weekday - position.weekday));
    for (const { classId } of rooms)
      if (classId !== null)
        cost += input.ground.week.countOn(classId, position.weekday) * COST.sameDayForClass;
    cost += lostRatio * COST.lost;
  }
  return cost / attendances.length;
}

export function slotOf(planner: Planner, group: Group, option: Option): SlotFields {
  const { position, weeks, attendances, lead } = option;
  return {
    termId: planner.input.termId,
    subject: group.subject,
    grade: group.grade,
    weekday: position.weekday,
    startMinute: position.startMinute,
    durationMinutes: position.durationMinutes,
    weeks,
    leadingSchoolId: group.leadingSchoolId,
    lectureRoomId: lead.lectureRoomId,
    lecturerId: lead.lecturerId,
    leadingClassId: lead.leadingClassId,
    rooms: attendances.flatMap((each) => each.rooms),
  };
}
