import { z } from 'zod';
import { linkId, slotId } from './kernel/ids.ts';
import { slotFields } from './slot.ts';
import { weekday, weekParity } from './term.ts';

/** Listening rooms that one lecturer teaches at once: 3 is usual, up to 30 is comfortable. */
export const ROOMS_TOGETHER = { usual: 3, most: 30 } as const;

/** What stands in the way of a slot. `name` is the room, person, class or school; `busyWith` the lesson that holds it. */
export const slotClash = z.object({
  kind: z.enum([
    'lectureRoom',
    'listeningRoom',
    'lecturer',
    'listeningClass',
    'leadingClass',
    'bell',
    'term',
    'link',
    'linkPeriods',
  ]),
  name: z.string(),
  weekday,
  startMinute: z.int(),
  weeks: weekParity,
  busyWith: z.string(),
});
export type SlotClash = z.infer<typeof slotClash>;

/** A slot that is there already, with rooms that sit in from now on. `expectedVersion` is the newest that the planner knew. */
export const slotJoin = z.strictObject({ slotId, expectedVersion: z.int().min(1), fields: slotFields });
export type SlotJoin = z.infer<typeof slotJoin>;

/** Slots for the links asked about, and those for which there was no room, each with what stood in the way. */
export const plannerProposal = z.object({
  slots: z.array(slotFields),
  /** Lessons that are there already, and have room for some of the links. */
  joins: z.array(slotJoin),
  /** Dated lessons that these slots would make. */
  lessonCount: z.int(),
  unplaced: z.array(
    z.object({
      linkId,
      fromSchoolName: z.string(),
      toSchoolName: z.string(),
      subject: z.string(),
      grade: z.string(),
      missingPeriods: z.int(),
      /** The clashes met most often, at most ten. */
      clashes: z.array(slotClash),
    }),
  ),
});
export type PlannerProposal = z.infer<typeof plannerProposal>;
