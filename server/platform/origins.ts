import type { IncomingHttpHeaders } from 'node:http';
import { ownHosts } from './network.ts';

export type OriginOptions = {
  /** Origins named by the operator: PUBLIC_URL and ALLOWED_ORIGINS. */
  readonly named: readonly string[];
  readonly scheme: () => 'http' | 'https';
  /** The port that is really listened on. */
  readonly port: () => number;
  /** The development server gives the pages out from another port of this machine. */
  readonly anyLoopbackPort: boolean;
  readonly hosts?: () => readonly string[];
};

/** Says whether a page of this origin may speak with us. */
export type OriginCheck = (origin: string) => boolean;

/**
 * A list of what is allowed, never a pattern: the operator's origins, and this machine's own addresses at our port. An address that the
 * machine gets later is found when it is first asked for.
 */
export function createOriginCheck(options: OriginOptions): OriginCheck {
  const named = new Set(options.named);
  const hosts = options.hosts ?? ownHosts;
  const loopback = /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/;
  return (origin) => {
    if (named.has(origin)) return true;
    const scheme = options.scheme();
    if (options.anyLoopbackPort && loopback.test(origin) && origin.startsWith(`${scheme}:`)) return true;
    const port = options.port();
    const suffix = port === (scheme === 'https' ? 443 : 80) ? '' : `:${port}`;
    return hosts().some((host) => origin === `${scheme}://${host}${suffix}`);
  };
}

/**
 * Whether a request comes from our own page or from no browser at all. A browser names the page's origin, or at least whether it is
 * another site's; what names neither is no browser and carries no cookies of somebody who did not mean it.
 */
export function isFromOwnPage(headers: IncomingHttpHeaders, allowed: OriginCheck): boolean {
  const site = headers['sec-fetch-site'];
  if (site === 'cross-site' || site === 'same-site') return false;
  const { origin } = headers;
  return origin === undefined ? true : allowed(origin);
}
