import type { OfficeProblem } from '../../shared/person.ts';
import { OFFICE_PATH } from '../../shared/person.ts';
import type { RedirectRoute } from '../platform/http-routes.ts';
import type { RouteContext } from '../platform/ports.ts';
import { agentOf } from './identity.agent.rules.ts';
import type { SignedIn } from './identity.service.ts';
import type { Actor } from './identity.types.ts';
import { OFFICE_CALLBACK, type OfficeService, TRIP_MS } from './office.service.ts';

const TRIP_COOKIE = 'sanketang_office';

/** The two addresses that a browser goes through on its way to the office's sign-in and back. */
export function officeRedirects(
  office: OfficeService,
  welcome: (context: RouteContext<Actor>, signedIn: SignedIn) => Promise<void>,
): RedirectRoute<Actor>[] {
  const back = (problem: OfficeProblem) => `/login?office=${problem}`;
  return [
    {
      name: 'office.begin',
      path: OFFICE_PATH,
      async handle(context, asked) {
        const begun = await office.begin(asked, context.address);
        if (!begun.ok) return back(begun.problem);
        context.setCookie({ name: TRIP_COOKIE, value: begun.cookie, maxAgeMs: TRIP_MS });
        return begun.address;
      },
    },
    {
      name: 'office.finish',
      path: OFFICE_CALLBACK,
      async handle(context, asked) {
        // Gone before anything is asked: one way out has one way back.
        context.setCookie({ name: TRIP_COOKIE, value: '', maxAgeMs: 0 });
        const finished = await office.finish(asked, {
          cookie: context.cookies[TRIP_COOKIE],
          address: context.address,
          browser: agentOf(context.userAgent ?? ''),
        });
        if (!finished.ok) return back(finished.problem);
        await welcome(context, finished.signedIn);
        return { to: finished.to, done: { personId: finished.signedIn.me.personId } };
      },
    },
  ];
}
