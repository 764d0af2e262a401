import { lookup as systemLookup } from 'node:dns';
import { type IncomingMessage, request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { isPublicAddress } from './outbound.addresses.ts';

/** What another server is asked. Its address was checked to be http or https. */
export type OutboundWish = {
  readonly url: URL;
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Ends it early, which is `stopped`. */
  readonly signal?: AbortSignal;
};

/** Why there is no answer: the address leads into our own network, has no name, is not served, not trusted, or says nothing in time. */
export type OutboundFailure = 'private' | 'unknownName' | 'unreachable' | 'untrusted' | 'timeout' | 'stopped';

export type OutboundAnswer =
  | { readonly state: 'answered'; readonly status: number; readonly text: string }
  | { readonly state: 'failed'; readonly reason: OutboundFailure };

export type OutboundOptions = {
  /** Hosts of our own network that may be asked all the same; `everywhere` for addresses that the operator has set. */
  readonly local: readonly string[] | 'everywhere';
  readonly timeLimitMs?: number;
  readonly answerMaxBytes?: number;
  readonly lookup?: typeof systemLookup;
};

const TIME_LIMIT_MS = 10_000;
const ANSWER_MAX_BYTES = 4_096;

export type Outbound = (wish: OutboundWish) => Promise<OutboundAnswer>;

/**
 * Asks another server, and follows it nowhere else. The address that is connected to is the one that was looked at: a name that answers
 * otherwise a second time changes nothing. A connection is made anew each time, so that none is taken over that somebody else may have opened.
 */
export function createOutbound(options: OutboundOptions): Outbound {
  const { timeLimitMs = TIME_LIMIT_MS, answerMaxBytes = ANSWER_MAX_BYTES, local } = options;
  const mayBeLocal = (host: string) => local === 'everywhere' || local.includes(host);
  return ({ url, method, headers, body = '', signal }) =>
    new Promise((resolve) => {
      const host = hostOf(url);
      const isFree = mayBeLocal(host);
      if (!isFree && isIP(host) !== 0 && !isPublicAddress(host))
        return resolve({ state: 'failed', reason: 'private' });
      const late = AbortSignal.timeout(timeLimitMs);
      const begin = url.protocol === 'https:' ? requestSecure : requestPlain;
      const failed = (cause: unknown) =>
        resolve({
          state: 'failed',
          reason: signal?.aborted ? 'stopped' : late.aborted ? 'timeout' : reasonOf(cause),
        });
      const asked = begin(
        url,
        {
          method,
          headers: { ...headers, 'Content-Length': String(Buffer.byteLength(body)) },
          agent: false,
          signal: signal === undefined ? late : AbortSignal.any([late, signal]),
          lookup: guarded(isFree, options.lookup ?? systemLookup),
        },
        (answer) => {
          beginningOf(answer, answerMaxBytes).then(
            (text) => resolve({ state: 'answered', status: answer.statusCode ?? 0, text }),
            failed,
          );
        },
      );
      asked.on('error', failed);
      asked.end(body);
    });
}

/** As addresses are compared: without the brackets of IPv6. */
export const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '');

class PrivateAddress extends Error {}

/** Gives out only addresses that may be connected to. */
const guarded =
  (isFree: boolean, lookup: typeof systemLookup): LookupFunction =>
  (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error !== null) return callback(error, '');
      const fine = found.filter(({ address }) => isFree || isPublicAddress(address));
      const [first] = fine;
      if (first === undefined) return callback(new PrivateAddress(), '');
      if (options.all === true) callback(null, fine);
      else callback(null, first.address, first.family);
    });
  };

/** What goes beyond is not read: nobody fills our memory. */
async function beginningOf(answer: IncomingMessage, maxBytes: number): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of answer) {
    parts.push(part as Buffer);
    bytes += (part as Buffer).length;
    if (bytes >= maxBytes) break;
  }
  answer.destroy();
  return Buffer.concat(parts).subarray(0, maxBytes).toString('utf8');
}

const trust = /^(ERR_TLS|ERR_SSL|CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|HOSTNAME_MISMATCH|EPROTO)/;

function reasonOf(cause: unknown): OutboundFailure {
  if (cause instanceof PrivateAddress) return 'private';
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (/^(ENOTFOUND|EAI_)/.test(code)) return 'unknownName';
  return trust.test(code) ? 'untrusted' : 'unreachable';
}
