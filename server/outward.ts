import type { OutboxModuleDeps } from './outbox/outbox.module.ts';
import { createOutbox } from './outbox/outbox.module.ts';
import type { Feed } from './outbox/outbox.types.ts';
import type { Config } from './platform/config.ts';
import { endedSince } from './session/session.ended.ts';
import { createFoundAlarms } from './supervision/supervision.found.ts';
import { createWebhooks, type WebhookDeps } from './webhook/webhook.module.ts';
import { createXapi, type XapiDeps } from './xapi/xapi.module.ts';

type OutwardDeps = Omit<WebhookDeps, 'outbox' | 'local' | 'alarm'> &
  Pick<XapiDeps, 'attendance'> &
  Pick<OutboxModuleDeps, 'jobs' | 'log'> & {
    readonly serverId: string;
    readonly config: Pick<Config, 'webhookLocalHosts' | 'lrs' | 'publicUrl'>;
    readonly settledSince: Feed['since'];
    readonly frozenSince: Feed['since'];
  };

const MINUTE_MS = 60_000;

/** Everything by which other systems are told of what happened. */
export function createOutward(deps: OutwardDeps) {
  const { database, config } = deps;
  const alarms = createFoundAlarms(database);
  const common = { ...deps, outbox: () => outbox.service };
  const webhooks = createWebhooks({ ...common, alarm: alarms.read, local: config.webhookLocalHosts });
  const xapi = createXapi({ ...common, lrs: config.lrs, home: config.publicUrl });
  const outbox = createOutbox({
    ...{ ...deps, holder: deps.serverId, channels: [webhooks.channel, xapi.channel] },
    feeds: [
      {
        name: 'session.ended',
        overlapMs: MINUTE_MS,
        since: (atMs, limit) => endedSince(database, atMs, limit),
      },
      { name: 'session.settled', overlapMs: MINUTE_MS, since: deps.settledSince },
      { name: 'alarm.raised', overlapMs: MINUTE_MS, since: alarms.since },
      // A province takes a while to be frozen, and the moment is that of its beginning.
      { name: 'snapshot.frozen', overlapMs: 60 * MINUTE_MS, since: deps.frozenSince },
    ],
  });
  return { webhooks, xapi, outbox };
}
