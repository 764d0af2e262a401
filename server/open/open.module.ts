import { randomBytes } from 'node:crypto';
import type { Actor } from '../identity/identity.types.ts';
import type { Database, RouteHandlers } from '../platform/ports.ts';
import { createOpenService, type OpenServiceDeps } from './open.service.ts';
import { createOpenStore } from './open.store.ts';

export type OpenDeps = Omit<OpenServiceDeps, 'store' | 'random'> & { readonly database: Database };

type Names = 'open.report' | 'open.list' | 'openToken.list' | 'openToken.create' | 'openToken.revoke';

/** 开放数据: figures and lists for other systems. */
export function createOpenData(deps: OpenDeps) {
  const service = createOpenService({ ...deps, store: createOpenStore(deps.database), random: randomBytes });
  const routes: Pick<RouteHandlers<Actor>, Names> = {
    'open.report': (context, about) => service.report(context, about),
    'open.list': (context, about) => service.list(context, about),
    'openToken.list': ({ actor }) => service.tokens(actor),
    'openToken.create': ({ actor }, wish) => service.create(actor, wish),
    'openToken.revoke': ({ actor }, wish) => service.revoke(actor, wish.openTokenId),
  };
  return { service, routes };
}
