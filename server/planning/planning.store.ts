import {
  type LessonId,
  type LinkId,
  lessonId,
  linkId,
  type NeedId,
  needId,
} from '../../shared/kernel/ids.ts';
import { type LessonFields, lessonFields } from '../../shared/lesson.ts';
import { type LinkFields, linkFields } from '../../shared/link.ts';
import { type NeedFields, needFields } from '../../shared/need.ts';
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

export const lessonsSpec: RegisterSpec<LessonId, LessonFields, LessonColumn, 'room'> = {
  table: 'lesson',
  id: lessonId,
  fields: lessonFields,
  columns: {
    local_date: { type: 'text', of: (lesson) => lesson.localDate },
    planned_start_at_ms: { type: 'bigint', of: (lesson) => lesson.plannedStartAtMs },
    session_id: { type: 'text', unique: true, of: (lesson) => lesson.sessionId },
  },
  sets: { room: (lesson) => lesson.rooms.map((room) => room.roomId) },
};

export type PlanningStore = {
  readonly needs: Register<NeedId, NeedFields, 'school_id', never>;
  readonly links: Register<LinkId, LinkFields, 'from_school_id' | 'to_school_id', never>;
  readonly lessons: Register<LessonId, LessonFields, LessonColumn, 'room'>;
};

export function createPlanningStore(deps: RegisterDeps): PlanningStore {
  return {
    needs: createRegister(deps, needsSpec),
    links: createRegister(deps, linksSpec),
    lessons: createRegister(deps, lessonsSpec),
  };
}
