import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Request, type Response, Router } from 'express';
import type { z } from 'zod';
import type { AppError } from '../../shared/kernel/errors.ts';
import { fail, type Result } from '../../shared/kernel/result.ts';
import { type RouteName, routes } from '../../shared/wire/routes.ts';
import type { Door } from '../../shared/wire/version.ts';
import { parseCookies } from './cookies.ts';
import { failureOf, problemOf } from './failures.ts';
import { isFromOwnPage, type OriginCheck } from './origins.ts';
import type { Authenticate, CookieWish, Log, NewId, RouteContext, RouteHandlers } from './ports.ts';

export type Download = {
  readonly contentType: string;
  /** ASCII; shown by the browser when it saves. */
  readonly fileName: string;
  readonly text: string;
  /** Instead of the text, for what is none. */
  readonly bytes?: Uint8Array;
  /** Instead of both, for what is too large to be made at once. Ended early when nobody takes it any more. */
  readonly pieces?: AsyncIterable<Uint8Array | string>;
};

/** A route that answers a file instead of JSON. Its query is checked by `body`, its right by the handler. */
export type DownloadRoute<Actor> = {
  readonly name: string;
  readonly path: string;
  handle(context: RouteContext<Actor>, query: Readonly<Record<string, unknown>>): Promise<Result<Download>>;
};

/**
 * A GET that sends the browser on. `asked` is the address that it opened, whole. Answers where to: a path of ours or another's address; with
 * `done` beside it when something was done that is to be audited.
 */
export type RedirectRoute<Actor> = {
  readonly name: string;
  readonly path: string;
  handle(context: RouteContext<Actor>, asked: URL): Promise<string | SentOn>;
};
export type SentOn = { readonly to: string; readonly done: object };

/** A request that was answered with success, as whoever keeps an account of them is told. */
export type Served<Actor> = {
  readonly name: string;
  readonly kind: 'act' | 'read' | 'download';
  readonly path: string;
  readonly context: RouteContext<Actor>;
  readonly body: Readonly<Record<string, unknown>>;
  readonly answer: unknown;
};

export type RouteOptions<Actor> = {
  readonly handlers: RouteHandlers<Actor>;
  readonly downloads: readonly DownloadRoute<Actor>[];
  readonly redirects?: readonly RedirectRoute<Actor>[];
  readonly authenticate: Authenticate<Actor>;
  /** Refuses at the door whoever has no business with a route at all; finer rights are the handler's. */
  readonly gate: (actor: Actor, name: RouteName) => Result<void>;
  /** Told of every success before it is answered. Must not fail: what it cannot keep is its own affair. */
  readonly audited?: (served: Served<Actor>) => Promise<void>;
  readonly allowedOrigin: OriginCheck;
  /** Set even where the connection itself does not show it: a proxy in front speaks HTTPS. */
  readonly secureCookies: boolean;
  readonly newId: NewId;
  readonly log: Log;
};

/** Every route of the table, each: origin, identity, parse, handler, answer parsed. */
export function createRoutes<Actor>(options: RouteOptions<Actor>): Router {
  const router = Router();
  for (const name of Object.keys(routes) as RouteName[]) {
    const row = routes[name];
    const serve = (request: Request, response: Response) => serveRoute(options, name, { request, response });
    if (row.method === 'GET') router.get(row.path, serve);
    else router.post(row.path, serve);
  }
  for (const download of options.downloads)
    router.get(download.path, (request, response) => serveDownload(options, download, { request, response }));
  for (const redirect of options.redirects ?? [])
    router.get(redirect.path, (request, response) => serveRedirect(options, redirect, { request, response }));
  return router;
}

type Exchange = { readonly request: Request; readonly response: Response };

async function serveRoute<Actor>(options: RouteOptions<Actor>, name: RouteName, exchange: Exchange) {
  const answer = await outcome(options, name, exchange);
  if (answer.ok) exchange.response.status(200).json(answer.value);
  else refuse(exchange.response, answer.error);
}

async function outcome<Actor>(
  options: RouteOptions<Actor>,
  name: RouteName,
  { request, response }: Exchange,
): Promise<Result<unknown>> {
  const row: { method: string; path: string; body: z.ZodObject; answer: z.ZodType } = routes[name];
  const requestId = requestIdOf(response);
  try {
    if (row.method !== 'GET' && !isFromOwnPage(request.headers, options.allowedOrigin))
      return fail('ORIGIN_REFUSED');
    const fields = fieldsOf(request, row.method);
    if (fields === null) return fail('BAD_REQUEST');
    const context = await contextOf(options, { request, response });
    const door = options.gate(context.actor, name);
    if (!door.ok) return door;
    const body = row.body.safeParse(fields);
    if (!body.success) return fail('BAD_REQUEST', whereWrong(body.error));
    // The table pairs each handler with its own body; a union of all of them cannot be called.
    const handle = options.handlers[name] as (context: unknown, body: unknown) => Promise<Result<unknown>>;
    const result = await handle(context, body.data);
    if (!result.ok) return result;
    const value: unknown = row.answer.parse(result.value);
    const kind = row.method === 'GET' ? 'read' : 'act';
    await options.audited?.({ name, kind, path: row.path, context, body: { ...body.data }, answer: value });
    return { ok: true, value };
  } catch (cause) {
    return { ok: false, error: failureOf(cause, requestId, options.log, { route: name }) };
  }
}

async function serveDownload<Actor>(
  options: RouteOptions<Actor>,
  download: DownloadRoute<Actor>,
  exchange: Exchange,
) {
  const { request, response } = exchange;
  try {
    const context = await contextOf(options, exchange);
    const query = { ...request.query, ...request.params };
    const result = await download.handle(context, query);
    if (!result.ok) return refuse(response, result.error);
    const { name, path } = download;
    await options.audited?.({ name, kind: 'download', path, context, body: query, answer: null });
    response.set(
      'Content-Disposition',
      `attachment; filename="${result.value.fileName.replace(/[^\w.-]/g, '_')}"`,
    );
    const { contentType, text, bytes, pieces } = result.value;
    response.type(contentType);
    if (pieces === undefined) response.send(bytes === undefined ? text : Buffer.from(bytes));
    else await pipeline(Readable.from(pieces), response);
  } catch (cause) {
    // Whoever hung up knows; a file that broke off in the middle must not look whole.
    if (isHangUp(cause)) return;
    const error = failureOf(cause, requestIdOf(response), options.log, { route: download.name });
    if (response.headersSent) response.destroy();
    else refuse(response, error);
  }
}

const isHangUp = (cause: unknown): boolean =>
  cause instanceof Error && 'code' in cause && cause.code === 'ERR_STREAM_PREMATURE_CLOSE';

async function serveRedirect<Actor>(
  options: RouteOptions<Actor>,
  redirect: RedirectRoute<Actor>,
  exchange: Exchange,
) {
  const { request, response } = exchange;
  response.set('Cache-Control', 'no-store');
  const address = `${request.protocol}://${request.host}${request.originalUrl}`;
  if (!URL.canParse(address)) return refuse(response, { code: 'BAD_REQUEST' });
  try {
    const context = await contextOf(options, exchange);
    const sent = await redirect.handle(context, new URL(address));
    if (typeof sent === 'string') return response.redirect(302, sent);
    const { name, path } = redirect;
    await options.audited?.({ name, kind: 'act', path, context, body: {}, answer: sent.done });
    response.redirect(302, sent.to);
  } catch (cause) {
    refuse(response, failureOf(cause, requestIdOf(response), options.log, { route: redirect.name }));
  }
}

export async function contextOf<Actor>(
  options: RouteOptions<Actor>,
  { request, response }: Exchange,
  door: Door = 'console',
): Promise<RouteContext<Actor>> {
  const cookies = parseCookies(request.headers.cookie);
  const bearer = /^bearer (.{1,200})$/i.exec(request.headers.authorization ?? '')?.[1];
  return {
    ...(bearer === undefined ? {} : { bearer }),
    actor: await options.authenticate(cookies, door),
    requestId: requestIdOf(response),
    address: request.ip ?? 'unknown',
    userAgent: (request.headers['user-agent'] ?? '').slice(0, 400),
    cookies,
    setCookie: ({ name, value, maxAgeMs }: CookieWish) => {
      const secure = options.secureCookies || request.secure;
      response.cookie(name, value, { httpOnly: true, sameSite: 'lax', path: '/', secure, maxAge: maxAgeMs });
    },
  };
}

/** Parameters beside query or JSON fields. Null when the body is no JSON object. */
function fieldsOf(request: Request, method: string): Record<string, unknown> | null {
  if (method === 'GET') return { ...request.query, ...request.params };
  const body: unknown = request.body === undefined ? {} : request.body;
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return null;
  return { ...body, ...request.params };
}

/** The first field at fault; its value stays out of the answer and of every log. */
export function whereWrong(error: z.ZodError): { field: string } {
  const issue = error.issues[0];
  const path = issue?.path.map(String).join('.') ?? '';
  const field = issue?.code === 'unrecognized_keys' ? [path, issue.keys[0]].filter(Boolean).join('.') : path;
  return { field: field.slice(0, 100) };
}

export const requestIdOf = (response: Response): string => String(response.getHeader('X-Request-Id') ?? '');

export function refuse(response: Response, error: AppError): void {
  const problem = problemOf(error, requestIdOf(response));
  response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
}
