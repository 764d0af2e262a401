import { ok } from '../../shared/kernel/result.ts';
import type { Actor } from '../identity/identity.types.ts';
import type { RouteHandlers } from '../platform/ports.ts';
import { WATCH_COOKIE, WATCH_COOKIE_MS } from './watch.cookie.ts';
import type { WatchService } from './watch.service.ts';

export type WatchRoutes = Pick<
  RouteHandlers<Actor>,
  'watch.link' | 'watch.close' | 'watch.open' | 'watch.read'
>;

export function watchRoutes(service: WatchService): WatchRoutes {
  return {
    'watch.link': ({ actor }, body) => service.link(actor, body),
    'watch.close': ({ actor }, { sessionId }) => service.close(actor, sessionId),
    async 'watch.open'({ address, cookies, setCookie }, { token }) {
      const opened = await service.open(token, cookies[WATCH_COOKIE], address);
      if (!opened.ok) return opened;
      setCookie({ name: WATCH_COOKIE, value: opened.value.cookie, maxAgeMs: WATCH_COOKIE_MS });
      return ok(opened.value.lesson);
    },
    'watch.read': ({ cookies }) => service.read(cookies[WATCH_COOKIE]),
  };
}
