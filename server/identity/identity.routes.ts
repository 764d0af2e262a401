import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import type { Me } from '../../shared/person.ts';
import type { RouteContext, RouteHandlers } from '../platform/ports.ts';
import { type IdentityService, LOGIN_MAX_MS, type SignedIn } from './identity.service.ts';
import type { Setup } from './identity.setup.ts';
import type { Actor } from './identity.types.ts';

export const LOGIN_COOKIE = 'sanketang_login';

export type IdentityRoutes = Pick<
  RouteHandlers<Actor>,
  'setup.state' | 'setup.create' | 'login.create' | 'login.end' | 'login.read'
>;

export function identityRoutes(service: IdentityService, setup: Setup): IdentityRoutes {
  /** The login that this browser held before ends, or it would live on unseen. */
  const welcome = async (context: RouteContext<Actor>, signedIn: Result<SignedIn>): Promise<Result<Me>> => {
    if (!signedIn.ok) return signedIn;
    await service.signOut(context.cookies[LOGIN_COOKIE]);
    context.setCookie({ name: LOGIN_COOKIE, value: signedIn.value.token, maxAgeMs: LOGIN_MAX_MS });
    return ok(signedIn.value.me);
  };
  return {
    'setup.state': async () => ok({ open: await setup.isOpen() }),
    'setup.create': async (context, body) => welcome(context, await setup.create(body, context.address)),
    'login.create': async (context, body) =>
      welcome(context, await service.signIn({ ...body, address: context.address })),
    async 'login.end'(context) {
      await service.signOut(context.cookies[LOGIN_COOKIE]);
      context.setCookie({ name: LOGIN_COOKIE, value: '', maxAgeMs: 0 });
      return ok({});
    },
    'login.read': async ({ actor }) =>
      actor.kind === 'person' ? service.me(actor.personId) : fail('UNAUTHENTICATED'),
  };
}
