import { randomBytes } from 'node:crypto';
import type { PersonId } from '../../shared/kernel/ids.ts';
import type { RedirectRoute } from '../platform/http-routes.ts';
import { createTryLimiter } from '../platform/limiter.ts';
import type { Authenticate, Database, Log } from '../platform/ports.ts';
import type { RandomBytes } from '../platform/tokens.ts';
import { createPasswords, type Passwords } from './identity.password.ts';
import { createReach, type StandingOf } from './identity.reach.ts';
import { identityRoutes, LOGIN_COOKIE, welcome } from './identity.routes.ts';
import { createIdentityService, type IdentityServiceDeps } from './identity.service.ts';
import { createSetup, type SetupDeps } from './identity.setup.ts';
import { createIdentityStore } from './identity.store.ts';
import type { Actor } from './identity.types.ts';
import { createInvitationService } from './invitation.service.ts';
import { createInvitationStore } from './invitation.store.ts';
import { createLoginService } from './login.service.ts';
import { createOfficeProvider } from './office.provider.ts';
import { officeRedirects } from './office.routes.ts';
import { createOfficeService, type OfficeServiceDeps } from './office.service.ts';
import type { OfficeSettings } from './office.types.ts';

export type IdentityDeps = Pick<
  IdentityServiceDeps,
  'clock' | 'newId' | 'personOf' | 'closeConnections' | 'signInRefused'
> &
  Pick<SetupDeps, 'registerFirstAdmin'> &
  Pick<OfficeServiceDeps, 'ownOrigin' | 'peopleByStaffCode'> & {
    readonly database: Database;
    readonly log: Log;
    readonly standingOf: StandingOf;
    /** Asks again who these people's open connections are, and cuts off whoever is somebody else by now. */
    readonly recheck: (people: ReadonlySet<PersonId>) => Promise<void>;
    readonly publicUrl: string | null;
    /** The office's own sign-in, if there is one. */
    readonly office: OfficeSettings | null;
    readonly passwords?: Passwords;
    readonly random?: RandomBytes;
  };

/** Who somebody is: sign-in, sign-out, the first administrator. What they may do is `permit`'s. `identityMigrations` make its tables. */
export function createIdentity(deps: IdentityDeps) {
  const store = createIdentityStore(deps.database);
  const invitationStore = createInvitationStore(deps.database);
  const tries = createTryLimiter({ clock: deps.clock, log: deps.log });
  const random = deps.random ?? randomBytes;
  const passwords = deps.passwords ?? createPasswords();
  const reach = createReach(deps.standingOf);
  const common = { ...deps, store, tries, random, passwords, reach };
  const service = createIdentityService(common);
  const setup = createSetup({ ...common, service });
  const logins = createLoginService({
    ...common,
    invitations: invitationStore,
    hasOffice: deps.office !== null,
  });
  const invitations = createInvitationService({ ...common, service, logins, invitations: invitationStore });
  const behind =
    (touch: boolean) =>
    (cookies: Parameters<Authenticate<Actor>>[0]): Promise<Actor | null> =>
      service.personBehind(cookies[LOGIN_COOKIE], touch);
  return {
    service,
    setup,
    routes: identityRoutes({ service, setup, logins, invitations, officeName: deps.office?.name ?? null }),
    redirects: redirectsOf(),
    /** The person whose login a browser holds, or null. */
    authenticate: behind(true),
    /** The same for looking after open connections: it does not keep a login alive. */
    reauthenticate: behind(false),
    /** The register of people has changed: who is no more loses their sign-ins, who is less than before their open connections. */
    async personChanged(personIds: readonly PersonId[]): Promise<void> {
      for (const personId of personIds)
        if ((await deps.personOf(personId)) === null) await logins.endAll(personId);
      await deps.recheck(new Set(personIds));
    },
    async prune(): Promise<void> {
      await service.prune();
      await invitationStore.endExpired(deps.clock.nowMs());
    },
  };

  function redirectsOf(): RedirectRoute<Actor>[] {
    if (deps.office === null) return [];
    const provider = createOfficeProvider(deps.office, deps.log);
    const office = createOfficeService({ ...common, service, provider });
    return officeRedirects(office, (context, signedIn) => welcome(service, context, signedIn));
  }
}

export type Identity = ReturnType<typeof createIdentity>;
