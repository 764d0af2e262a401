import { type RawBuilder, sql } from 'kysely';
import type { Database, Migration } from '../platform/ports.ts';

/** An entry and its value of a field that no two entries may share. */
export type Claim = { readonly id: string; readonly value: string };

export const claimMigration: Migration = {
  name: 'directory-0007-claim',
  async up({ schema }) {
    await schema
      .createTable('register_claim')
      .addColumn('register', 'text', (column) => column.notNull())
      .addColumn('value', 'text', (column) => column.notNull())
      .addColumn('id', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('register_claim_key', ['register', 'value'])
      .execute();
  },
};

/** Three parameters each; SQLite takes 32,766. */
const ROWS_AT_ONCE = 1_000;

type Wish = {
  readonly register: string;
  readonly claims: readonly Claim[];
  /** Whether an entry still has the value that it claimed once, as the transaction sees it. */
  readonly holds: (claim: Claim) => Promise<boolean>;
};

/**
 * Takes values within the transaction that writes their entries. Who comes second waits for the first, in another process too, and then finds
 * it written. A claim is never given back: whether it still holds is asked when somebody else wants it.
 * @returns the first that somebody else holds; null when all are taken
 */
export async function takeClaims(via: Database, { register, claims, holds }: Wish): Promise<Claim | null> {
  // Everybody in the same order, or two could wait for each other.
  const wanted = new Map(
    claims.toSorted((a, b) => (a.value < b.value ? -1 : 1)).map(({ value, id }) => [value, id]),
  );
  const all = [...wanted];
  for (let from = 0; from < all.length; from += ROWS_AT_ONCE) {
    const rows = all
      .slice(from, from + ROWS_AT_ONCE)
      .map(([value, id]): RawBuilder<unknown> => sql`(${register}, ${value}, ${id})`);
    // Nothing is changed by it, but the row is held until the end, and its holder is told.
    const { rows: held } = await sql<Claim>`insert into register_claim (register, value, id)
      values ${sql.join(rows)} on conflict (register, value) do update set id = register_claim.id
      returning value, id`.execute(via);
    for (const { value, id: holder } of held) {
      const id = wanted.get(value);
      if (id === undefined || id === holder) continue;
      if (await holds({ id: holder, value })) return { id, value };
      await sql`update register_claim set id = ${id}
        where register = ${register} and value = ${value}`.execute(via);
    }
  }
  return null;
}
