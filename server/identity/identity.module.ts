import { randomBytes } from 'node:crypto';
import { createTryLimiter } from '../platform/limiter.ts';
import type { Authenticate, Database } from '../platform/ports.ts';
import type { RandomBytes } from '../platform/tokens.ts';
import { createPasswords, type Passwords } from './identity.password.ts';
import { identityRoutes, LOGIN_COOKIE } from './identity.routes.ts';
import { createIdentityService, type IdentityServiceDeps } from './identity.service.ts';
import { createSetup, type SetupDeps } from './identity.setup.ts';
import { createIdentityStore } from './identity.store.ts';
import type { Actor } from './identity.types.ts';

export type IdentityDeps = Pick<IdentityServiceDeps, 'clock' | 'newId' | 'personOf' | 'closeConnections'> &
  Pick<SetupDeps, 'registerFirstAdmin'> & {
    readonly database: Database;
    readonly passwords?: Passwords;
    readonly random?: RandomBytes;
  };

/** Who somebody is: sign-in, sign-out, the first administrator. What they may do is `permit`'s. `identityMigrations` make its tables. */
export function createIdentity(deps: IdentityDeps) {
  const store = createIdentityStore(deps.database);
  const tries = createTryLimiter({ clock: deps.clock });
  const random = deps.random ?? randomBytes;
  const passwords = deps.passwords ?? createPasswords();
  const service = createIdentityService({ ...deps, store, tries, random, passwords });
  const setup = createSetup({ ...deps, store, service, tries, random });
  const behind =
    (touch: boolean) =>
    (cookies: Parameters<Authenticate<Actor>>[0]): Promise<Actor | null> =>
      service.personBehind(cookies[LOGIN_COOKIE], touch);
  return {
    service,
    setup,
    routes: identityRoutes(service, setup),
    /** The person whose login a browser holds, or null. */
    authenticate: behind(true),
    /** The same for looking after open connections: it does not keep a login alive. */
    reauthenticate: behind(false),
  };
}

export type Identity = ReturnType<typeof createIdentity>;
