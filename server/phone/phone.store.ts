import type { GrantId, PersonId, RoomId, SessionId } from '../../shared/kernel/ids.ts';
import type { Database } from '../platform/ports.ts';
import type { Grant, GrantEnd } from './phone.types.ts';

type GrantRow = {
  id: GrantId;
  token_hash: string;
  session_id: SessionId;
  room_id: RoomId | null;
  person_id: PersonId | null;
  substitute_name: string | null;
  seat: string;
  made_at_ms: number;
  expires_at_ms: number;
  ended_at_ms: number | null;
  ended_how: GrantEnd | null;
};
type Tables = {
  phone_grant: GrantRow;
  phone_pin: { person_id: PersonId; pin_hash: string; set_at_ms: number; set_by: PersonId };
};

const grantFrom = (row: GrantRow): Grant => ({
  id: row.id,
  sessionId: row.session_id,
  roomId: row.room_id,
  personId: row.person_id,
  substituteName: row.substitute_name,
  madeAtMs: row.made_at_ms,
  expiresAtMs: row.expires_at_ms,
  ended: row.ended_at_ms === null ? null : { atMs: row.ended_at_ms, how: row.ended_how ?? 'released' },
});

export type PhoneStore = ReturnType<typeof createPhoneStore>;

export function createPhoneStore(database: Database) {
  const tables = database.withTables<Tables>();
  return {
    /** False when the seat is taken: of many who come at once, one gets it. */
    async add(grant: Grant, at: { readonly tokenHash: string; readonly seat: string }): Promise<boolean> {
      const added = await tables
        .insertInto('phone_grant')
        .values({
          id: grant.id,
          token_hash: at.tokenHash,
          session_id: grant.sessionId,
          room_id: grant.roomId,
          person_id: grant.personId,
          substitute_name: grant.substituteName,
          seat: at.seat,
          made_at_ms: grant.madeAtMs,
          expires_at_ms: grant.expiresAtMs,
          ended_at_ms: null,
          ended_how: null,
        })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      return Number(added.numInsertedOrUpdatedRows ?? 0) > 0;
    },
    async byToken(tokenHash: string): Promise<Grant | null> {
      const row = await tables
        .selectFrom('phone_grant')
        .selectAll()
        .where('token_hash', '=', tokenHash)
        .executeTakeFirst();
      return row === undefined ? null : grantFrom(row);
    },
    /** Whoever holds a seat and has not been sent away; their day may be over. */
    async holding(seat: string): Promise<Grant | null> {
      const row = await tables
        .selectFrom('phone_grant')
        .selectAll()
        .where('seat', '=', seat)
        .where('ended_at_ms', 'is', null)
        .executeTakeFirst();
      return row === undefined ? null : grantFrom(row);
    },
    /** Everybody by name who has ever had a right in a session. */
    async holders(sessionId: SessionId): Promise<ReadonlyMap<string, PersonId>> {
      const rows = await tables
        .selectFrom('phone_grant')
        .select(['id', 'person_id'])
        .where('session_id', '=', sessionId)
        .where('person_id', 'is not', null)
        .execute();
      return new Map(rows.flatMap((row) => (row.person_id === null ? [] : [[row.id, row.person_id]])));
    },
    async ofSession(sessionId: SessionId): Promise<readonly Grant[]> {
      const rows = await tables
        .selectFrom('phone_grant')
        .selectAll()
        .where('session_id', '=', sessionId)
        .where('ended_at_ms', 'is', null)
        .orderBy('made_at_ms')
        .orderBy('id')
        .execute();
      return rows.map(grantFrom);
    },
    /** The first end stays. */
    async end(id: GrantId, how: GrantEnd, atMs: number): Promise<void> {
      await tables
        .updateTable('phone_grant')
        .set({ ended_at_ms: atMs, ended_how: how })
        .where('id', '=', id)
        .where('ended_at_ms', 'is', null)
        .execute();
    },
    async setPin(
      personId: PersonId,
      pinHash: string,
      by: { readonly personId: PersonId; readonly atMs: number },
    ) {
      const pin = { pin_hash: pinHash, set_at_ms: by.atMs, set_by: by.personId };
      await tables
        .insertInto('phone_pin')
        .values({ person_id: personId, ...pin })
        .onConflict((conflict) => conflict.column('person_id').doUpdateSet(pin))
        .execute();
    },
    async pinOf(personId: PersonId): Promise<string | null> {
      const row = await tables
        .selectFrom('phone_pin')
        .select('pin_hash')
        .where('person_id', '=', personId)
        .executeTakeFirst();
      return row?.pin_hash ?? null;
    },
    async peopleWithPin(): Promise<ReadonlySet<PersonId>> {
      const rows = await tables.selectFrom('phone_pin').select('person_id').execute();
      return new Set(rows.map((row) => row.person_id));
    },
  };
}
