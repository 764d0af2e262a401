import { z } from 'zod';
import { reportScope } from './coverage/report.ts';
import { webhookId } from './kernel/ids.ts';

/**
 * What other systems can be told of: a lesson has ended; its attendance is settled, or settled anew after a late count; a report was
 * frozen 月报冻结; something in a lesson can still be helped 告警.
 */
export const webhookEvent = z.enum(['session.ended', 'session.settled', 'snapshot.frozen', 'alarm.raised']);
export type WebhookEvent = z.infer<typeof webhookEvent>;

/** An address 推送地址 that is told of events in a part of the tree. Its secret is told once. */
export const webhook = z.object({
  id: webhookId,
  name: z.string(),
  /** Without its query, which may hold a secret. */
  url: z.string(),
  scope: reportScope,
  scopeName: z.string(),
  events: z.array(webhookEvent),
  paused: z.boolean(),
  createdAtMs: z.int(),
  createdByName: z.string(),
  waitingCount: z.int(),
  deadCount: z.int(),
});
export type Webhook = z.infer<typeof webhook>;
