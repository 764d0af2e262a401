import { type Request, type Response, Router } from 'express';
import { fail, type Result } from '../../shared/kernel/result.ts';
import type { RouteName } from '../../shared/wire/routes.ts';
import { failureOf } from './failures.ts';
import { contextOf, type RouteOptions, refuse, requestIdOf } from './http-routes.ts';
import { isFromOwnPage } from './origins.ts';
import type { RouteContext } from './ports.ts';

/** A POST whose body is bytes as they are. It is let in like the row `as` of the table, and its right is the handler's. */
export type UploadRoute<Actor> = {
  readonly as: RouteName;
  readonly path: string;
  readonly bytesMax: number;
  handle(
    context: RouteContext<Actor>,
    fields: Readonly<Record<string, unknown>>,
    bytes: Buffer,
  ): Promise<Result<unknown>>;
};

/** Stands before the reader of JSON bodies, which would refuse what is none. */
export function createUploads<Actor>(
  options: RouteOptions<Actor>,
  uploads: readonly UploadRoute<Actor>[],
): Router {
  const router = Router();
  for (const upload of uploads)
    router.post(upload.path, async (request, response) => {
      const answer = await outcome(options, upload, { request, response });
      if (answer.ok) response.status(200).json(answer.value);
      else refuse(response, answer.error);
    });
  return router;
}

async function outcome<Actor>(
  options: RouteOptions<Actor>,
  { as, bytesMax, handle }: UploadRoute<Actor>,
  { request, response }: { readonly request: Request; readonly response: Response },
): Promise<Result<unknown>> {
  try {
    // Everything that can be refused is refused before a byte of the body is read.
    if (!isFromOwnPage(request.headers, options.allowedOrigin)) return fail('ORIGIN_REFUSED');
    if (Number(request.headers['content-length'] ?? 0) > bytesMax)
      return fail('TOO_LARGE', { limit: bytesMax });
    const isRaw = request.is('application/octet-stream') === 'application/octet-stream';
    if (!isRaw || (request.headers['content-encoding'] ?? 'identity') !== 'identity')
      return fail('BAD_REQUEST');
    const context = await contextOf(options, { request, response });
    const door = options.gate(context.actor, as);
    if (!door.ok) return door;
    const bytes = await bodyOf(request, bytesMax);
    if (bytes === null) return fail('TOO_LARGE', { limit: bytesMax });
    return await handle(context, { ...request.query, ...request.params }, bytes);
  } catch (cause) {
    return { ok: false, error: failureOf(cause, requestIdOf(response), options.log, { route: as }) };
  }
}

/** Null at the limit: the server's limit on time ends what still comes. Rejects when the sender hangs up. */
function bodyOf(request: Request, bytesMax: number): Promise<Buffer | null> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > bytesMax) resolve(null);
      else chunks.push(chunk);
    });
    request.on('end', () => resolve(Buffer.concat(chunks)));
    request.on('error', reject);
  });
}
