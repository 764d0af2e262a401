import type { PersonId } from '../../shared/kernel/ids.ts';
import { fail, type Result } from '../../shared/kernel/result.ts';
import type { RouteBody } from '../../shared/wire/routes.ts';
import type { TryLimiter } from '../platform/limiter.ts';
import type { Clock } from '../platform/ports.ts';
import { hashToken, isToken, newToken, type RandomBytes } from '../platform/tokens.ts';
import type { IdentityService, SignedIn } from './identity.service.ts';
import type { IdentityStore } from './identity.store.ts';

export type SetupDeps = {
  readonly store: IdentityStore;
  readonly service: IdentityService;
  readonly tries: TryLimiter;
  readonly clock: Clock;
  readonly random: RandomBytes;
  /** Makes the root region and the person who administers it; may be called again after it failed. */
  readonly registerFirstAdmin: (office: {
    readonly officeName: string;
    readonly name: string;
  }) => Promise<PersonId>;
};

/** The way in for the first administrator: a link that works once, as long as nobody can sign in. */
export interface Setup {
  isOpen(): Promise<boolean>;
  /**
   * A new link, of which earlier ones end; null when somebody can sign in already. The token stands in the fragment, which no browser
   * sends on and no proxy logs.
   */
  newLink(publicUrl: string): Promise<string | null>;
  /** CODE_INVALID, whether the token is wrong, used or late; TOO_MANY_TRIES {minutes}. */
  create(
    wish: RouteBody<'setup.create'>,
    from: { readonly address: string; readonly browser?: string },
  ): Promise<Result<SignedIn>>;
}

export function createSetup(deps: SetupDeps): Setup {
  const { store, clock } = deps;
  const isOpen = async () => !(await store.hasCredentials());
  return {
    isOpen,
    async newLink(publicUrl) {
      if (!(await isOpen())) return null;
      const token = newToken(deps.random);
      await store.putSetupLink(hashToken(token), clock.nowMs());
      return `${publicUrl}/setup#token=${token}`;
    },
    async create(wish, { address, browser }) {
      const keys = [`setup ${address}`];
      const tries = deps.tries.take(keys);
      if (!tries.ok) return fail('TOO_MANY_TRIES', { minutes: Math.ceil(tries.waitMs / 60_000) });
      if (!isToken(wish.token) || !(await isOpen())) return fail('CODE_INVALID');
      const tokenHash = hashToken(wish.token);
      if (!(await store.claimSetupLink(tokenHash, clock.nowMs()))) return fail('CODE_INVALID');
      deps.tries.giveBack(keys);
      try {
        const personId = await deps.registerFirstAdmin({ officeName: wish.officeName, name: wish.name });
        const made = await deps.service.createLogin(personId, wish.loginName, wish.password);
        return made.ok ? await deps.service.begin(personId, browser) : made;
      } finally {
        // Whatever went wrong, the link works until somebody can sign in.
        if (await isOpen()) await store.releaseSetupLink(tokenHash);
      }
    },
  };
}
