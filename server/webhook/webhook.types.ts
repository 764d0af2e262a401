import type { ReportScope } from '../../shared/coverage/report.ts';
import type { PersonId, WebhookId } from '../../shared/kernel/ids.ts';
import type { WebhookEvent } from '../../shared/webhook.ts';

/** An address as it is kept. The secret is kept as it is: each letter is signed with it. */
export type StoredWebhook = {
  readonly id: WebhookId;
  readonly name: string;
  readonly url: string;
  readonly scope: ReportScope;
  readonly events: readonly WebhookEvent[];
  readonly secret: string;
  readonly paused: boolean;
  readonly createdAtMs: number;
  readonly createdBy: PersonId;
};
