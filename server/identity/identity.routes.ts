import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import type { Me } from '../../shared/person.ts';
import type { RouteContext, RouteHandlers } from '../platform/ports.ts';
import { agentOf } from './identity.agent.rules.ts';
import type { IdentityService, SignedIn } from './identity.service.ts';
import type { Setup } from './identity.setup.ts';
import type { Actor } from './identity.types.ts';
import type { InvitationService } from './invitation.service.ts';
import { LOGIN_MAX_MS } from './login.rules.ts';
import type { LoginService } from './login.service.ts';

export const LOGIN_COOKIE = 'sanketang_login';

export type IdentityRoutes = Pick<
  RouteHandlers<Actor>,
  | 'setup.state'
  | 'setup.create'
  | 'login.create'
  | 'login.end'
  | 'login.read'
  | 'login.ways'
  | 'login.list'
  | 'login.revoke'
  | 'login.changePassword'
  | 'invitation.create'
  | 'invitation.open'
  | 'invitation.accept'
>;

type Deps = {
  readonly service: IdentityService;
  readonly setup: Setup;
  readonly logins: LoginService;
  readonly invitations: InvitationService;
  /** What the office calls its own sign-in, if it has one. */
  readonly officeName: string | null;
};

/** The login that this browser held before ends, or it would live on unseen. */
export async function welcome(
  service: Pick<IdentityService, 'signOut'>,
  context: RouteContext<Actor>,
  { token }: SignedIn,
): Promise<void> {
  await service.signOut(context.cookies[LOGIN_COOKIE]);
  context.setCookie({ name: LOGIN_COOKIE, value: token, maxAgeMs: LOGIN_MAX_MS });
}

export function identityRoutes({ service, setup, logins, invitations, officeName }: Deps): IdentityRoutes {
  const enter = async (context: RouteContext<Actor>, signedIn: Result<SignedIn>): Promise<Result<Me>> => {
    if (!signedIn.ok) return signedIn;
    await welcome(service, context, signedIn.value);
    return ok(signedIn.value.me);
  };
  const from = ({ address, userAgent }: RouteContext<Actor>) => ({
    address,
    browser: agentOf(userAgent ?? ''),
  });
  return {
    'setup.state': async () => ok({ open: await setup.isOpen() }),
    'setup.create': async (context, body) => enter(context, await setup.create(body, from(context))),
    'login.create': async (context, body) =>
      enter(context, await service.signIn({ ...body, ...from(context) })),
    async 'login.end'(context) {
      await service.signOut(context.cookies[LOGIN_COOKIE]);
      context.setCookie({ name: LOGIN_COOKIE, value: '', maxAgeMs: 0 });
      return ok({});
    },
    'login.read': async ({ actor }) =>
      actor.kind === 'person' ? service.me(actor.personId) : fail('UNAUTHENTICATED'),
    'login.ways': async () => ok({ office: officeName === null ? null : { name: officeName } }),
    'login.list': ({ actor }, { personId }) => logins.list(actor, personId),
    'login.revoke': ({ actor }, body) => logins.revoke(actor, body),
    'login.changePassword': ({ actor }, body) => logins.changePassword(actor, body),
    'invitation.create': ({ actor }, { personId }) => invitations.create(actor, personId),
    'invitation.open': (context, { token }) => invitations.open(token, from(context)),
    'invitation.accept': async (context, body) =>
      enter(context, await invitations.accept(body, from(context))),
  };
}
