import type { Actor } from '../identity/identity.types.ts';
import type { RouteHandlers } from '../platform/ports.ts';
import type { LessonService } from './lesson.service.ts';
import type { PlanningService } from './planning.service.ts';

export type PlanningRoutes = Pick<
  RouteHandlers<Actor>,
  'need.list' | 'need.add' | 'link.list' | 'link.add' | 'lesson.plan' | 'lesson.improvise'
>;

export function planningRoutes(planning: PlanningService, lessons: LessonService): PlanningRoutes {
  return {
    'need.list': ({ actor }) => planning.needs(actor),
    'need.add': ({ actor }, body) => planning.addNeed(actor, body),
    'link.list': ({ actor }) => planning.links(actor),
    'link.add': ({ actor }, body) => planning.addLink(actor, body),
    'lesson.plan': ({ actor }, body) => lessons.plan(actor, body),
    'lesson.improvise': ({ actor }, body) => lessons.improvise(actor, body),
  };
}
