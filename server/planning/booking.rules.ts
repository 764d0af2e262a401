import type { LessonId } from '../../shared/kernel/ids.ts';
import { type LessonFields, plannedEndAtMs } from '../../shared/lesson.ts';
import { policyFor } from '../../shared/session/session.policy.ts';

/** Something that can be at one place at a time. */
export type Resource = 'room' | 'person' | 'class';

/** A lesson holds a room, a person or a class from its planned start to its planned end, the end not included. */
export type Booking = {
  readonly resource: Resource;
  readonly resourceId: string;
  readonly startAtMs: number;
  readonly endAtMs: number;
  readonly lessonId: LessonId;
};

/** What was wished for, and what holds it already. */
export type Clash = { readonly wanted: Booking; readonly held: Booking };

type Bookable = { readonly id: LessonId; readonly fields: LessonFields };

/** Whoever watches 观摩 may do something else at that hour; whoever speaks in a seminar 研讨 may not. */
const busyMembers = ({ kind, mode, memberIds }: LessonFields): readonly string[] =>
  policyFor(kind, mode)?.memberPart === 'member' ? memberIds : [];

/** Everything that a lesson holds; nothing for a cancelled one. */
export function bookingsOf({ id, fields }: Bookable): Booking[] {
  if (fields.cancelled !== null) return [];
  const held: readonly (readonly [Resource, readonly (string | null | undefined)[]])[] = [
    ['room', [fields.lectureRoomId, ...fields.rooms.map((room) => room.roomId)]],
    // Whoever was recorded may teach somebody else meanwhile.
    ['person', fields.plays === undefined ? [fields.lecturerId, ...busyMembers(fields)] : []],
    ['class', [fields.leadingClass?.classId, ...fields.rooms.map((room) => room.classId)]],
  ];
  const at = { startAtMs: fields.plannedStartAtMs, endAtMs: plannedEndAtMs(fields), lessonId: id };
  return held.flatMap(([resource, ids]) =>
    [...new Set(ids)].flatMap((resourceId) =>
      resourceId === null || resourceId === undefined ? [] : [{ resource, resourceId, ...at }],
    ),
  );
}

const keyOf = ({ resource, resourceId }: Booking) => `${resource} ${resourceId}`;

/**
 * The first clash by start among what is wished for, and between it and what is held; null when everything fits. What is held must not clash
 * with itself.
 */
export function findClash(wanted: readonly Booking[], held: readonly Booking[]): Clash | null {
  let first: Clash | null = null;
  sweep(wanted, held, (clash) => {
    if (first === null || clash.wanted.startAtMs < first.wanted.startAtMs) first = clash;
    return false;
  });
  return first;
}

/** As many of the wishes as fit beside what is held and beside each other; of two the earlier one. */
export function freeOf(wanted: readonly Booking[], held: readonly Booking[]): Booking[] {
  const refused = new Set<Booking>();
  sweep(wanted, held, ({ wanted: late }) => {
    refused.add(late);
    return true;
  });
  return wanted.filter((each) => !refused.has(each));
}

/** Meets every clash; an answer of true takes the wish out. */
function sweep(wanted: readonly Booking[], held: readonly Booking[], meet: (clash: Clash) => boolean): void {
  const wishes = new Set(wanted);
  // Of two that begin together the held one comes first.
  const byKey = Map.groupBy([...held, ...wanted], keyOf);
  for (const all of byKey.values()) {
    let last: Booking | null = null;
    for (const each of all.toSorted((a, b) => a.startAtMs - b.startAtMs)) {
      if (last === null || last.endAtMs <= each.startAtMs) last = each;
      else {
        const [late, early]: [Booking, Booking] = wishes.has(each) ? [each, last] : [last, each];
        const out = wishes.has(late) && meet({ wanted: late, held: early });
        if ((out && late === last) || (!out && each.endAtMs > last.endAtMs)) last = each;
      }
    }
  }
}
