import type { DayPart } from '../../shared/bell.ts';
import type { ClassId, LinkId, PersonId, RoomId, SchoolId, SlotId } from '../../shared/kernel/ids.ts';
import type { LinkFields } from '../../shared/link.ts';
import type { SlotFields, SlotRoom } from '../../shared/slot.ts';
import type { Weekday } from '../../shared/term.ts';
import type { SlotGround } from './slot.ground.rules.ts';

export type PlannerLink = { readonly id: LinkId; readonly fields: LinkFields };

export type PlannerSettings = {
  /** How much of a listening school's period must lie within the leading school's, 0..1. */
  readonly overlapRatio: number;
  /** Whether points of one leading school, subject and grade are taught together. */
  readonly together: boolean;
  /** How many listening rooms a lecturer teaches at once: 3 is usual, 30 still comfortable. */
  readonly roomsMost: number;
  /** Subjects that are best taught in the morning. */
  readonly mornings: readonly string[];
  /** Periods a week from which on another lecturer is looked for. */
  readonly lecturerPeriods: number;
};

export type PlannerInput = {
  readonly ground: SlotGround;
  /** The term's slots before anything is proposed, for who teaches what already. */
  readonly slots: readonly { readonly id: SlotId; readonly fields: SlotFields }[];
  /** Those of them that no later version changes; all when not given. */
  readonly settled?: ReadonlySet<SlotId>;
  readonly termId: SlotFields['termId'];
  readonly links: readonly PlannerLink[];
  /** The one class that a link's need is for; null is every class of the grade. */
  readonly classOfLink: ReadonlyMap<LinkId, ClassId>;
  readonly settings: PlannerSettings;
  /** What is said of a proposed slot that is in the way of another. */
  labelOf(slot: SlotFields): string;
};

/** A period of a leading school: where a slot may stand. */
export type Position = DayPart & {
  readonly weekday: Weekday;
  /** From 0, in the order of the day. */
  readonly order: number;
  readonly afternoon: boolean;
};

/** One class that listens, and the rooms in which it may sit, the best first. */
export type Seat = { readonly classId: ClassId | null; readonly roomIds: readonly RoomId[] };

/** A link that is being placed. */
export type Unit = {
  readonly link: PlannerLink;
  readonly seats: readonly Seat[];
  /** Half periods a week that are still to be placed. */
  halves: number;
  readonly weekdays: Set<Weekday>;
};

/** Links that are taught together. */
export type Group = {
  readonly leadingSchoolId: SchoolId;
  readonly subject: string;
  readonly grade: string;
  readonly units: readonly Unit[];
  /** Who taught the group first, and where: the same again where that goes. */
  lecturerId: PersonId | null;
  lectureRoomId: RoomId | null;
};

export type Placed = {
  readonly id: string;
  readonly fields: SlotFields;
  readonly group: Group;
  readonly units: readonly Unit[];
};

export type Attendance = {
  readonly unit: Unit;
  readonly rooms: readonly SlotRoom[];
  readonly lostRatio: number;
};
