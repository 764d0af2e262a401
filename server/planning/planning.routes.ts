import { createRegistry, type RegistryDeps } from '../directory/registry.ts';
import type { RegistryRoutes } from '../directory/registry.types.ts';
import type { Actor } from '../identity/identity.types.ts';
import type { RouteHandlers } from '../platform/ports.ts';
import type { LessonService } from './lesson.service.ts';
import type { planningRegistries } from './planning.registries.ts';

export type PlanningRoutes = RegistryRoutes<'need' | 'link' | 'localTeaching'> &
  Pick<RouteHandlers<Actor>, 'lesson.plan' | 'lesson.improvise'>;

type Deps = {
  readonly registry: RegistryDeps;
  readonly specs: ReturnType<typeof planningRegistries>;
  readonly lessons: LessonService;
};

export function planningRoutes({ registry, specs, lessons }: Deps): PlanningRoutes {
  return {
    ...createRegistry(registry, specs.needs).routes,
    ...createRegistry(registry, specs.links).routes,
    ...createRegistry(registry, specs.localTeaching).routes,
    'lesson.plan': ({ actor }, body) => lessons.plan(actor, body),
    'lesson.improvise': ({ actor }, body) => lessons.improvise(actor, body),
  };
}
