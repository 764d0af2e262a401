import { invitationId, type PersonId } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import type { RouteAnswer, RouteBody } from '../../shared/wire/routes.ts';
import type { TryLimiter } from '../platform/limiter.ts';
import type { Clock, NewId } from '../platform/ports.ts';
import { hashToken, isToken, newToken, type RandomBytes } from '../platform/tokens.ts';
import type { Passwords } from './identity.password.ts';
import type { Reach, Standing, StandingOf } from './identity.reach.ts';
import type { IdentityService, SignedIn } from './identity.service.ts';
import type { IdentityStore } from './identity.store.ts';
import type { Actor } from './identity.types.ts';
import type { InvitationStore } from './invitation.store.ts';
import type { LoginService } from './login.service.ts';

export const INVITATION_LIFE_MS = 7 * 24 * 3_600_000;

export type InvitationServiceDeps = {
  readonly store: IdentityStore;
  readonly invitations: InvitationStore;
  readonly reach: Reach;
  readonly standingOf: StandingOf;
  readonly service: Pick<IdentityService, 'begin'>;
  readonly logins: Pick<LoginService, 'closeAll'>;
  readonly passwords: Passwords;
  readonly tries: TryLimiter;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly random: RandomBytes;
  /** Without a slash at the end; null when only the page knows at which address it was opened. */
  readonly publicUrl: string | null;
};

type From = { readonly address: string; readonly browser?: string };

/** A link by which somebody chooses their sign-in, or, having one, a new password. */
export interface InvitationService {
  /** An earlier one of the same person ends. Nobody makes one for themselves: that would spare them their own password. */
  create(actor: Actor, personId: PersonId): Promise<Result<RouteAnswer<'invitation.create'>>>;
  /** CODE_INVALID for whatever is no link any more, TOO_MANY_TRIES {minutes}. */
  open(token: string, from: From): Promise<Result<RouteAnswer<'invitation.open'>>>;
  /** As `open`; INVALID_VALUE {loginName} for a taken name, or another one than they have. */
  accept(body: RouteBody<'invitation.accept'>, from: From): Promise<Result<SignedIn>>;
}

export function createInvitationService(deps: InvitationServiceDeps): InvitationService {
  const { store, invitations, reach, clock } = deps;

  /** Counts tries of an address: a link that is none costs one. The link is worth what its maker may do today. */
  async function behind(token: string, { address }: From): Promise<Result<Standing>> {
    const keys = [`invitation ${address}`];
    const tries = deps.tries.take(keys);
    if (!tries.ok) return fail('TOO_MANY_TRIES', { minutes: Math.ceil(tries.waitMs / 60_000) });
    const invitation = isToken(token) ? await invitations.byToken(hashToken(token)) : null;
    if (invitation === null || invitation.expiresAtMs <= clock.nowMs()) return fail('CODE_INVALID');
    const { personId, madeBy } = invitation;
    const standing = await deps.standingOf(personId);
    if (standing === null || !(await reach.still(madeBy, 'invitation.create', personId)))
      return fail('CODE_INVALID');
    deps.tries.giveBack(keys);
    return ok(standing);
  }

  return {
    async create(actor, personId) {
      const standing = await reach.of(actor, 'invitation.create', personId);
      if (!standing.ok) return standing;
      if (actor.kind !== 'person') return fail('UNAUTHENTICATED');
      const token = newToken(deps.random);
      const madeAtMs = clock.nowMs();
      const id = invitationId.parse(deps.newId());
      const expiresAtMs = madeAtMs + INVITATION_LIFE_MS;
      await invitations.put(hashToken(token), {
        id,
        personId,
        madeBy: actor.personId,
        madeAtMs,
        expiresAtMs,
      });
      return ok({ id, address: `${deps.publicUrl ?? ''}/invitation#token=${token}`, expiresAtMs });
    },
    async open(token, from) {
      const found = await behind(token, from);
      if (!found.ok) return found;
      const { me } = found.value;
      const credential = await store.credentialOfPerson(me.personId);
      return ok({
        name: me.name,
        schoolName: me.school?.name ?? '',
        loginName: credential?.loginName ?? null,
      });
    },
    async accept({ token, loginName, password }, from) {
      const found = await behind(token, from);
      if (!found.ok) return found;
      const { personId } = found.value.me;
      const before = await store.credentialOfPerson(personId);
      if (before !== null && before.loginName !== loginName)
        return fail('INVALID_VALUE', { field: 'loginName', reason: 'mismatch' });
      const taken = await invitations.take(hashToken(token), {
        person_id: personId,
        login_name: loginName,
        password_hash: await deps.passwords.hash(password),
        made_at_ms: clock.nowMs(),
      });
      if (taken.state === 'gone') return fail('CODE_INVALID');
      if (taken.state === 'nameTaken') return fail('INVALID_VALUE', { field: 'loginName', reason: 'taken' });
      deps.logins.closeAll(taken.endedLogins);
      return deps.service.begin(personId, from.browser);
    },
  };
}
