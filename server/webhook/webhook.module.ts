import { randomBytes } from 'node:crypto';
import type { Actor } from '../identity/identity.types.ts';
import { createOutbound } from '../platform/outbound.ts';
import type { Database, RouteHandlers } from '../platform/ports.ts';
import { createWebhookChannel, type WebhookChannelDeps } from './webhook.channel.ts';
import { createWebhookService, type WebhookServiceDeps } from './webhook.service.ts';
import { createWebhookStore } from './webhook.store.ts';

export type WebhookDeps = Omit<WebhookServiceDeps, 'store' | 'channel' | 'random'> &
  Omit<WebhookChannelDeps, 'store' | 'outbound'> & { readonly database: Database };

type Names =
  | 'webhook.list'
  | 'webhook.add'
  | 'webhook.pause'
  | 'webhook.remove'
  | 'webhook.test'
  | 'webhook.deliveries'
  | 'webhook.resend';

/** 事件推送: other systems are told what happened. */
export function createWebhooks(deps: WebhookDeps) {
  const store = createWebhookStore(deps.database);
  const outbound = createOutbound({ local: deps.local });
  const channel = createWebhookChannel({ ...deps, store, outbound });
  const service = createWebhookService({ ...deps, store, channel, random: randomBytes });
  const routes: Pick<RouteHandlers<Actor>, Names> = {
    'webhook.list': ({ actor }) => service.list(actor),
    'webhook.add': ({ actor }, wish) => service.add(actor, wish),
    'webhook.pause': ({ actor }, wish) => service.pause(actor, wish),
    'webhook.remove': ({ actor }, wish) => service.remove(actor, wish.webhookId),
    'webhook.test': ({ actor }, wish) => service.test(actor, wish.webhookId),
    'webhook.deliveries': ({ actor }, wish) => service.deliveries(actor, wish.webhookId),
    'webhook.resend': ({ actor }, wish) => service.resend(actor, wish),
  };
  return { service, channel, routes };
}
