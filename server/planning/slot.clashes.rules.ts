import type { SlotClash } from '../../shared/planner.ts';
import { datesOfSlot, type SlotFields } from '../../shared/slot.ts';
import type { DirectorySnapshot } from '../directory/directory.types.ts';
import { liesInPeriod, sharedPeriod } from './bell.rules.ts';
import type { SlotGround } from './slot.ground.rules.ts';
import { holdings } from './slot.rules.ts';
import { halvesOf } from './slot.week.rules.ts';

type Snapshot = Pick<DirectorySnapshot, 'schools' | 'rooms' | 'classes' | 'people'>;

/** How much of a listening school's period must lie within the leading school's, when nobody says otherwise: 8 of 40 minutes may be lost. */
export const OVERLAP_RATIO = 0.8;

/** Everything that stands in the way of a slot, each by name: the place in the term, bells, links, and who or what is busy. */
export function clashesOf(slot: SlotFields, ground: SlotGround, overlapRatio = OVERLAP_RATIO): SlotClash[] {
  const { snapshot, week } = ground;
  const { weekday, startMinute, weeks } = slot;
  const clash = (kind: SlotClash['kind'], name: string, busyWith = ''): SlotClash => ({
    kind,
    name,
    weekday,
    startMinute,
    weeks,
    busyWith,
  });
  const outside = datesOfSlot(ground.days, slot).length === 0 ? [clash('term', ground.term.name)] : [];
  const busy = holdings(slot).flatMap(({ kind, id }) => {
    const hold = id === null ? null : week.holder(id, slot);
    return hold === null || id === null ? [] : [clash(kind, nameOf(snapshot, id), hold.label)];
  });
  return [
    ...outside,
    ...bellClashes(slot, ground, overlapRatio).map(([name, period]) => clash('bell', name, period)),
    ...linkClashes(slot, ground).map(([kind, name, share]) => clash(kind, name, share)),
    ...busy,
  ];
}

/** The schools whose bells do not fit, each with its own period that lies nearest. */
function bellClashes(slot: SlotFields, ground: SlotGround, overlapRatio: number): [string, string][] {
  const { snapshot, ringings } = ground;
  const schoolName = schoolNames(snapshot);
  const found: [string, string][] = [];
  // A recording follows no bell of the school that led it.
  const leading = slot.plays === undefined ? ringings.of(slot.leadingSchoolId, slot.weekday) : null;
  if (leading !== null && !liesInPeriod(leading, slot))
    found.push([schoolName(slot.leadingSchoolId), periodText(sharedPeriod(leading, slot).period)]);
  for (const schoolId of new Set(slot.rooms.map((room) => room.schoolId))) {
    const ringing = ringings.of(schoolId, slot.weekday);
    if (ringing === null) continue;
    const { ratio, period } = sharedPeriod(ringing, slot);
    if (ratio < overlapRatio) found.push([schoolName(schoolId), periodText(period)]);
  }
  return found;
}

function linkClashes(
  slot: SlotFields,
  { snapshot, links, days, holds, halvesOfLinks }: SlotGround,
): ['link' | 'linkPeriods', string, string][] {
  const dates = datesOfSlot(days, slot);
  return slot.rooms.flatMap(({ linkId, schoolId }): ['link' | 'linkPeriods', string, string][] => {
    const name = schoolNames(snapshot)(schoolId);
    const link = links.get(linkId)?.fields;
    if (link === undefined || (dates.length > 0 && !dates.some((date) => holds(linkId, date))))
      return [['link', name, '']];
    const halves = halvesOfLinks.get(linkId) ?? 0;
    return halves + halvesOf(slot) > 2 * link.periodsPerWeek
      ? [['linkPeriods', name, `${halves / 2}/${link.periodsPerWeek}`]]
      : [];
  });
}

const schoolNames =
  ({ schools }: Pick<Snapshot, 'schools'>) =>
  (id: SlotFields['leadingSchoolId']) =>
    schools.get(id)?.fields.name ?? '';

/** A room or class with its school, a person by name alone; empty for what is no longer in the registers. */
export function nameOf(snapshot: Snapshot, id: string): string {
  const person = find(snapshot.people, id);
  if (person !== undefined) return person.fields.name;
  const found = find(snapshot.rooms, id) ?? find(snapshot.classes, id);
  return found === undefined ? '' : `${schoolNames(snapshot)(found.fields.schoolId)} ${found.fields.name}`;
}

/** Ids of all kinds differ, so an id of another kind is not found. */
function find<Id extends string, T>(entries: ReadonlyMap<Id, T>, id: string): T | undefined {
  return (entries as ReadonlyMap<string, T>).get(id);
}

export function periodText(
  period: { name: string; startMinute: number; durationMinutes: number } | null,
): string {
  if (period === null) return '';
  const { name, startMinute, durationMinutes } = period;
  return `${name} ${clockText(startMinute)}–${clockText(startMinute + durationMinutes)}`;
}

export function clockText(minute: number): string {
  const part = (value: number) => String(value).padStart(2, '0');
  return `${part(Math.floor(minute / 60))}:${part(minute % 60)}`;
}
