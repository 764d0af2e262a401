import { idOf } from '../outbox/outbox.ids.ts';
import type { Channel, Letter } from '../outbox/outbox.types.ts';
import type { Outbound } from '../platform/outbound.ts';
import type { Clock } from '../platform/ports.ts';
import { signedHeaders } from './webhook.signature.ts';
import type { WebhookStore } from './webhook.store.ts';
import { type ToldDeps, toldOf } from './webhook.told.ts';
import type { StoredWebhook } from './webhook.types.ts';

export type WebhookChannelDeps = ToldDeps & {
  readonly store: Pick<WebhookStore, 'all' | 'byId'>;
  readonly outbound: Outbound;
  readonly clock: Clock;
};

/** Letters to addresses that somebody of the office has entered. */
export function createWebhookChannel(deps: WebhookChannelDeps): Channel {
  const { store, outbound, clock } = deps;
  return {
    name: 'webhook',
    async sinceMs() {
      const all = await store.all();
      return all.length === 0 ? null : Math.min(...all.map((each) => each.createdAtMs));
    },
    async lettersOf(happening) {
      const { name, id, atMs } = happening;
      const wanting = (await store.all()).filter(
        ({ events, createdAtMs }) => events.includes(name) && createdAtMs <= atMs,
      );
      const told = wanting.length === 0 ? null : await toldOf(deps, happening);
      if (told === null) return [];
      return wanting.flatMap((webhook) => {
        const data = told(webhook.scope);
        if (data === null) return [];
        return [
          letterTo(webhook, { id: idOf(webhook.id, name, id, atMs), event: name, subjectId: id, atMs, data }),
        ];
      });
    },
    async targets() {
      return (await store.all()).filter(({ paused }) => !paused).map(({ id }) => id);
    },
    async send({ id, targetId, body }, signal) {
      const webhook = await store.byId(targetId);
      if (webhook === null) return { state: 'superseded' };
      const answer = await outbound({
        url: new URL(webhook.url),
        method: 'POST',
        headers: {
          'Content-Type': 'application/json; charset=utf-8',
          'User-Agent': 'Sanketang',
          ...signedHeaders(webhook.secret, { id, atMs: clock.nowMs(), body }),
        },
        body,
        signal,
      });
      if (answer.state === 'failed')
        return answer.reason === 'stopped'
          ? { state: 'stopped' }
          : { state: 'failed', failure: { reason: answer.reason, status: null } };
      const { status } = answer;
      return status >= 200 && status < 300
        ? { state: 'sent' }
        : { state: 'failed', failure: { reason: 'status', status } };
    },
  };
}

type About = {
  readonly id: string;
  readonly event: string;
  readonly subjectId: string;
  readonly atMs: number;
  readonly data: object;
};

export const letterTo = (webhook: StoredWebhook, { id, event, subjectId, atMs, data }: About): Letter => ({
  ...{ id, event, subjectId },
  channel: 'webhook',
  targetId: webhook.id,
  body: JSON.stringify({ type: event, timestamp: new Date(atMs).toISOString(), data }),
  createdAtMs: atMs,
  dueAtMs: atMs,
});
