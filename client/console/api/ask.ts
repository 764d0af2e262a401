import type { AppError } from '../../../shared/kernel/errors.ts';
import type { RouteAnswer, RouteBody, RouteName } from '../../../shared/wire/routes.ts';
import { callRoute } from '../../live/http.ts';

/** A refusal on its way through react-query, which knows failure as a throw only. */
export class Refusal extends Error {
  readonly error: AppError;
  constructor(error: AppError) {
    super(error.code);
    this.error = error;
  }
}

export async function askOrThrow<N extends RouteName>(name: N, body: RouteBody<N>): Promise<RouteAnswer<N>> {
  const result = await callRoute(name, body);
  if (!result.ok) throw new Refusal(result.error);
  return result.value;
}

export function appErrorOf(cause: unknown): AppError {
  return cause instanceof Refusal ? cause.error : { code: 'INTERNAL' };
}
