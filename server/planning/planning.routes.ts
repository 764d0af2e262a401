import { createRegistry, type RegistryDeps } from '../directory/registry.ts';
import type { RegistryRoutes } from '../directory/registry.types.ts';
import type { planningRegistries } from './planning.registries.ts';

export type PlanningRoutes = RegistryRoutes<'need' | 'link' | 'localTeaching'>;

type Deps = {
  readonly registry: RegistryDeps;
  readonly specs: ReturnType<typeof planningRegistries>;
};

export function planningRoutes({ registry, specs }: Deps): PlanningRoutes {
  return {
    ...createRegistry(registry, specs.needs).routes,
    ...createRegistry(registry, specs.links).routes,
    ...createRegistry(registry, specs.localTeaching).routes,
  };
}
