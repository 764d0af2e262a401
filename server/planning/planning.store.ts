import { type BellFields, bellFields } from '../../shared/bell.ts';
import { type ElsewhereFields, type ElsewhereInput, elsewhereFields } from '../../shared/elsewhere.ts';
import { type GroupFields, type GroupInput, groupFields } from '../../shared/group.ts';
import {
  type BellId,
  bellId,
  type ElsewhereId,
  elsewhereId,
  type GroupId,
  groupId,
  type LessonId,
  type LinkId,
  type LocalTeachingId,
  lessonId,
  linkId,
  localTeachingId,
  type NeedId,
  needId,
  type SlotId,
  slotId,
  type TermId,
  termId,
} from '../../shared/kernel/ids.ts';
import { type LessonFields, type LessonInput, lessonFields } from '../../shared/lesson.ts';
import { type LinkFields, type LinkInput, linkFields } from '../../shared/link.ts';
import { type LocalTeachingFields, localTeachingFields } from '../../shared/local-teaching.ts';
import { type NeedFields, type NeedInput, needFields } from '../../shared/need.ts';
import { type SlotFields, slotFields } from '../../shared/slot.ts';
import { type TermFields, termFields } from '../../shared/term.ts';
import type { JsonFields } from '../platform/register.rules.ts';
import { createRegister, type RegisterDeps } from '../platform/register.ts';
import type { Register, RegisterSpec } from '../platform/register.types.ts';

type LessonColumn = 'local_date' | 'planned_start_at_ms' | 'session_id';

export const needsSpec: RegisterSpec<NeedId, NeedFields, 'school_id', never> = {
  table: 'need',
  id: needId,
  fields: needFields,
  columns: { school_id: { type: 'text', of: (need) => need.schoolId } },
  sets: {},
};

export const linksSpec: RegisterSpec<LinkId, LinkFields, 'from_school_id' | 'to_school_id', never> = {
  table: 'link',
  id: linkId,
  fields: linkFields,
  columns: {
    from_school_id: { type: 'text', of: (link) => link.fromSchoolId },
    to_school_id: { type: 'text', of: (link) => link.toSchoolId },
  },
  sets: {},
};

export const lessonsSpec: RegisterSpec<LessonId, LessonFields, LessonColumn, 'room' | 'party' | 'plays'> = {
  table: 'lesson',
  id: lessonId,
  fields: lessonFields,
  columns: {
    local_date: { type: 'text', of: (lesson) => lesson.localDate },
    planned_start_at_ms: { type: 'bigint', of: (lesson) => lesson.plannedStartAtMs },
    session_id: { type: 'text', unique: true, of: (lesson) => lesson.sessionId },
  },
  sets: {
    /** Rooms that listen. */
    room: (lesson) => lesson.rooms.map((room) => room.roomId),
    /** Everybody and every place that takes part, of whom there are calendars. */
    party: ({ lecturerId, memberIds, lectureRoomId, leadingSchoolId, rooms }) => [
      ...[lecturerId, ...memberIds, leadingSchoolId],
      ...(lectureRoomId === null ? [] : [lectureRoomId]),
      ...rooms.flatMap((room) => [room.roomId, room.schoolId]),
    ],
    /** What its rooms play 录播. */
    plays: ({ plays }) => (plays === undefined ? [] : [plays]),
  },
};

/** Read whole into memory, so they need no columns of their own. */
const plain = <Id extends string, Fields extends JsonFields>(
  table: string,
  id: { parse(value: unknown): Id },
  fields: { parse(value: unknown): Fields },
) => ({ table, id, fields, columns: {}, sets: {} });

export const localTeachingSpec = plain<LocalTeachingId, LocalTeachingFields>(
  'local_teaching',
  localTeachingId,
  localTeachingFields,
);
export const termsSpec = plain<TermId, TermFields>('term', termId, termFields);
export const bellsSpec = plain<BellId, BellFields>('bell', bellId, bellFields);
export const slotsSpec = plain<SlotId, SlotFields>('slot', slotId, slotFields);

export const elsewhereSpec: RegisterSpec<ElsewhereId, ElsewhereFields, 'local_date', never> = {
  table: 'elsewhere_lesson',
  id: elsewhereId,
  fields: elsewhereFields,
  columns: { local_date: { type: 'text', of: ({ localDate }) => localDate } },
  sets: {},
};
export const groupsSpec = plain<GroupId, GroupFields>('teacher_group', groupId, groupFields);

export type PlanningStore = {
  readonly needs: Register<NeedId, NeedFields, 'school_id', never, NeedInput>;
  readonly links: Register<LinkId, LinkFields, 'from_school_id' | 'to_school_id', never, LinkInput>;
  readonly localTeaching: Register<LocalTeachingId, LocalTeachingFields, never, never>;
  readonly terms: Register<TermId, TermFields, never, never>;
  readonly bells: Register<BellId, BellFields, never, never>;
  readonly slots: Register<SlotId, SlotFields, never, never>;
  readonly elsewhere: Register<ElsewhereId, ElsewhereFields, 'local_date', never, ElsewhereInput>;
  readonly groups: Register<GroupId, GroupFields, never, never, GroupInput>;
  readonly lessons: Register<LessonId, LessonFields, LessonColumn, 'room', LessonInput>;
};

export function createPlanningStore(deps: RegisterDeps): PlanningStore {
  return {
    needs: createRegister(deps, needsSpec),
    links: createRegister(deps, linksSpec),
    localTeaching: createRegister(deps, localTeachingSpec),
    terms: createRegister(deps, termsSpec),
    bells: createRegister(deps, bellsSpec),
    slots: createRegister(deps, slotsSpec),
    elsewhere: createRegister(deps, elsewhereSpec),
    groups: createRegister(deps, groupsSpec),
    lessons: createRegister(deps, lessonsSpec),
  };
}
