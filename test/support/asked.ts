import type { Actor } from '../../server/identity/identity.types.ts';
import type { RouteContext, RouteHandlers } from '../../server/platform/ports.ts';
import { type RouteInput, type RouteName, routes } from '../../shared/wire/routes.ts';

type Asked<N extends RouteName> = {
  readonly [Each in N]: (
    context: RouteContext<Actor>,
    body: RouteInput<Each>,
  ) => ReturnType<RouteHandlers<Actor>[Each]>;
};

/** Handlers of a module as the door calls them: what is sent is parsed first, so defaults may be left out. */
export function asked<N extends RouteName>(handlers: Pick<RouteHandlers<Actor>, N>): Asked<N> {
  const names = Object.keys(handlers) as N[];
  return Object.fromEntries(
    names.map((name) => [
      name,
      (context: RouteContext<Actor>, body: unknown) =>
        // A union of all handlers cannot be called; each is given its own row's body.
        (handlers[name] as (context: unknown, body: unknown) => unknown)(
          context,
          routes[name].body.parse(body),
        ),
    ]),
  ) as unknown as Asked<N>;
}
