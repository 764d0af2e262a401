import type { Result } from '../../shared/kernel/result.ts';
import { type RouteAnswer, type RouteBody, type RouteName, routes } from '../../shared/wire/routes.ts';
import { type CallOptions, callRow } from './call-row.ts';

/**
 * Calls a route of the table, as `callRow` does.
 * @param options.signal ends the call early, which answers TIMEOUT
 */
export async function callRoute<N extends RouteName>(
  name: N,
  body: RouteBody<N>,
  options: CallOptions = {},
): Promise<Result<RouteAnswer<N>>> {
  const result: Result<unknown> = await callRow(routes[name], body, options);
  return result as Result<RouteAnswer<N>>;
}
