import type { DayPart } from '../../shared/bell.ts';
import type { SlotFields } from '../../shared/slot.ts';
import type { Weekday, WeekParity } from '../../shared/term.ts';

/** A place in the week of a term. */
export type WeekPart = DayPart & { readonly weekday: Weekday; readonly weeks: WeekParity };

/** Something that is held at a place in the week. `by` is the slot or lesson that holds it. */
export type Hold = WeekPart & { readonly by: string; readonly label: string };

/** Who and what is busy when, in an ordinary week. Rooms, people and classes have ids that differ from each other's. */
export type Week = {
  take(resourceIds: readonly string[], hold: Hold): void;
  release(resourceIds: readonly string[], by: string): void;
  /** What holds it at that place already, apart from `except`. */
  holder(resourceId: string, at: WeekPart, except?: string): Hold | null;
  /** How many places it is held at on a weekday. */
  countOn(resourceId: string, weekday: Weekday): number;
};

export function createWeek(): Week {
  const kept = new Map<string, Hold[]>();
  const keyOf = (resourceId: string, weekday: Weekday) => `${weekday}${resourceId}`;
  return {
    take(resourceIds, hold) {
      for (const id of resourceIds) {
        const key = keyOf(id, hold.weekday);
        const held = kept.get(key);
        if (held === undefined) kept.set(key, [hold]);
        else held.push(hold);
      }
    },
    release(resourceIds, by) {
      for (const id of resourceIds)
        for (const weekday of weekdays) {
          const key = keyOf(id, weekday);
          const held = kept.get(key);
          if (held !== undefined)
            kept.set(
              key,
              held.filter((each) => each.by !== by),
            );
        }
    },
    holder: (resourceId, at, except) =>
      kept.get(keyOf(resourceId, at.weekday))?.find((each) => each.by !== except && meet(each, at)) ?? null,
    countOn: (resourceId, weekday) => kept.get(keyOf(resourceId, weekday))?.length ?? 0,
  };
}

const weekdays = [1, 2, 3, 4, 5, 6, 7] as const;

/** Whether two places in the week share a minute in some week. */
export function meet(a: WeekPart, b: WeekPart): boolean {
  return (
    a.weekday === b.weekday &&
    a.startMinute < b.startMinute + b.durationMinutes &&
    b.startMinute < a.startMinute + a.durationMinutes &&
    (a.weeks === 'every' || b.weeks === 'every' || a.weeks === b.weeks)
  );
}

/** Who has to be there; whoever was recorded may teach somebody else meanwhile. */
export const busyLecturer = ({
  lecturerId,
  plays,
}: Pick<SlotFields, 'lecturerId' | 'plays'>): SlotFields['lecturerId'] | null =>
  plays === undefined ? lecturerId : null;

/** The rooms, people and classes that a slot holds. */
export function resourcesOf(slot: SlotFields): string[] {
  const { lectureRoomId, leadingClassId, rooms } = slot;
  const all = [
    busyLecturer(slot),
    lectureRoomId,
    leadingClassId,
    ...rooms.flatMap((room) => [room.roomId, room.classId]),
  ];
  return [...new Set(all.filter((each) => each !== null))];
}

/** How much of a period a week a slot is, in halves: one that is held every other week counts half. */
export const halvesOf = ({ weeks }: Pick<SlotFields, 'weeks'>): number => (weeks === 'every' ? 2 : 1);
