import { type InvitationId, invitationId, type PersonId } from '../../shared/kernel/ids.ts';
import type { Database } from '../platform/ports.ts';
import { endLogins } from './identity.store.ts';
import type { IdentityTables } from './identity.tables.ts';

export type Invitation = {
  readonly id: InvitationId;
  readonly personId: PersonId;
  readonly madeBy: PersonId;
  readonly madeAtMs: number;
  readonly expiresAtMs: number;
};

/** `endedLogins` are ids. */
export type Taken =
  | { readonly state: 'taken'; readonly endedLogins: readonly string[] }
  | { readonly state: 'gone' }
  | { readonly state: 'nameTaken' };

export type InvitationStore = ReturnType<typeof createInvitationStore>;

export function createInvitationStore(database: Database) {
  const tables = database.withTables<IdentityTables>();
  return {
    /** Takes the place of an earlier invitation of the same person. */
    async put(tokenHash: string, invitation: Invitation): Promise<void> {
      const row = {
        id: invitation.id,
        token_hash: tokenHash,
        made_at_ms: invitation.madeAtMs,
        made_by: invitation.madeBy,
        expires_at_ms: invitation.expiresAtMs,
      };
      await tables
        .insertInto('invitation')
        .values({ person_id: invitation.personId, ...row })
        .onConflict((conflict) => conflict.column('person_id').doUpdateSet(row))
        .execute();
    },
    async byToken(tokenHash: string): Promise<Invitation | null> {
      const row = await tables
        .selectFrom('invitation')
        .selectAll()
        .where('token_hash', '=', tokenHash)
        .executeTakeFirst();
      if (row === undefined) return null;
      return {
        id: invitationId.parse(row.id),
        personId: row.person_id,
        madeBy: row.made_by,
        madeAtMs: row.made_at_ms,
        expiresAtMs: row.expires_at_ms,
      };
    },
    /** Sign-in, invitation and earlier logins change together, for exactly one of those who come with the token. */
    async take(tokenHash: string, credential: IdentityTables['credential']): Promise<Taken> {
      return tables
        .transaction()
        .execute(async (trx): Promise<Taken> => {
          const claimed = await trx
            .updateTable('invitation')
            .set({ expires_at_ms: 0 })
            .where('token_hash', '=', tokenHash)
            .where('expires_at_ms', '>', credential.made_at_ms)
            .executeTakeFirst();
          if (Number(claimed.numUpdatedRows) !== 1) return { state: 'gone' };
          const { person_id, login_name, ...rest } = credential;
          const known = await trx
            .updateTable('credential')
            .set(rest)
            .where('person_id', '=', person_id)
            .executeTakeFirst();
          if (Number(known.numUpdatedRows) === 0) {
            const added = await trx
              .insertInto('credential')
              .values({ person_id, login_name, ...rest })
              .onConflict((conflict) => conflict.doNothing())
              .executeTakeFirst();
            if (Number(added.numInsertedOrUpdatedRows ?? 0) === 0) throw new NameTaken();
          }
          await trx.deleteFrom('invitation').where('token_hash', '=', tokenHash).execute();
          return { state: 'taken', endedLogins: await endLogins(trx, person_id, {}) };
        })
        .catch((cause: unknown): Taken => {
          if (cause instanceof NameTaken) return { state: 'nameTaken' };
          throw cause;
        });
    },
    async end(personId: PersonId): Promise<void> {
      await tables.deleteFrom('invitation').where('person_id', '=', personId).execute();
    },
    async endExpired(nowMs: number): Promise<void> {
      await tables.deleteFrom('invitation').where('expires_at_ms', '<=', nowMs).execute();
    },
  };
}

/** Takes the transaction back. */
class NameTaken extends Error {}
