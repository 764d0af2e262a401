import type { RequestHandler } from 'express';
import { type RouteName, routes } from '../../shared/wire/routes.ts';
import { MAX_LARGE_BYTES, MAX_MESSAGE_BYTES } from '../../shared/wire/version.ts';
import { parseCookies } from './cookies.ts';
import { jsonBody } from './http-body.ts';
import type { RouteOptions } from './http-routes.ts';

const largeRows = new Map(
  (Object.keys(routes) as RouteName[])
    .filter((name) => 'large' in routes[name])
    .map((name) => [routes[name].path as string, name]),
);

/** Reads JSON bodies: large ones for the rows that say so, and only of whoever is let in there; nobody else fills the memory. */
export function routeBody<Actor>(
  options: Pick<RouteOptions<Actor>, 'authenticate' | 'gate'>,
): RequestHandler {
  const small = jsonBody(MAX_MESSAGE_BYTES);
  const large = jsonBody(MAX_LARGE_BYTES);
  const isLetIn = async (name: RouteName, cookie: string | undefined) =>
    options.gate(await options.authenticate(parseCookies(cookie), 'console'), name).ok;
  return (request, response, next) => {
    const read = (reader: RequestHandler) => void reader(request, response, next);
    const name = request.method === 'POST' ? largeRows.get(request.baseUrl + request.path) : undefined;
    const isSmall = Number(request.headers['content-length'] ?? 0) <= MAX_MESSAGE_BYTES;
    if (name === undefined || isSmall) read(small);
    else
      isLetIn(name, request.headers.cookie).then(
        (letIn) => read(letIn ? large : small),
        // What is wrong with the records is said by the route itself.
        () => read(small),
      );
  };
}
