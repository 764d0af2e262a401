import type { IncomingMessage, ServerResponse } from 'node:http';

/** What WHIP and WHEP have in common on the wire: a token shown as bearer, a description as body, a resource below the path. */
export type Exchange = { readonly request: IncomingMessage; readonly response: ServerResponse };

const OFFER_MAX = 64 * 1024;
/** When to come again while there is no lesson. */
export const RETRY_S = 10;

export const bearerOf = ({ headers }: IncomingMessage): string | undefined =>
  /^bearer (\S{1,200})$/i.exec(headers.authorization ?? '')?.[1];

export const ufragOf = (sdp: string): string => /^a=ice-ufrag:(\S+)/m.exec(sdp)?.[1] ?? '';

export function answer(
  response: ServerResponse,
  status: number,
  headers: Record<string, string> = {},
  body = '',
): void {
  if (!response.headersSent) response.writeHead(status, headers).end(body);
}

/** The body of a request of this type, or the status that refuses it. */
export async function textOf(request: IncomingMessage, type: string): Promise<string | 413 | 415> {
  const [given = ''] = (request.headers['content-type'] ?? '').split(';');
  if (given.trim().toLowerCase() !== type) return 415;
  return (await bodyOf(request)) ?? 413;
}

/** Null for more than any offer is. */
async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) continue;
    bytes += chunk.length;
    if (bytes > OFFER_MAX) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Answers everything at a path and below it; false for other addresses. `id` is null at the path itself. */
export function answering(path: string, serve: (exchange: Exchange, id: string | null) => Promise<void>) {
  return (request: IncomingMessage, response: ServerResponse): boolean => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (pathname !== path && !pathname.startsWith(`${path}/`)) return false;
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.setHeader('Cache-Control', 'no-store');
    if (request.method === 'OPTIONS') {
      answer(response, 204, {
        'Access-Control-Allow-Methods': 'POST, PATCH, DELETE, OPTIONS',
        'Access-Control-Allow-Headers': 'Authorization, Content-Type, If-Match',
        'Access-Control-Expose-Headers': 'Location, ETag, Retry-After',
      });
      return true;
    }
    const id = pathname === path ? null : pathname.slice(path.length + 1);
    serve({ request, response }, id).catch(() => answer(response, 503, { 'Retry-After': String(RETRY_S) }));
    return true;
  };
}
