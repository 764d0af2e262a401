import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { type Request, type Response, Router } from 'express';
import { failureOf } from './failures.ts';
import { type ByteRange, byteRangeOf } from './http-ranges.rules.ts';
import { requestIdOf } from './http-routes.ts';
import type { Log } from './ports.ts';

/** Bytes that are there now; those that come later are another answer. */
export type Ranged = {
  readonly contentType: string;
  readonly bytes: number;
  /** Changes with the bytes; without its quotes. */
  readonly etag: string;
  /** Saved under this name instead of shown; in any language. */
  readonly saveAs?: string;
  /** From the first to the last byte, both given. */
  open(range: ByteRange): Promise<Readable>;
  /** The whole, compressed; for what gets much smaller by it. */
  readonly packed?: () => Promise<Buffer>;
};

/**
 * A GET whose address itself is the right to it: no cookie is read. Null is answered with 404 and not a byte, whether the address was
 * guessed, has expired, or the thing is gone.
 */
export type RangedRoute = {
  readonly name: string;
  readonly path: string;
  find(fields: Readonly<Record<string, unknown>>): Promise<Ranged | null>;
};

export function createRanged(routes: readonly RangedRoute[], log: Log): Router {
  const router = Router();
  for (const route of routes)
    router.get(route.path, async (request, response) => {
      response.set('Cache-Control', 'no-store');
      try {
        const found = await route.find({ ...request.query, ...request.params });
        if (found === null) response.status(404).end();
        else await give(found, request, response);
      } catch (cause) {
        // Whoever hung up asks again for what they lack.
        if (response.destroyed || response.closed) return;
        failureOf(cause, requestIdOf(response), log, { route: route.name });
        if (response.headersSent) response.destroy();
        else response.status(503).end();
      }
    });
  return router;
}

async function give(found: Ranged, request: Request, response: Response): Promise<void> {
  const packed = request.headers.range === undefined && takesGzip(request) ? found.packed : undefined;
  const etag = packed === undefined ? `"${found.etag}"` : `"${found.etag}-gzip"`;
  if (found.packed !== undefined) response.vary('Accept-Encoding');
  response.set({ 'Content-Type': found.contentType, 'Accept-Ranges': 'bytes', ETag: etag });
  if (found.saveAs !== undefined)
    response.set('Content-Disposition', `attachment; filename*=UTF-8''${inHeader(found.saveAs)}`);
  if (request.headers['if-none-match'] === etag) {
    response.status(304).end();
    return;
  }
  if (packed !== undefined) {
    const bytes = await packed();
    response.set({ 'Content-Encoding': 'gzip', 'Content-Length': String(bytes.length) });
    response.end(request.method === 'HEAD' ? undefined : bytes);
    return;
  }
  const ifRange = request.headers['if-range'];
  const wish = ifRange === undefined || ifRange === etag ? request.headers.range : undefined;
  const range = byteRangeOf(wish, found.bytes);
  if (range === 'unsatisfiable') {
    response.status(416).set('Content-Range', `bytes */${found.bytes}`).end();
    return;
  }
  const { first, last } = range === 'whole' ? { first: 0, last: found.bytes - 1 } : range;
  response.set('Content-Length', String(last - first + 1));
  if (range !== 'whole') response.status(206).set('Content-Range', `bytes ${first}-${last}/${found.bytes}`);
  if (request.method === 'HEAD' || last < first) {
    response.end();
    return;
  }
  await pipeline(await found.open({ first, last }), response);
}

const gzipped = promisify(gzip);
const takesGzip = (request: Request): boolean => request.acceptsEncodings('gzip') === 'gzip';

/** For what is made on the spot: a list of an hour's segments says the same nine hundred times. */
export const rangedText = (
  text: string,
  { contentType, etag }: { readonly contentType: string; readonly etag: string },
): Ranged => {
  const bytes = Buffer.from(text);
  return {
    contentType,
    etag,
    bytes: bytes.length,
    open: async ({ first, last }) => Readable.from([bytes.subarray(first, last + 1)]),
    packed: () => gzipped(bytes),
  };
};

/** RFC 8187. */
const inHeader = (name: string): string =>
  encodeURIComponent(name).replace(/['()*!]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
