import type { PersonId, SessionId } from '../../shared/kernel/ids.ts';
import type { Database, NewId } from '../platform/ports.ts';
import { merged } from './note.document.ts';

type Tables = {
  note_update: { id: string; session_id: SessionId; bytes: string };
  note_editor: { session_id: SessionId; person_id: PersonId; edited_at_ms: number };
};

/** So many pieces are put together into one: a note that is opened is read whole. */
const PIECES_MAX = 200;

export type Edit = {
  readonly sessionId: SessionId;
  readonly personId: PersonId;
  readonly update: Uint8Array;
  readonly atMs: number;
};
export type PreparationStore = ReturnType<typeof createPreparationStore>;

/** Pieces of notes, in whatever order they came: the document that they make is the same. */
export function createPreparationStore(database: Database, newId: NewId) {
  const tables = database.withTables<Tables>();
  const rowsOf = (sessionId: SessionId) =>
    tables.selectFrom('note_update').selectAll().where('session_id', '=', sessionId).orderBy('id').execute();
  return {
    async read(sessionId: SessionId): Promise<readonly Uint8Array[]> {
      return (await rowsOf(sessionId)).map(({ bytes }) => Buffer.from(bytes, 'base64'));
    },
    async add({ sessionId, personId, update, atMs }: Edit): Promise<void> {
      const bytes = Buffer.from(update).toString('base64');
      await tables.transaction().execute(async (own) => {
        await own.insertInto('note_update').values({ id: newId(), session_id: sessionId, bytes }).execute();
        await own
          .insertInto('note_editor')
          .values({ session_id: sessionId, person_id: personId, edited_at_ms: atMs })
          .onConflict((conflict) =>
            conflict.columns(['session_id', 'person_id']).doUpdateSet({ edited_at_ms: atMs }),
          )
          .execute();
      });
    },
    /** Another server may do the same at once: the same pieces twice are the same note. */
    async tidy(sessionId: SessionId): Promise<void> {
      const rows = await rowsOf(sessionId);
      if (rows.length <= PIECES_MAX) return;
      const whole = merged(rows.map(({ bytes }) => Buffer.from(bytes, 'base64')));
      const bytes = Buffer.from(whole).toString('base64');
      const last = rows.at(-1)?.id ?? '';
      await tables.transaction().execute(async (own) => {
        await own.insertInto('note_update').values({ id: newId(), session_id: sessionId, bytes }).execute();
        await own
          .deleteFrom('note_update')
          .where('session_id', '=', sessionId)
          .where('id', '<=', last)
          .where(
            'id',
            'in',
            rows.map(({ id }) => id),
          )
          .execute();
      });
    },
    /** Who has written in it, the latest first. */
    async editorsOf(
      sessionId: SessionId,
    ): Promise<readonly { readonly personId: PersonId; readonly atMs: number }[]> {
      const rows = await tables
        .selectFrom('note_editor')
        .selectAll()
        .where('session_id', '=', sessionId)
        .orderBy('edited_at_ms', 'desc')
        .orderBy('person_id')
        .execute();
      return rows.map((row) => ({ personId: row.person_id, atMs: Number(row.edited_at_ms) }));
    },
  };
}
