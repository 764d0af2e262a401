import { isIP } from 'node:net';
import type { ReportScope } from '../../shared/coverage/report.ts';
import { regionId, schoolId, type WebhookId, webhookId } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import type { Delivery } from '../../shared/outbox.ts';
import { type Webhook, webhookEvent } from '../../shared/webhook.ts';
import type { RouteBody } from '../../shared/wire/routes.ts';
import { type PartDeps, type Parts, partsOf } from '../coverage/report.part.ts';
import { nameOf } from '../coverage/report.tree.rules.ts';
import { invalid } from '../directory/directory.rules.ts';
import type { Action, Actor } from '../identity/identity.types.ts';
import type { OutboxService } from '../outbox/outbox.service.ts';
import type { Channel } from '../outbox/outbox.types.ts';
import { isPublicAddress } from '../platform/outbound.addresses.ts';
import type { Clock, NewId } from '../platform/ports.ts';
import type { RandomBytes } from '../platform/tokens.ts';
import { letterTo } from './webhook.channel.ts';
import { mayBeTold, shownUrl } from './webhook.rules.ts';
import { secretOf } from './webhook.signature.ts';
import type { WebhookStore } from './webhook.store.ts';
import type { StoredWebhook } from './webhook.types.ts';

export type WebhookServiceDeps = PartDeps & {
  readonly store: WebhookStore;
  readonly channel: Channel;
  readonly outbox: () => Pick<OutboxService, 'sendOnce' | 'deliveries' | 'resend' | 'counts' | 'dropTarget'>;
  /** Hosts of our own network that may be told, and without https. */
  readonly local: readonly string[];
  readonly clock: Clock;
  readonly newId: NewId;
  readonly random: RandomBytes;
};

/** More systems than an office talks to. */
const WEBHOOKS_MAX = 50;
const SHOWN_MAX = 100;
const SECRET_BYTES = 32;

type Done = Result<Record<string, never>>;

/**
 * Webhooks 事件推送, for administrators of the part of the tree that they are of. FORBIDDEN for who is none, NOT_FOUND for what is not there or
 * not theirs.
 */
export function createWebhookService(deps: WebhookServiceDeps) {
  const { store, clock, outbox } = deps;

  type Own = { readonly webhook: StoredWebhook; readonly parts: Parts };
  async function own(actor: Actor, action: Action, id: WebhookId): Promise<Result<Own>> {
    const parts = await partsOf(deps, actor, action);
    if (!parts.ok) return parts;
    const webhook = await store.byId(id);
    if (webhook === null || !parts.value.may(action, webhook.scope)) return fail('NOT_FOUND');
    return ok({ webhook, parts: parts.value });
  }

  return {
    async list(actor: Actor): Promise<Result<{ webhooks: Webhook[] }>> {
      const parts = await partsOf(deps, actor, 'webhook.list');
      if (!parts.ok) return parts;
      const { tree, may } = parts.value;
      const names = await deps.directory.names(await deps.directory.today());
      const webhooks: Webhook[] = [];
      for (const { secret: _, createdBy, ...each } of await store.all()) {
        if (!may('webhook.list', each.scope)) continue;
        const { waiting, dead } = await outbox().counts(each.id);
        webhooks.push({
          ...each,
          events: [...each.events],
          url: shownUrl(each.url),
          scopeName: nameOf([tree], each.scope),
          createdByName: names.person(createdBy)?.name ?? '',
          waitingCount: waiting,
          deadCount: dead,
        });
      }
      return ok({ webhooks });
    },

    async add(
      actor: Actor,
      wish: RouteBody<'webhook.add'>,
    ): Promise<Result<{ id: WebhookId; secret: string }>> {
      const parts = await partsOf(deps, actor, 'webhook.add');
      if (!parts.ok) return parts;
      const { name, url, scopeKind, scopeId } = wish;
      const scope: ReportScope =
        scopeKind === 'region'
          ? { kind: 'region', id: regionId.parse(scopeId) }
          : { kind: 'school', id: schoolId.parse(scopeId) };
      if (!parts.value.may('webhook.add', scope)) return fail('NOT_FOUND');
      const told = mayBeTold(url, {
        local: deps.local,
        isPublic: (host) => (isIP(host) === 0 ? null : isPublicAddress(host)),
      });
      if (told === 'wrong') return invalid('url', 'mismatch');
      if (told === 'local') return fail('INVALID_VALUE', { field: 'url', reason: told });
      if ((await store.all()).length >= WEBHOOKS_MAX) return invalid('scopeId', 'range');
      const secret = secretOf(deps.random(SECRET_BYTES));
      const id = webhookId.parse(deps.newId());
      const events = webhookEvent.options.filter((each) => wish.events.includes(each));
      const createdBy = parts.value.actor.personId;
      await store.add({
        ...{ id, name, url, scope, events, secret, createdBy },
        ...{ paused: false, createdAtMs: clock.nowMs() },
      });
      return ok({ id, secret });
    },

    async pause(actor: Actor, { webhookId: id, paused }: RouteBody<'webhook.pause'>): Promise<Done> {
      const found = await own(actor, 'webhook.pause', id);
      if (!found.ok) return found;
      await store.pause(id, paused);
      return ok({});
    },

    async remove(actor: Actor, id: WebhookId): Promise<Done> {
      const found = await own(actor, 'webhook.remove', id);
      if (!found.ok) return found;
      await store.remove(id);
      await outbox().dropTarget(id);
      return ok({});
    },

    async test(actor: Actor, id: WebhookId): Promise<Result<Delivery>> {
      const found = await own(actor, 'webhook.test', id);
      if (!found.ok) return found;
      const { webhook, parts } = found.value;
      const data = { webhookId: id, scope: webhook.scope, scopeName: nameOf([parts.tree], webhook.scope) };
      const letterId = deps.newId();
      const about = { id: letterId, event: 'test', subjectId: id, atMs: clock.nowMs(), data };
      return ok(await outbox().sendOnce(deps.channel, letterTo(webhook, about)));
    },

    async deliveries(actor: Actor, id: WebhookId): Promise<Result<{ deliveries: Delivery[] }>> {
      const found = await own(actor, 'webhook.deliveries', id);
      return found.ok ? ok({ deliveries: await outbox().deliveries(id, SHOWN_MAX) }) : found;
    },

    /** NOT_FOUND also for a letter that waits or was taken. */
    async resend(actor: Actor, { webhookId: id, deliveryId }: RouteBody<'webhook.resend'>): Promise<Done> {
      const found = await own(actor, 'webhook.resend', id);
      if (!found.ok) return found;
      return (await outbox().resend(id, deliveryId)) ? ok({}) : fail('NOT_FOUND');
    },
  };
}
