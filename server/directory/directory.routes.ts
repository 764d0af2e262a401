import { personId } from '../../shared/kernel/ids.ts';
import { ok } from '../../shared/kernel/result.ts';
import type { Actor } from '../identity/identity.types.ts';
import type { NewId, RouteHandlers } from '../platform/ports.ts';
import type { directoryRegistries } from './directory.registries.ts';
import type { CreateLogin } from './directory.service.ts';
import { createRegistry, type RegistryDeps } from './registry.ts';
import type { RegistryRoutes } from './registry.types.ts';

export type DirectoryRoutes = RegistryRoutes<'region' | 'school' | 'room' | 'class' | 'subject' | 'person'> &
  Pick<RouteHandlers<Actor>, 'person.add'>;

type Deps = RegistryDeps & {
  readonly specs: ReturnType<typeof directoryRegistries>;
  readonly createLogin: CreateLogin;
  readonly newId: NewId;
};

export function directoryRoutes(deps: Deps): DirectoryRoutes {
  const { specs, createLogin, newId } = deps;
  const people = createRegistry(deps, specs.people);
  return {
    ...createRegistry(deps, specs.regions).routes,
    ...createRegistry(deps, specs.schools).routes,
    ...createRegistry(deps, specs.rooms).routes,
    ...createRegistry(deps, specs.classes).routes,
    ...createRegistry(deps, specs.subjects).routes,
    ...people.routes,
    'person.add': ({ actor }, { login, ...fields }) =>
      people.add(actor, fields, async () => {
        const id = personId.parse(newId());
        // The sign-in comes first: its name may be taken, and then there must be no person without one.
        const made = login ? await createLogin(id, login.loginName, login.password) : ok();
        return made.ok ? ok(id) : made;
      }),
  };
}
