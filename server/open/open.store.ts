import { reportScope } from '../../shared/coverage/report.ts';
import { type OpenTokenId, openTokenId, personId } from '../../shared/kernel/ids.ts';
import type { Database, Migration } from '../platform/ports.ts';
import type { StoredToken } from './open.types.ts';

type Row = {
  readonly id: string;
  readonly name: string;
  readonly token_hash: string;
  readonly scope_kind: string;
  readonly scope_id: string;
  readonly created_at_ms: number;
  readonly created_by: string;
  readonly last_used_at_ms: number | null;
  readonly revoked_at_ms: number | null;
};

export const openMigrations: readonly Migration[] = [
  {
    name: 'open-0001-token',
    async up({ schema }) {
      let table = schema.createTable('open_token').addColumn('id', 'text', (column) => column.primaryKey());
      for (const name of ['name', 'scope_kind', 'scope_id', 'created_by'])
        table = table.addColumn(name, 'text', (column) => column.notNull());
      await table
        .addColumn('token_hash', 'text', (column) => column.notNull().unique())
        .addColumn('created_at_ms', 'bigint', (column) => column.notNull())
        .addColumn('last_used_at_ms', 'bigint')
        .addColumn('revoked_at_ms', 'bigint')
        .execute();
    },
  },
];

export type OpenStore = ReturnType<typeof createOpenStore>;

export function createOpenStore(database: Database) {
  const own = database.withTables<{ open_token: Row }>();
  const by = async (column: 'id' | 'token_hash', value: string): Promise<StoredToken | null> => {
    const row = await own.selectFrom('open_token').selectAll().where(column, '=', value).executeTakeFirst();
    return row === undefined ? null : tokenFrom(row);
  };
  return {
    byId: (id: OpenTokenId) => by('id', id),
    byHash: (hash: string) => by('token_hash', hash),
    /** Those that still open something, the newest first. */
    async open(): Promise<readonly StoredToken[]> {
      const rows = await own
        .selectFrom('open_token')
        .selectAll()
        .where('revoked_at_ms', 'is', null)
        .orderBy('id', 'desc')
        .execute();
      return rows.map(tokenFrom);
    },
    async add(token: StoredToken, hash: string): Promise<void> {
      await own
        .insertInto('open_token')
        .values({
          id: token.id,
          name: token.name,
          token_hash: hash,
          scope_kind: token.scope.kind,
          scope_id: token.scope.id,
          created_at_ms: token.createdAtMs,
          created_by: token.createdBy,
          last_used_at_ms: null,
          revoked_at_ms: null,
        })
        .execute();
    },
    async markUsed(id: OpenTokenId, atMs: number): Promise<void> {
      await own.updateTable('open_token').set({ last_used_at_ms: atMs }).where('id', '=', id).execute();
    },
    /** A second time changes nothing. */
    async revoke(id: OpenTokenId, atMs: number): Promise<void> {
      await own
        .updateTable('open_token')
        .set({ revoked_at_ms: atMs })
        .where('id', '=', id)
        .where('revoked_at_ms', 'is', null)
        .execute();
    },
  };
}

const tokenFrom = (row: Row): StoredToken => ({
  id: openTokenId.parse(row.id),
  name: row.name,
  scope: reportScope.parse({ kind: row.scope_kind, id: row.scope_id }),
  createdAtMs: Number(row.created_at_ms),
  createdBy: personId.parse(row.created_by),
  lastUsedAtMs: row.last_used_at_ms === null ? null : Number(row.last_used_at_ms),
  revokedAtMs: row.revoked_at_ms === null ? null : Number(row.revoked_at_ms),
});
