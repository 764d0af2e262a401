import type { Request, RequestHandler } from 'express';
import type { ErrorCode } from '../../shared/kernel/errors.ts';
import { refuse } from './http-routes.ts';

/**
 * Reads a JSON body into `request.body`. Express's own reader answers a body that is too large only when all of it has come, which with an
 * endless one is never; here the answer goes out at the limit, and the server's time limit ends what still comes.
 */
export function jsonBody(bytesMax: number): RequestHandler {
  return (request, response, next) => {
    if (!hasBody(request)) return next();
    const wrong = wrongAtOnce(request, bytesMax);
    if (wrong !== null) return refuse(response, { code: wrong });
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      if (bytes > bytesMax) return;
      bytes += chunk.length;
      if (bytes > bytesMax) refuse(response, { code: 'TOO_LARGE' });
      else chunks.push(chunk);
    });
    request.on('end', () => {
      if (bytes > bytesMax) return;
      const parsed = parse(Buffer.concat(chunks));
      if (parsed === null) return refuse(response, { code: 'BAD_REQUEST' });
      request.body = parsed.value;
      next();
    });
    // Whoever hangs up in the middle waits for no answer.
    request.on('error', () => response.destroy());
  };
}

const hasBody = ({ headers }: Request) =>
  'transfer-encoding' in headers || Number(headers['content-length'] ?? 0) > 0;

function wrongAtOnce(request: Request, bytesMax: number): ErrorCode | null {
  const { headers } = request;
  if (Number(headers['content-length'] ?? 0) > bytesMax) return 'TOO_LARGE';
  const packed = (headers['content-encoding'] ?? 'identity') !== 'identity';
  return packed || request.is('application/json') !== 'application/json' ? 'BAD_REQUEST' : null;
}

function parse(bytes: Buffer): { readonly value: unknown } | null {
  try {
    return { value: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) };
  } catch (cause) {
    if (cause instanceof SyntaxError || cause instanceof TypeError) return null;
    throw cause;
  }
}
