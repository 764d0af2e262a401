import type { LinkId } from '../../shared/kernel/ids.ts';
import type { LocalDate } from '../../shared/kernel/time.ts';
import { datesOfSlot, type SlotFields, type SlotRoom } from '../../shared/slot.ts';
import type { TeachingDay } from '../../shared/term.ts';

/** Whether a link binds its schools on a day, by what its register says of that day. */
export type LinkHoldsOn = (linkId: LinkId, date: LocalDate) => boolean;

export type SlotCalendar = {
  readonly days: readonly TeachingDay[];
  readonly holds: LinkHoldsOn;
};

/** The dated lessons of a slot: each of its dates on which a link holds, with the rooms whose link holds then. */
export function lessonDates(
  slot: SlotFields,
  { days, holds }: SlotCalendar,
): { readonly date: LocalDate; readonly rooms: readonly SlotRoom[] }[] {
  return datesOfSlot(days, slot).flatMap((date) => {
    const rooms = slot.rooms.filter((room) => holds(room.linkId, date));
    return rooms.length === 0 ? [] : [{ date, rooms }];
  });
}
