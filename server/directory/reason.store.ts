import { sql } from 'kysely';
import type { Database, Migration } from '../platform/ports.ts';

export const reasonMigration: Migration = {
  name: 'directory-0008-reason',
  async up({ schema }) {
    await schema
      .createTable('register_reason')
      .addColumn('id', 'text', (column) => column.notNull())
      .addColumn('version', 'integer', (column) => column.notNull())
      .addColumn('reason', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('register_reason_key', ['id', 'version'])
      .execute();
  },
};

type Version = { readonly id: string; readonly version: number };

/** Why versions were written, in the words of whoever wrote them; a part of the transaction that writes them. */
export async function keepReason(via: Database, versions: readonly Version[], reason: string): Promise<void> {
  if (reason === '' || versions.length === 0) return;
  const rows = versions.map(({ id, version }) => sql`(${id}, ${version}, ${reason})`);
  await sql`insert into register_reason (id, version, reason) values ${sql.join(rows)}`.execute(via);
}

/** By version, of one entry of any register. */
export async function reasonsOf(database: Database, id: string): Promise<ReadonlyMap<number, string>> {
  const { rows } = await sql<{
    version: number;
    reason: string;
  }>`select version, reason from register_reason where id = ${id}`.execute(database);
  return new Map(rows.map((row) => [Number(row.version), row.reason]));
}
