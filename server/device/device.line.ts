import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { LINE_BYTES_MAX, LINE_PATH } from '../../shared/device.ts';
import type { DeviceId } from '../../shared/kernel/ids.ts';
import { type Cookies, parseCookies } from '../platform/cookies.ts';
import { createTryLimiter } from '../platform/limiter.ts';
import type { Clock, Log } from '../platform/ports.ts';

export type LineMeterDeps = {
  readonly clock: Clock;
  readonly log: Log;
  readonly deviceOf: (cookies: Cookies) => Promise<DeviceId | null>;
};

/** A whole check asks eight times; an administrator may try it again and again. */
const ASKED_MAX = 150;
/** So few at once, that devices checked together do not measure each other, nor take the line from a lesson. */
const AT_ONCE_MAX = 3;
const TIME_MAX_MS = 15_000;

/**
 * Gives and takes bytes that mean nothing, for screens and lecture PCs alone: from how long they take a device learns how fast its line is. Answers
 * 401 to everybody else, 429 to one that asks too often, 503 while others measure. @returns false for requests to other places
 */
export function createLineMeter({ clock, log, deviceOf }: LineMeterDeps) {
  const asked = createTryLimiter({ clock, triesMax: ASKED_MAX });
  let running = 0;
  let filling: Buffer | null = null;

  const admitted = (device: DeviceId | null, response: ServerResponse): boolean => {
    if (device === null) return refuse(response, 401);
    if (!asked.take([device]).ok) return refuse(response, 429);
    if (running >= AT_ONCE_MAX) return refuse(response, 503);
    running += 1;
    const limit = setTimeout(() => response.destroy(), TIME_MAX_MS);
    response.once('close', () => {
      running -= 1;
      clearTimeout(limit);
    });
    return true;
  };

  const give = (bytes: number, response: ServerResponse) => {
    // Random, so that nothing on the way makes it shorter.
    filling ??= randomBytes(LINE_BYTES_MAX);
    response.writeHead(200, { 'Content-Type': 'application/octet-stream', 'Content-Length': bytes });
    response.end(filling.subarray(0, bytes));
  };

  const take = (request: IncomingMessage, response: ServerResponse) => {
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > LINE_BYTES_MAX && !response.headersSent) {
        refuse(response, 413);
        request.destroy();
      }
    });
    request.on('end', () => {
      if (!response.headersSent) response.writeHead(204).end();
    });
  };

  return (request: IncomingMessage, response: ServerResponse): boolean => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    if (url.pathname !== LINE_PATH || (request.method !== 'GET' && request.method !== 'POST')) return false;
    response.setHeader('Cache-Control', 'no-store');
    const bytes = sizeOf(url.searchParams.get('bytes'));
    const tooLarge = Number(request.headers['content-length'] ?? 0) > LINE_BYTES_MAX;
    if (request.method === 'GET' && bytes === null) return !refuse(response, 400);
    if (tooLarge) return !refuse(response, 413);
    deviceOf(parseCookies(request.headers.cookie)).then(
      (device) => {
        if (!admitted(device, response)) return;
        if (request.method === 'GET') give(bytes ?? 0, response);
        else take(request, response);
      },
      (error: unknown) => {
        log.warn({ error }, 'line not measured');
        refuse(response, 503);
      },
    );
    return true;
  };
}

/** @returns false, for who asked whether to go on */
function refuse(response: ServerResponse, status: number): false {
  response.writeHead(status, status === 503 ? { 'Retry-After': '2' } : {}).end();
  return false;
}

function sizeOf(text: string | null): number | null {
  if (text === null || !/^\d{1,7}$/.test(text)) return null;
  const bytes = Number(text);
  return bytes <= LINE_BYTES_MAX ? bytes : null;
}
