import type { PersonId } from '../../shared/kernel/ids.ts';
import type { Database, Migration } from '../platform/ports.ts';

type Tables = {
  credential: { person_id: PersonId; login_name: string; password_hash: string; made_at_ms: number };
  login: {
    token_hash: string;
    id: string;
    person_id: PersonId;
    created_at_ms: number;
    last_seen_at_ms: number;
  };
  setup_link: { id: number; token_hash: string; made_at_ms: number; used_at_ms: number | null };
};

export type Login = {
  readonly id: string;
  readonly personId: PersonId;
  readonly createdAtMs: number;
  readonly lastSeenAtMs: number;
};

export const identityMigrations: readonly Migration[] = [
  {
    name: 'identity-001-logins',
    async up(database) {
      await database.schema
        .createTable('credential')
        .addColumn('person_id', 'text', (column) => column.primaryKey())
        .addColumn('login_name', 'text', (column) => column.notNull().unique())
        .addColumn('password_hash', 'text', (column) => column.notNull())
        .addColumn('made_at_ms', 'bigint', (column) => column.notNull())
        .execute();
      await database.schema
        .createTable('login')
        .addColumn('token_hash', 'text', (column) => column.primaryKey())
        .addColumn('id', 'text', (column) => column.notNull().unique())
        .addColumn('person_id', 'text', (column) => column.notNull())
        .addColumn('created_at_ms', 'bigint', (column) => column.notNull())
        .addColumn('last_seen_at_ms', 'bigint', (column) => column.notNull())
        .execute();
      await database.schema
        .createTable('setup_link')
        .addColumn('id', 'integer', (column) => column.primaryKey())
        .addColumn('token_hash', 'text', (column) => column.notNull())
        .addColumn('made_at_ms', 'bigint', (column) => column.notNull())
        .addColumn('used_at_ms', 'bigint')
        .execute();
    },
  },
];

const ONE = 1;

export type IdentityStore = ReturnType<typeof createIdentityStore>;

export function createIdentityStore(database: Database) {
  const tables = database.withTables<Tables>();
  return {
    /** False when the name, or the person, has a sign-in already. */
    async addCredential(credential: Tables['credential']): Promise<boolean> {
      const added = await tables
        .insertInto('credential')
        .values(credential)
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      return Number(added.numInsertedOrUpdatedRows ?? 0) > 0;
    },
    async credentialOf(loginName: string): Promise<{ personId: PersonId; passwordHash: string } | null> {
      const row = await tables
        .selectFrom('credential')
        .select(['person_id', 'password_hash'])
        .where('login_name', '=', loginName)
        .executeTakeFirst();
      return row === undefined ? null : { personId: row.person_id, passwordHash: row.password_hash };
    },
    async hasCredentials(): Promise<boolean> {
      return (
        (await tables.selectFrom('credential').select('person_id').limit(1).executeTakeFirst()) !== undefined
      );
    },
    async addLogin(tokenHash: string, login: Login): Promise<void> {
      await tables
        .insertInto('login')
        .values({
          token_hash: tokenHash,
          id: login.id,
          person_id: login.personId,
          created_at_ms: login.createdAtMs,
          last_seen_at_ms: login.lastSeenAtMs,
        })
        .execute();
    },
    async loginOf(tokenHash: string): Promise<Login | null> {
      const row = await tables
        .selectFrom('login')
        .selectAll()
        .where('token_hash', '=', tokenHash)
        .executeTakeFirst();
      if (row === undefined) return null;
      return {
        id: row.id,
        personId: row.person_id,
        createdAtMs: row.created_at_ms,
        lastSeenAtMs: row.last_seen_at_ms,
      };
    },
    async seen(tokenHash: string, atMs: number): Promise<void> {
      await tables
        .updateTable('login')
        .set({ last_seen_at_ms: atMs })
        .where('token_hash', '=', tokenHash)
        .execute();
    },
    async endLogin(tokenHash: string): Promise<void> {
      await tables.deleteFrom('login').where('token_hash', '=', tokenHash).execute();
    },
    async endLoginsUnseenSince(seenMs: number, createdMs: number): Promise<void> {
      await tables
        .deleteFrom('login')
        .where((row) => row.or([row('last_seen_at_ms', '<=', seenMs), row('created_at_ms', '<=', createdMs)]))
        .execute();
    },
    async putSetupLink(tokenHash: string, atMs: number): Promise<void> {
      const link = { token_hash: tokenHash, made_at_ms: atMs, used_at_ms: null };
      await tables
        .insertInto('setup_link')
        .values({ id: ONE, ...link })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(link))
        .execute();
    },
    /** True for exactly one of those who come with the right token. */
    async claimSetupLink(tokenHash: string, atMs: number): Promise<boolean> {
      const claimed = await tables
        .updateTable('setup_link')
        .set({ used_at_ms: atMs })
        .where('id', '=', ONE)
        .where('token_hash', '=', tokenHash)
        .where('used_at_ms', 'is', null)
        .executeTakeFirst();
      return Number(claimed.numUpdatedRows) === 1;
    },
    async releaseSetupLink(tokenHash: string): Promise<void> {
      await tables
        .updateTable('setup_link')
        .set({ used_at_ms: null })
        .where('token_hash', '=', tokenHash)
        .execute();
    },
  };
}
