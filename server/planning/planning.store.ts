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
import type { Migration } from '../platform/ports.ts';
import { registerMigration } from '../platform/register.migration.ts';
import { createRegister, type RegisterDeps } from '../platform/register.ts';
import type { Register, RegisterSpec } from '../platform/register.types.ts';

type LessonColumn = 'local_date' | 'planned_start_at_ms' | 'session_id';

const needs: RegisterSpec<NeedId, NeedFields, 'school_id', never> = {
  table: 'need',
  id: needId,
  fields: needFields,
  columns: { school_id: { type: 'text', of: (need) => need.schoolId } },
  sets: {},
};

const links: RegisterSpec<LinkId, LinkFields, 'from_school_id' | 'to_school_id', never> = {
  table: 'link',
  id: linkId,
  fields: linkFields,
  columns: {
    from_school_id: { type: 'text', of: (link) => link.fromSchoolId },
    to_school_id: { type: 'text', of: (link) => link.toSchoolId },
  },
  sets: {},
};

const lessons: RegisterSpec<LessonId, LessonFields, LessonColumn, 'room'> = {
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

export const planningMigrations: readonly Migration[] = [
  registerMigration('planning-0001-need', needs),
  registerMigration('planning-0002-link', links),
  registerMigration('planning-0003-lesson', lessons),
];

export type PlanningStore = {
  readonly needs: Register<NeedId, NeedFields, 'school_id', never>;
  readonly links: Register<LinkId, LinkFields, 'from_school_id' | 'to_school_id', never>;
  readonly lessons: Register<LessonId, LessonFields, LessonColumn, 'room'>;
};

export function createPlanningStore(deps: RegisterDeps): PlanningStore {
  return {
    needs: createRegister(deps, needs),
    links: createRegister(deps, links),
    lessons: createRegister(deps, lessons),
  };
}
