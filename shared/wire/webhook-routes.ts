import { z } from 'zod';
import { webhookId } from '../kernel/ids.ts';
import { delivery } from '../outbox.ts';
import { webhook, webhookEvent } from '../webhook.ts';

const nothing = z.object({});
const one = z.strictObject({ webhookId });

/**
 * Webhooks 事件推送: POST {type, timestamp, data} with the headers of Standard Webhooks 1.0: webhook-id (the same at every try),
 * webhook-timestamp, webhook-signature v1 (HMAC-SHA256).
 */
export const webhookRoutes = {
  'webhook.list': {
    method: 'GET',
    path: '/api/webhooks',
    body: z.strictObject({}),
    answer: z.object({ webhooks: z.array(webhook) }),
    about: 'Addresses that are told of events in the asker’s part of the tree.',
  },
  'webhook.add': {
    method: 'POST',
    path: '/api/webhooks',
    body: z.strictObject({
      name: z.string().trim().min(1).max(60),
      url: z.string().trim().min(1).max(500),
      scopeKind: z.enum(['region', 'school']),
      scopeId: z.uuid(),
      events: z.array(webhookEvent).min(1).max(webhookEvent.options.length),
    }),
    answer: z.object({ id: webhookId, secret: z.string() }),
    about:
      'Tells an address of events from now on: POST {type, timestamp, data}, signed by Standard Webhooks 1.0 with the secret that is shown this once. ' +
      'INVALID_VALUE {field: url, reason: local} for an address of our own network that the operator has not allowed, or one without https.',
  },
  'webhook.pause': {
    method: 'POST',
    path: '/api/webhooks/:webhookId/pause',
    body: one.extend({ paused: z.boolean() }),
    answer: nothing,
    about: 'Lets what happens wait, for seven days at most, or sends it from now on.',
  },
  'webhook.remove': {
    method: 'POST',
    path: '/api/webhooks/:webhookId/remove',
    body: one,
    answer: nothing,
    about: 'Tells an address nothing any more; what waited is dropped.',
  },
  'webhook.test': {
    method: 'POST',
    path: '/api/webhooks/:webhookId/test',
    body: one,
    answer: delivery,
    about: 'Sends an event of the type test at once, and says how it went.',
  },
  'webhook.deliveries': {
    method: 'GET',
    path: '/api/webhooks/:webhookId/deliveries',
    body: one,
    answer: z.object({ deliveries: z.array(delivery) }),
    about: 'The last hundred letters to an address and how they went.',
  },
  'webhook.resend': {
    method: 'POST',
    path: '/api/webhooks/:webhookId/deliveries/:deliveryId/resend',
    body: one.extend({ deliveryId: z.uuid() }),
    answer: nothing,
    about: 'Sends a letter again that was given up.',
  },
} as const;
