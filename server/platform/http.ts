import { createServer, type Server } from 'node:http';
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import { failureOf } from './failures.ts';
import { type ContentRoute, createContents } from './http-content.ts';
import { openDoors, type Transport } from './http-doors.ts';
import { secureHeaders } from './http-headers.ts';
import { routeBody } from './http-large.ts';
import { createPages } from './http-pages.ts';
import { createRanged, type RangedRoute } from './http-ranges.ts';
import { createRoutes, type RouteOptions, refuse, requestIdOf } from './http-routes.ts';
import { createUploads, type UploadRoute } from './http-uploads.ts';
import type { NewId } from './ports.ts';

/** A part that must work before this server is sent anybody, by a short name. */
export type ReadyCheck = { readonly name: string; check(): Promise<boolean> };

export type HttpOptions<Actor> = RouteOptions<Actor> & {
  readonly clientFolder: string;
  readonly publicUrl: string | null;
  readonly trustedProxyCount: number;
  readonly readyChecks: readonly ReadyCheck[];
  /** Null: plain HTTP for everybody, for good. */
  readonly transport: Transport | null;
  readonly uploads?: readonly UploadRoute<Actor>[];
  readonly contents?: readonly ContentRoute<Actor>[];
  readonly ranged?: readonly RangedRoute[];
  /** Pages of a module's own beside the built ones; calls `next` for every other address. */
  readonly ownPages: RequestHandler | null;
};

const READY_CHECK_MS = 2_000;
/** Slow senders are cut off: headers within 5 s, a whole request within 10 s, looked at twice a second. */
const limits = {
  connectionsCheckingInterval: 500,
  headersTimeout: 5_000,
  requestTimeout: 10_000,
  keepAliveTimeout: 30_000,
  maxHeaderSize: 16_384,
};

/** Throws when the certificate or key cannot be used. */
export function createHttpServer<Actor>(options: HttpOptions<Actor>): Server {
  const server = createServer(limits, createApp(options));
  const { transport, log } = options;
  return transport === null ? server : openDoors(server, transport, { limits, log });
}

export function createApp<Actor>(options: HttpOptions<Actor>): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', options.trustedProxyCount);
  // One level, plain text: `a[b]=c` is a field of that name, refused like any other unknown one.
  app.set('query parser', 'simple');
  app.use(nameRequest(options.newId));
  const { secureCookies: secure, publicUrl, transport } = options;
  app.use(secureHeaders({ secure, publicUrl, isStrict: () => transport?.isStrict() ?? secure }));
  app.get('/healthz', (_request, response) => {
    response.set('Cache-Control', 'no-store').json({ healthy: true });
  });
  app.get('/readyz', readiness(options.readyChecks));
  app.use('/api', (_request, response, next) => {
    response.set('Cache-Control', 'no-store');
    next();
  });
  app.use(createUploads(options, options.uploads ?? []));
  app.use(createContents(options, options.contents ?? []));
  app.use(createRanged(options.ranged ?? [], options.log));
  app.use('/api', routeBody(options));
  app.use(createRoutes(options));
  if (options.ownPages !== null) app.use(options.ownPages);
  app.use(createPages(options.clientFolder));
  app.use((_request, response) => refuse(response, { code: 'NOT_FOUND' }));
  app.use(lastResort(options));
  return app;
}

const nameRequest =
  (newId: NewId): RequestHandler =>
  (_request, response, next) => {
    response.set('X-Request-Id', newId());
    next();
  };

const readiness =
  (checks: readonly ReadyCheck[]): RequestHandler =>
  async (_request, response) => {
    const entries = await Promise.all(
      checks.map(async ({ name, check }) => [name, await inTime(check)] as const),
    );
    const ready = entries.every(([, fine]) => fine);
    response
      .status(ready ? 200 : 503)
      .set('Cache-Control', 'no-store')
      .json({ ready, checks: Object.fromEntries(entries) });
  };

function inTime(check: () => Promise<boolean>): Promise<boolean> {
  return new Promise((resolve) => {
    const late = setTimeout(() => resolve(false), READY_CHECK_MS);
    check()
      .catch(() => false)
      .then((fine) => {
        clearTimeout(late);
        resolve(fine);
      });
  });
}

/** What Express and the body parser complain about is the client's fault; anything else is ours. */
const lastResort =
  <Actor>(options: HttpOptions<Actor>): ErrorRequestHandler =>
  (cause, request, response, next) => {
    if (response.headersSent) return next(cause);
    const status: unknown = cause instanceof Error && 'status' in cause ? cause.status : 500;
    if (status === 413) return refuse(response, { code: 'TOO_LARGE' });
    if (status === 404) return refuse(response, { code: 'NOT_FOUND' });
    if (typeof status === 'number' && status >= 400 && status < 500)
      return refuse(response, { code: 'BAD_REQUEST' });
    refuse(response, failureOf(cause, requestIdOf(response), options.log, { method: request.method }));
  };
