import type { TermId } from '../../shared/kernel/ids.ts';
import { type LocalDate, localDate, MINUTE_MS, wallClock, type Zone } from '../../shared/kernel/time.ts';
import { linkHolds } from '../../shared/link.ts';
import type { SlotFields } from '../../shared/slot.ts';
import { teachingDays } from '../../shared/term.ts';
import type { DirectoryView } from '../directory/directory.types.ts';
import type { Relation, Scope } from '../identity/identity.types.ts';
import { versionInForce } from '../platform/register.rules.ts';
import { ringingsOf } from './bell.rules.ts';
import type { BookingStore } from './booking.store.ts';
import type { PlanningMirrors } from './planning.mirrors.ts';
import { breathe } from './slices.ts';
import type { LinkHoldsOn } from './slot.dates.rules.ts';
import {
  type DatedHold,
  holdDated,
  type SlotGround,
  slotGround,
  type TermCalendar,
} from './slot.ground.rules.ts';

/** Where a slot belongs, and what the asker is to it. */
export function scopeOfSlot({ snapshot, actor }: DirectoryView, slot: SlotFields): Scope {
  const receiving = [...new Set(slot.rooms.map((room) => room.schoolId))];
  const relations: Relation[] = [];
  if (actor.personId === slot.lecturerId) relations.push('lecturer');
  if (actor.schoolId === slot.leadingSchoolId) relations.push('leadingSchool');
  if (actor.schoolId !== null && receiving.includes(actor.schoolId)) relations.push('receivingSchool');
  return { paths: [slot.leadingSchoolId, ...receiving].map(snapshot.pathOf), relations };
}

/** What is said of a slot that is in somebody's way: nothing but that it is there, to whoever may not see it. */
export function labelOfSlot(view: DirectoryView, slot: SlotFields): string {
  if (!view.may('slot.list', scopeOfSlot(view, slot))) return '';
  const school = view.snapshot.schools.get(slot.leadingSchoolId)?.fields.name ?? '';
  return [slot.subject, slot.grade, school].filter((each) => each !== '').join(' ');
}

export type GroundWish = {
  readonly view: DirectoryView;
  readonly termId: TermId;
  /** First day of which anything is asked; today when not given. */
  readonly from?: LocalDate;
};

/** What a term's slots are held against; null for a term that is not in the register. The mirrors must be fresh. */
export function groundOf(mirrors: PlanningMirrors, { view, termId, from }: GroundWish): SlotGround | null {
  const date = mirrors.date();
  const calendar = calendarOf(mirrors, termId, from ?? date);
  return (
    calendar &&
    slotGround({
      snapshot: view.snapshot,
      termId,
      calendar,
      slots: mirrors.slots.inForce({ date }).values(),
      ahead: slotsAhead(mirrors).filter((each) => each.validFrom > date),
      terms: mirrors.terms.inForce({ date }).values(),
      labelOf: (slot) => labelOfSlot(view, slot.fields),
    })
  );
}

type Kept = { readonly of: readonly object[]; readonly calendar: TermCalendar };
const kept = new WeakMap<object, Map<string, Kept>>();

/** Reads a term's days and its schools' bells once, until one of the registers changes. */
export function calendarOf(mirrors: PlanningMirrors, termId: TermId, from: LocalDate): TermCalendar | null {
  const date = mirrors.date();
  const term = mirrors.terms.inForce({ date }).get(termId);
  if (term === undefined) return null;
  const bells = mirrors.bells.inForce({ date });
  const links = mirrors.links.inForce({ date });
  const known = kept.get(bells) ?? new Map<string, Kept>();
  kept.set(bells, known);
  const found = known.get(`${termId} ${from}`);
  if (found?.of[0] === term && found.of[1] === links) return found.calendar;
  const days = teachingDays(term.fields, from);
  const ringings = ringingsOf(bells.values(), days);
  const calendar = { term: term.fields, days, ringings, links, holds: heldLinks(mirrors) };
  known.set(`${termId} ${from}`, { of: [term, links], calendar });
  return calendar;
}

/** The slots of today, and the versions of theirs that were entered ahead. */
export function slotsAhead({ slots, ...mirrors }: PlanningMirrors) {
  const date = mirrors.date();
  const now = [...slots.inForce({ date }).values()];
  const ids = new Set([...now, ...slots.inForce({ date: FAR_AHEAD }).values()].map((each) => each.id));
  const later = [...ids].flatMap((id) => slots.versions(id).filter((each) => each.validFrom > date));
  return [...now, ...later.filter((each) => !each.closed)];
}

const FAR_AHEAD = localDate.parse('9999-12-31');

/** By the version that a link has on the day that is asked about: an end that is entered ahead counts from its day on. */
function heldLinks({ links }: PlanningMirrors): LinkHoldsOn {
  return (id, date) => {
    const version = versionInForce(links.versions(id), { date });
    return version !== null && linkHolds(version.fields, date);
  };
}

const WEEK_MS = 7 * 24 * 60 * MINUTE_MS;

/**
 * Adds what lessons hold that have no slot, or were moved away from theirs. Reads a week at a time, and lets others do something in between.
 */
export async function addLessons(
  ground: SlotGround,
  bookings: Pick<BookingStore, 'heldFrom'>,
  zone: Zone,
): Promise<void> {
  const [first, last] = [ground.days.at(0)?.date, ground.days.at(-1)?.date];
  if (first === undefined || last === undefined) return;
  const clocks = new Map<number, ReturnType<typeof wallClock>>();
  const clockOf = (atMs: number) => {
    const clock = clocks.get(atMs) ?? wallClock(atMs, zone);
    clocks.set(atMs, clock);
    return clock;
  };
  const endMs = Date.parse(`${last}T23:59:59Z`) + WEEK_MS / 7;
  for (let fromMs = Date.parse(`${first}T00:00:00Z`) - WEEK_MS / 7; fromMs < endMs; fromMs += WEEK_MS) {
    const held = await bookings.heldFrom(fromMs, fromMs + WEEK_MS);
    await breathe();
    holdDated(
      ground,
      held.map(({ resourceId, startAtMs, endAtMs, lessonId }): DatedHold => {
        const { date, minute } = clockOf(startAtMs);
        const durationMinutes = (endAtMs - startAtMs) / MINUTE_MS;
        return {
          by: lessonId,
          label: date,
          date,
          startMinute: minute,
          durationMinutes,
          resourceIds: [resourceId],
        };
      }),
    );
  }
}
