import { reportScope } from '../../shared/coverage/report.ts';
import { personId, type WebhookId, webhookId } from '../../shared/kernel/ids.ts';
import type { Database, Migration } from '../platform/ports.ts';
import { eventsIn } from './webhook.rules.ts';
import type { StoredWebhook } from './webhook.types.ts';

type Row = {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly scope_kind: string;
  readonly scope_id: string;
  /** With spaces between. */
  readonly events: string;
  readonly secret: string;
  readonly paused: number;
  readonly created_at_ms: number;
  readonly created_by: string;
};

export const webhookMigrations: readonly Migration[] = [
  {
    name: 'webhook-0001-webhook',
    async up({ schema }) {
      let table = schema.createTable('webhook').addColumn('id', 'text', (column) => column.primaryKey());
      for (const name of ['name', 'url', 'scope_kind', 'scope_id', 'events', 'secret', 'created_by'])
        table = table.addColumn(name, 'text', (column) => column.notNull());
      await table
        .addColumn('paused', 'integer', (column) => column.notNull())
        .addColumn('created_at_ms', 'bigint', (column) => column.notNull())
        .execute();
    },
  },
];

export type WebhookStore = ReturnType<typeof createWebhookStore>;

export function createWebhookStore(database: Database) {
  const own = database.withTables<{ webhook: Row }>();
  return {
    /** The newest first. */
    async all(): Promise<readonly StoredWebhook[]> {
      return (await own.selectFrom('webhook').selectAll().orderBy('id', 'desc').execute()).map(webhookFrom);
    },
    async byId(id: string): Promise<StoredWebhook | null> {
      const row = await own.selectFrom('webhook').selectAll().where('id', '=', id).executeTakeFirst();
      return row === undefined ? null : webhookFrom(row);
    },
    async add(webhook: StoredWebhook): Promise<void> {
      const { id, name, url, scope, secret } = webhook;
      await own
        .insertInto('webhook')
        .values({
          ...{ id, name, url, secret },
          scope_kind: scope.kind,
          scope_id: scope.id,
          events: webhook.events.join(' '),
          paused: webhook.paused ? 1 : 0,
          created_at_ms: webhook.createdAtMs,
          created_by: webhook.createdBy,
        })
        .execute();
    },
    async pause(id: WebhookId, paused: boolean): Promise<void> {
      await own
        .updateTable('webhook')
        .set({ paused: paused ? 1 : 0 })
        .where('id', '=', id)
        .execute();
    },
    async remove(id: WebhookId): Promise<void> {
      await own.deleteFrom('webhook').where('id', '=', id).execute();
    },
  };
}

const webhookFrom = (row: Row): StoredWebhook => ({
  id: webhookId.parse(row.id),
  name: row.name,
  url: row.url,
  scope: reportScope.parse({ kind: row.scope_kind, id: row.scope_id }),
  events: eventsIn(row.events),
  secret: row.secret,
  paused: row.paused === 1,
  createdAtMs: Number(row.created_at_ms),
  createdBy: personId.parse(row.created_by),
});
