import type { LinkId, SlotId } from '../../shared/kernel/ids.ts';
import type { LocalDate } from '../../shared/kernel/time.ts';
import type { LinkFields } from '../../shared/link.ts';
import type { SlotFields } from '../../shared/slot.ts';
import type { TeachingDay, TermFields } from '../../shared/term.ts';
import type { DirectorySnapshot } from '../directory/directory.types.ts';
import type { Ringings } from './bell.rules.ts';
import type { LinkHoldsOn } from './slot.dates.rules.ts';
import { createWeek, type Hold, halvesOf, resourcesOf, type Week } from './slot.week.rules.ts';
import type { TermEntry } from './term.rules.ts';

export type SlotEntry = { readonly id: SlotId; readonly fields: SlotFields };
type Link = { readonly id: LinkId; readonly fields: LinkFields };

/** What a slot is held against: the registers and one term's ordinary week. */
export type SlotGround = {
  readonly snapshot: Pick<DirectorySnapshot, 'schools' | 'rooms' | 'classes' | 'people' | 'zoneOf'>;
  readonly term: TermFields;
  /** The teaching days that are left to plan. */
  readonly days: readonly TeachingDay[];
  readonly ringings: Ringings;
  readonly links: ReadonlyMap<LinkId, Link>;
  readonly holds: LinkHoldsOn;
  readonly week: Week;
  /** Of each link how many half periods a week its slots teach. */
  readonly halvesOfLinks: Map<LinkId, number>;
};

/** Something held on certain days only: a lesson without a slot, or one that was moved. */
export type DatedHold = Omit<Hold, 'weekday' | 'weeks'> & {
  readonly date: LocalDate;
  readonly resourceIds: readonly string[];
};

/** What stands around a term's slots: it is the same for all of them. */
export type TermCalendar = Pick<SlotGround, 'term' | 'days' | 'ringings' | 'links' | 'holds'>;

export type SlotGroundInput = Pick<SlotGround, 'snapshot'> & {
  readonly termId: TermEntry['id'];
  readonly calendar: TermCalendar;
  /** The slots in force, of this and other terms. */
  readonly slots: Iterable<SlotEntry>;
  /** What some of them will be from a later day on. */
  readonly ahead?: Iterable<SlotEntry>;
  readonly terms: Iterable<TermEntry>;
  /** What is said of a slot that is in the way. */
  labelOf(slot: SlotEntry): string;
};

/** Enough to check the fields of one slot: of the others it knows only how much they teach of its links. */
export function fieldsGround(
  { snapshot, calendar }: Pick<SlotGroundInput, 'snapshot' | 'calendar'>,
  fields: SlotFields,
  others: Iterable<SlotEntry>,
): SlotGround {
  const ground = { snapshot, ...calendar, week: createWeek(), halvesOfLinks: new Map<LinkId, number>() };
  const linked = new Set(fields.rooms.map((room) => room.linkId));
  for (const other of others)
    if (other.fields.termId === fields.termId && other.fields.rooms.some((room) => linked.has(room.linkId)))
      count(ground, other.fields, 1);
  return ground;
}

export function slotGround(input: SlotGroundInput): SlotGround {
  const { snapshot, termId, calendar } = input;
  const { term, days, holds } = calendar;
  const ground: SlotGround = { snapshot, ...calendar, week: createWeek(), halvesOfLinks: new Map() };
  const atTheSameTime = new Set(
    [...input.terms]
      .filter(({ fields }) => fields.from <= term.to && term.from <= fields.to)
      .map((each) => each.id),
  );
  for (const slot of input.slots) {
    if (!atTheSameTime.has(slot.fields.termId)) continue;
    // A slot whose links have ended holds nobody any more.
    if (!slot.fields.rooms.some((room) => days.some((day) => holds(room.linkId, day.date)))) continue;
    if (slot.fields.termId === termId) placeSlot(ground, slot, input.labelOf(slot));
    // Odd weeks of two terms need not be the same weeks.
    else ground.week.take(resourcesOf(slot.fields), { ...holdOf(slot, input.labelOf(slot)), weeks: 'every' });
  }
  for (const slot of input.ahead ?? [])
    if (atTheSameTime.has(slot.fields.termId))
      ground.week.take(resourcesOf(slot.fields), holdOf(slot, input.labelOf(slot)));
  return ground;
}

/** Adds what is held on single days; what a slot holds there already is its own lesson. */
export function holdDated({ days, week }: SlotGround, holds: readonly DatedHold[]): void {
  const dayOf = new Map(days.map((day) => [day.date, day]));
  for (const { date, resourceIds, ...hold } of holds) {
    const day = dayOf.get(date);
    if (day === undefined) continue;
    const at = {
      ...hold,
      weekday: day.weekday,
      weeks: day.week % 2 === 1 ? ('odd' as const) : ('even' as const),
    };
    week.take(
      resourceIds.filter((id) => week.holder(id, at) === null),
      at,
    );
  }
}

/** A slot, or one that is only proposed. */
type Placeable = { readonly id: string; readonly fields: SlotFields };

function holdOf({ id, fields }: Placeable, label: string): Hold {
  const { weekday, startMinute, durationMinutes, weeks } = fields;
  return { by: id, label, weekday, startMinute, durationMinutes, weeks };
}

export function placeSlot(ground: SlotGround, slot: Placeable, label: string): void {
  ground.week.take(resourcesOf(slot.fields), holdOf(slot, label));
  count(ground, slot.fields, 1);
}

export function liftSlot(ground: SlotGround, slot: Placeable): void {
  ground.week.release(resourcesOf(slot.fields), slot.id);
  count(ground, slot.fields, -1);
}

/** A link whose school sits in two rooms has one period there, not two. */
function count({ halvesOfLinks }: SlotGround, slot: SlotFields, sign: 1 | -1): void {
  for (const linkId of new Set(slot.rooms.map((room) => room.linkId)))
    halvesOfLinks.set(linkId, (halvesOfLinks.get(linkId) ?? 0) + sign * halvesOf(slot));
}
