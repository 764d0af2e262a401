import { reportScope } from '../../shared/coverage/report.ts';
import { type BigScreenId, bigScreenId, personId } from '../../shared/kernel/ids.ts';
import type { Database } from '../platform/ports.ts';
import type { BigScreen } from './big-screen.types.ts';

type Row = {
  id: string;
  token_hash: string;
  scope_kind: string;
  scope_id: string;
  label: string;
  made_by: string;
  made_at_ms: number;
  seen_at_ms: number | null;
  revoked_at_ms: number | null;
};

const screenFrom = (row: Row): BigScreen => ({
  id: bigScreenId.parse(row.id),
  tokenHash: row.token_hash,
  scope: reportScope.parse({ kind: row.scope_kind, id: row.scope_id }),
  label: row.label,
  madeBy: personId.parse(row.made_by),
  madeAtMs: row.made_at_ms,
  seenAtMs: row.seen_at_ms,
  revokedAtMs: row.revoked_at_ms,
});

export type BigScreenStore = ReturnType<typeof createBigScreenStore>;

export function createBigScreenStore(database: Database) {
  const tables = database.withTables<{ big_screen: Row }>();
  const screens = () => tables.selectFrom('big_screen').selectAll();
  return {
    async add(screen: BigScreen): Promise<void> {
      const { id, tokenHash, scope, label, madeBy, madeAtMs, seenAtMs, revokedAtMs } = screen;
      const row = {
        ...{ id, token_hash: tokenHash, scope_kind: scope.kind, scope_id: scope.id, label },
        ...{ made_by: madeBy, made_at_ms: madeAtMs, seen_at_ms: seenAtMs, revoked_at_ms: revokedAtMs },
      };
      await tables.insertInto('big_screen').values(row).execute();
    },
    async byId(id: BigScreenId): Promise<BigScreen | null> {
      const row = await screens().where('id', '=', id).executeTakeFirst();
      return row === undefined ? null : screenFrom(row);
    },
    async byTokenHash(hash: string): Promise<BigScreen | null> {
      const row = await screens().where('token_hash', '=', hash).executeTakeFirst();
      return row === undefined ? null : screenFrom(row);
    },
    /** Those that show something, the newest first. */
    async open(): Promise<readonly BigScreen[]> {
      const rows = await screens().where('revoked_at_ms', 'is', null).orderBy('made_at_ms', 'desc').execute();
      return rows.map(screenFrom);
    },
    async seen(id: BigScreenId, atMs: number): Promise<void> {
      await tables.updateTable('big_screen').set({ seen_at_ms: atMs }).where('id', '=', id).execute();
    },
    async revoke(id: BigScreenId, atMs: number): Promise<void> {
      await tables
        .updateTable('big_screen')
        .set({ revoked_at_ms: atMs })
        .where('id', '=', id)
        .where('revoked_at_ms', 'is', null)
        .execute();
    },
  };
}
