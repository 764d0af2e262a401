import { createRegistry, type RegistryDeps } from '../directory/registry.ts';
import type { RegistryRoutes } from '../directory/registry.types.ts';
import type { Actor } from '../identity/identity.types.ts';
import type { RouteHandlers } from '../platform/ports.ts';
import { answerLink } from './link.service.ts';
import { readOffering } from './offering.service.ts';
import type { PlanningMirrors } from './planning.mirrors.ts';
import type { planningRegistries } from './planning.registries.ts';
import type { PlanningStore } from './planning.store.ts';
import type { LessonsFollow } from './slot.following.ts';

export type PlanningRoutes = RegistryRoutes<'need' | 'link' | 'localTeaching'> &
  Pick<RouteHandlers<Actor>, 'link.answer' | 'offering.read'>;

type Deps = {
  readonly registry: RegistryDeps;
  readonly specs: ReturnType<typeof planningRegistries>;
  readonly store: PlanningStore;
  readonly mirrors: PlanningMirrors;
  readonly follow: Pick<LessonsFollow, 'links' | 'inTurn'>;
};

export function planningRoutes({ registry, specs, store, mirrors, follow }: Deps): PlanningRoutes {
  return {
    ...createRegistry(registry, specs.needs).routes,
    ...createRegistry(registry, specs.links).routes,
    ...createRegistry(registry, specs.localTeaching).routes,
    'link.answer': ({ actor }, body) => answerLink({ registry, store, mirrors, follow }, actor, body),
    'offering.read': ({ actor }, body) => readOffering({ look: registry.look, mirrors }, actor, body),
  };
}
