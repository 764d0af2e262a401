import type { z } from 'zod';
import { type AppError, appErrorSchema } from '../../shared/kernel/errors.ts';
import { fail, type Result } from '../../shared/kernel/result.ts';
import type { RouteAnswer, RouteBody, RouteName } from '../../shared/wire/routes.ts';

const TIME_LIMIT_MS = 10_000;

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export type CallOptions = { readonly signal?: AbortSignal; readonly fetch?: Fetch };
type Row = { readonly method: string; readonly path: string; readonly answer: z.ZodType };

/**
 * Calls one row of the route table: a page that needs two of them need not fetch them all. UNAVAILABLE when the server cannot be reached,
 * TIMEOUT after 10 s, INTERNAL when the answer makes no sense; anything else is the server's own refusal.
 */
export async function callRow<R extends Row>(
  row: R,
  body: object,
  { signal, fetch = globalThis.fetch }: CallOptions = {},
): Promise<Result<z.infer<R['answer']>>> {
  const limit = AbortSignal.timeout(TIME_LIMIT_MS);
  const until = signal === undefined ? limit : either(limit, signal);
  try {
    const response = await fetch(...requestOf(row, body, until));
    const answer: unknown = await response.json();
    return response.ok ? readAnswer(row, answer) : readProblem(response.status, answer);
  } catch (cause) {
    if (limit.aborted || signal?.aborted === true) return fail('TIMEOUT');
    if (cause instanceof SyntaxError) return fail('INTERNAL');
    // `fetch` rejects with a TypeError for everything between here and the server.
    if (cause instanceof TypeError) return fail('UNAVAILABLE');
    throw cause;
  }
}

/** Calls of the named routes, as `callRow` does. */
export type Caller<Names extends RouteName> = <N extends Names>(
  name: N,
  body: RouteBody<N>,
  options?: CallOptions,
) => Promise<Result<RouteAnswer<N>>>;

/** For pages on weak lines: a part of the table weighs a hundredth of the whole. */
export const callerOf =
  <Names extends RouteName>(rows: Readonly<Record<Names, Row>>): Caller<Names> =>
  async (name, body, options = {}) =>
    (await callRow(rows[name], body, options)) as Result<RouteAnswer<typeof name>>;

/** `AbortSignal.any` is younger than the oldest panels. */
function either(first: AbortSignal, second: AbortSignal): AbortSignal {
  const controller = new AbortController();
  for (const signal of [first, second]) {
    if (signal.aborted) controller.abort();
    signal.addEventListener('abort', () => controller.abort(), { once: true });
  }
  return controller.signal;
}

/** Path parameters go into the path, the rest into the query or the JSON body. */
function requestOf({ method, path }: Row, body: object, signal: AbortSignal): [string, RequestInit] {
  const rest = new Map(Object.entries(body).filter(([, value]) => value !== undefined));
  const filled = path.replace(/:(\w+)/g, (_, parameter: string) => {
    const value = rest.get(parameter);
    rest.delete(parameter);
    return encodeURIComponent(String(value));
  });
  const common = { method, signal, credentials: 'same-origin' as const };
  if (method === 'GET') {
    const query = new URLSearchParams([...rest].map(([key, value]) => [key, String(value)])).toString();
    return [query === '' ? filled : `${filled}?${query}`, { ...common, cache: 'no-store' }];
  }
  const headers = { 'content-type': 'application/json' };
  return [filled, { ...common, headers, body: JSON.stringify(Object.fromEntries(rest)) }];
}

function readAnswer<R extends Row>(row: R, answer: unknown): Result<z.infer<R['answer']>> {
  const parsed = row.answer.safeParse(answer);
  return parsed.success ? { ok: true, value: parsed.data as z.infer<R['answer']> } : fail('INTERNAL');
}

function readProblem(status: number, answer: unknown): Result<never> {
  const parsed = appErrorSchema.safeParse(answer);
  if (parsed.success) return { ok: false, error: parsed.data as AppError };
  // A proxy in front of a server that is being restarted answers in its own words.
  return fail(status >= 502 && status <= 504 ? 'UNAVAILABLE' : 'INTERNAL');
}
