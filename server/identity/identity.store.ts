import type { Kysely } from 'kysely';
import type { PersonId } from '../../shared/kernel/ids.ts';
import type { Database } from '../platform/ports.ts';
import type { IdentityTables } from './identity.tables.ts';

export type Login = {
  readonly id: string;
  readonly personId: PersonId;
  readonly createdAtMs: number;
  readonly lastSeenAtMs: number;
  readonly browser: string;
};

const ONE = 1;

export type IdentityStore = ReturnType<typeof createIdentityStore>;

export function createIdentityStore(database: Database) {
  const tables = database.withTables<IdentityTables>();
  return {
    /** False when the name, or the person, has a sign-in already. */
    async addCredential(credential: IdentityTables['credential']): Promise<boolean> {
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
    async credentialOfPerson(
      personId: PersonId,
    ): Promise<{ loginName: string; passwordHash: string } | null> {
      const row = await tables
        .selectFrom('credential')
        .select(['login_name', 'password_hash'])
        .where('person_id', '=', personId)
        .executeTakeFirst();
      return row === undefined ? null : { loginName: row.login_name, passwordHash: row.password_hash };
    },
    /** A new password ends every other login. @returns the ids of those that ended */
    async changePassword(
      personId: PersonId,
      {
        passwordHash,
        atMs,
        keep,
      }: { readonly passwordHash: string; readonly atMs: number; readonly keep: string },
    ): Promise<string[]> {
      return tables.transaction().execute(async (trx) => {
        await trx
          .updateTable('credential')
          .set({ password_hash: passwordHash, made_at_ms: atMs })
          .where('person_id', '=', personId)
          .execute();
        await trx.deleteFrom('invitation').where('person_id', '=', personId).execute();
        return endLogins(trx, personId, { except: keep });
      });
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
          browser: login.browser,
        })
        .execute();
    },
    async loginOf(tokenHash: string): Promise<Login | null> {
      const row = await tables
        .selectFrom('login')
        .selectAll()
        .where('token_hash', '=', tokenHash)
        .executeTakeFirst();
      return row === undefined ? null : loginOf(row);
    },
    /** Newest first. */
    async loginsOf(personId: PersonId): Promise<Login[]> {
      const rows = await tables
        .selectFrom('login')
        .selectAll()
        .where('person_id', '=', personId)
        .orderBy('created_at_ms', 'desc')
        .orderBy('id', 'desc')
        .execute();
      return rows.map(loginOf);
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
    /** One login of a person, or all, or all but one. @returns the ids of those that ended */
    async endLoginsOf(
      personId: PersonId,
      which: { readonly id?: string | undefined; readonly except?: string } = {},
    ): Promise<string[]> {
      return endLogins(tables, personId, which);
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

const loginOf = (row: IdentityTables['login']): Login => ({
  id: row.id,
  personId: row.person_id,
  createdAtMs: row.created_at_ms,
  lastSeenAtMs: row.last_seen_at_ms,
  browser: row.browser,
});

export async function endLogins(
  tables: Kysely<IdentityTables>,
  personId: PersonId,
  { id, except }: { readonly id?: string | undefined; readonly except?: string },
): Promise<string[]> {
  let query = tables.deleteFrom('login').where('person_id', '=', personId);
  if (id !== undefined) query = query.where('id', '=', id);
  if (except !== undefined) query = query.where('id', '!=', except);
  return (await query.returning('id').execute()).map((row) => row.id);
}
