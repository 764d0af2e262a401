import { randomBytes } from 'node:crypto';
import type { Actor, Permit } from '../identity/identity.types.ts';
import { createTryLimiter } from '../platform/limiter.ts';
import type { Authenticate, Database, Log } from '../platform/ports.ts';
import type { RandomBytes } from '../platform/tokens.ts';
import { createGate, type GateDeps } from '../session/session.access.ts';
import { WATCH_COOKIE } from './watch.cookie.ts';
import { watchMigrations } from './watch.migrations.ts';
import { watchRoutes } from './watch.routes.ts';
import { createWatchService, type WatchServiceDeps } from './watch.service.ts';
import { createWatchStore } from './watch.store.ts';

export type WatchDeps = Omit<WatchServiceDeps, 'store' | 'gate' | 'tries' | 'random'> &
  Pick<GateDeps, 'directory'> & {
    readonly database: Database;
    readonly permit: Permit;
    readonly log: Log;
    readonly random?: RandomBytes;
  };

/** Watching a lesson by a link, without a name. Nothing is read before its `migrations` have run. */
export function createWatch({ random = randomBytes, ...deps }: WatchDeps) {
  const service = createWatchService({
    ...deps,
    random,
    store: createWatchStore(deps.database),
    gate: createGate(deps),
    tries: createTryLimiter({ clock: deps.clock, log: deps.log }),
  });
  return {
    routes: watchRoutes(service),
    migrations: watchMigrations,
    /** The viewer whose cookie a browser holds, or null. */
    authenticate: (cookies: Parameters<Authenticate<Actor>>[0]): Promise<Actor | null> =>
      service.viewerBehind(cookies[WATCH_COOKIE]),
  };
}
