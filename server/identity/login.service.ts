import type { PersonId } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import type { RouteAnswer, RouteBody } from '../../shared/wire/routes.ts';
import type { TryLimiter } from '../platform/limiter.ts';
import type { Clock } from '../platform/ports.ts';
import type { Passwords } from './identity.password.ts';
import type { Reach } from './identity.reach.ts';
import type { IdentityStore } from './identity.store.ts';
import type { Actor } from './identity.types.ts';
import type { InvitationStore } from './invitation.store.ts';
import { isLive } from './login.rules.ts';

export type LoginServiceDeps = {
  readonly store: IdentityStore;
  readonly invitations: Pick<InvitationStore, 'end'>;
  readonly reach: Reach;
  readonly passwords: Passwords;
  readonly tries: TryLimiter;
  readonly clock: Clock;
  readonly closeConnections: (matches: (actor: Actor) => boolean) => void;
  /** Whether the office's own sign-in is set up. */
  readonly hasOffice: boolean;
};

type Done = Promise<Result<Record<string, never>>>;

/** What becomes of logins that are there already. */
export interface LoginService {
  list(actor: Actor, personId: PersonId): Promise<Result<RouteAnswer<'login.list'>>>;
  /** Ends one login, or all of them, and closes their sockets. The one that asks is not spared. */
  revoke(actor: Actor, body: RouteBody<'login.revoke'>): Done;
  /** WRONG_CREDENTIALS for a wrong current password, TOO_MANY_TRIES {minutes}. The login that asks stays, the others end. */
  changePassword(actor: Actor, body: RouteBody<'login.changePassword'>): Done;
  /** Somebody is no more: whatever they held ends, and does not come back with them. */
  endAll(personId: PersonId): Promise<void>;
  closeAll(loginIds: readonly string[]): void;
}

export function createLoginService(deps: LoginServiceDeps): LoginService {
  const { store, reach, clock } = deps;
  const closeAll = (loginIds: readonly string[]) => {
    const ended = new Set(loginIds);
    if (ended.size > 0) deps.closeConnections((actor) => actor.kind === 'person' && ended.has(actor.loginId));
  };
  return {
    closeAll,
    async list(actor, personId) {
      const standing = await reach.of(actor, 'login.list', personId);
      if (!standing.ok) return standing;
      const nowMs = clock.nowMs();
      const loginName = (await store.credentialOfPerson(personId))?.loginName ?? null;
      const current = actor.kind === 'person' ? actor.loginId : null;
      const logins = (await store.loginsOf(personId)).filter((login) => isLive(login, nowMs));
      return ok({
        loginName,
        office: deps.hasOffice && (loginName !== null || standing.value.staffCode !== ''),
        logins: logins.map(({ personId: _, ...login }) => ({ ...login, current: login.id === current })),
      });
    },
    async revoke(actor, { personId, id }) {
      const standing = await reach.of(actor, 'login.revoke', personId);
      if (!standing.ok) return standing;
      closeAll(await store.endLoginsOf(personId, { id }));
      return ok({});
    },
    async changePassword(actor, { current, password }) {
      if (actor.kind !== 'person') return fail('UNAUTHENTICATED');
      const { personId, loginId } = actor;
      const keys = [`password ${personId}`];
      const tries = deps.tries.take(keys);
      if (!tries.ok) return fail('TOO_MANY_TRIES', { minutes: Math.ceil(tries.waitMs / 60_000) });
      const credential = await store.credentialOfPerson(personId);
      if (!(await deps.passwords.verify(credential?.passwordHash ?? null, current)))
        return fail('WRONG_CREDENTIALS');
      deps.tries.giveBack(keys);
      const passwordHash = await deps.passwords.hash(password);
      closeAll(await store.changePassword(personId, { passwordHash, atMs: clock.nowMs(), keep: loginId }));
      return ok({});
    },
    async endAll(personId) {
      await deps.invitations.end(personId);
      closeAll(await store.endLoginsOf(personId));
    },
  };
}
