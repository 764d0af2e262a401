import { type Request, type Response, Router } from 'express';
import { fail, type Result } from '../../shared/kernel/result.ts';
import { door } from '../../shared/wire/version.ts';
import { failureOf } from './failures.ts';
import { contextOf, type RouteOptions, refuse, requestIdOf } from './http-routes.ts';
import type { RouteContext } from './ports.ts';

/** A file on the disk that never changes. */
export type Content = {
  readonly folder: string;
  readonly file: string;
  readonly contentType: string;
  /** What it is called for people, in any language. */
  readonly name: string;
  /** Of its content. */
  readonly sha256: string;
};

/**
 * A GET that answers a file as HTTP has it: whole or by Range, 304 to whoever has it. Its right is the handler's. `?door=` says which page
 * is asking, as at the socket. Whoever takes part fetches what is shown to them, many times and in pieces: no audit.
 */
export type ContentRoute<Actor> = {
  readonly name: string;
  readonly path: string;
  handle(context: RouteContext<Actor>, fields: Readonly<Record<string, unknown>>): Promise<Result<Content>>;
};

/** Kept by the browser that fetched it, by nobody on the way. */
const OWN_FOREVER = 'private, max-age=31536000, immutable';

export function createContents<Actor>(
  options: RouteOptions<Actor>,
  contents: readonly ContentRoute<Actor>[],
): Router {
  const router = Router();
  for (const content of contents)
    router.get(content.path, async (request, response) => {
      try {
        const found = await find(options, content, { request, response });
        if (found.ok) await give(found.value, response);
        else refuse(response, found.error);
      } catch (cause) {
        const error = failureOf(cause, requestIdOf(response), options.log, { route: content.name });
        if (response.headersSent) response.destroy();
        else refuse(response, error);
      }
    });
  return router;
}

async function find<Actor>(
  options: RouteOptions<Actor>,
  content: ContentRoute<Actor>,
  exchange: { readonly request: Request; readonly response: Response },
): Promise<Result<Content>> {
  const { door: asked, ...query } = exchange.request.query;
  const page = door.optional().safeParse(asked);
  if (!page.success) return fail('BAD_REQUEST', { field: 'door' });
  const context = await contextOf(options, exchange, page.data);
  return content.handle(context, { ...query, ...exchange.request.params });
}

function give({ folder, file, contentType, name, sha256 }: Content, response: Response): Promise<void> {
  response.set({
    'Content-Type': contentType,
    'Content-Disposition': `inline; filename*=UTF-8''${inHeader(name)}`,
    'Cache-Control': OWN_FOREVER,
    ETag: `"${sha256}"`,
  });
  return new Promise((resolve, reject) => {
    response.sendFile(file, { root: folder, cacheControl: false, lastModified: false }, (cause) => {
      const status: unknown = cause !== undefined && 'status' in cause ? cause.status : undefined;
      // Whoever hung up will ask for the rest; a range beyond the end or another version is the asker's.
      if (cause === undefined || response.destroyed) return resolve();
      if (status !== 416 && status !== 412) return reject(cause);
      response.removeHeader('Cache-Control');
      response.status(status).end();
      resolve();
    });
  });
}

/** RFC 8187. */
const inHeader = (name: string): string =>
  encodeURIComponent(name).replace(/['()*!]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
