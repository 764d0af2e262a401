import { type SessionId, sessionId } from '../../shared/kernel/ids.ts';
import { createRegister, type RegisterDeps } from '../platform/register.ts';
import {
  fromPersonRow,
  fromRoomRow,
  fromSessionRow,
  type SessionRow,
  type Tables,
  thresholdSpec,
  toPersonRow,
  toRoomRow,
  toSessionRow,
} from './attendance.tables.ts';
import type { SettledSession } from './settle.rules.ts';

/** SQLite takes at most 32,766 parameters in one statement; far fewer keep a statement readable in a log. */
const BATCH = 400;

/** Settled lessons: a cache of what the log says, which may be thrown away and computed again. */
export function createAttendanceStore(deps: RegisterDeps) {
  const own = deps.database.withTables<Tables>();
  return {
    thresholds: createRegister(deps, thresholdSpec),

    /** Replaces what is there unless that was computed from a later event. Repeating it changes nothing. */
    async save(session: SettledSession, nowMs: number): Promise<void> {
      await own.transaction().execute(async (trx) => {
        const row: SessionRow = { ...toSessionRow(session), settled_at_ms: nowMs };
        const { session_id: _, ...changed } = row;
        const written = await trx
          .insertInto('attendance_settled')
          .values(row)
          .onConflict((conflict) =>
            conflict
              .column('session_id')
              .doUpdateSet(changed)
              .where('attendance_settled.log_seq', '<=', session.logSeq),
          )
          .executeTakeFirst();
        if (Number(written.numInsertedOrUpdatedRows ?? 0) === 0) return;
        await trx.deleteFrom('attendance_settled_room').where('session_id', '=', session.sessionId).execute();
        const rooms = session.rooms.map((room) => toRoomRow(session.sessionId, room));
        if (rooms.length > 0) await trx.insertInto('attendance_settled_room').values(rooms).execute();
        await trx
          .deleteFrom('attendance_settled_person')
          .where('session_id', '=', session.sessionId)
          .execute();
        const people = session.people.map((person) => toPersonRow(session.sessionId, person));
        if (people.length > 0) await trx.insertInto('attendance_settled_person').values(people).execute();
      });
    },

    /** A reopened lesson has not ended, so it has no result until it ends again. */
    async remove(id: SessionId): Promise<void> {
      await own.transaction().execute(async (trx) => {
        await trx.deleteFrom('attendance_settled').where('session_id', '=', id).execute();
        await trx.deleteFrom('attendance_settled_room').where('session_id', '=', id).execute();
        await trx.deleteFrom('attendance_settled_person').where('session_id', '=', id).execute();
      });
    },

    /** Everything that is kept of lessons. One that has not ended is not among them. */
    async settled(ids: readonly SessionId[]): Promise<readonly SettledSession[]> {
      const sessions = await batched(ids, (some) =>
        own.selectFrom('attendance_settled').selectAll().where('session_id', 'in', some).execute(),
      );
      const found = sessions.map((row) => row.session_id);
      const rooms = await batched(found, (some) =>
        own
          .selectFrom('attendance_settled_room')
          .selectAll()
          .where('session_id', 'in', some)
          .orderBy('room_id')
          .execute(),
      );
      const people = await batched(found, (some) =>
        own
          .selectFrom('attendance_settled_person')
          .selectAll()
          .where('session_id', 'in', some)
          .orderBy('person_id')
          .orderBy('part')
          .execute(),
      );
      const roomsOf = Map.groupBy(rooms, (row) => row.session_id);
      const peopleOf = Map.groupBy(people, (row) => row.session_id);
      return sessions.map((row) => ({
        ...fromSessionRow(row),
        rooms: (roomsOf.get(row.session_id) ?? []).map(fromRoomRow),
        people: (peopleOf.get(row.session_id) ?? []).map(fromPersonRow),
      }));
    },

    /** Sessions that were settled at or after a moment, in order, at most `limit`. */
    async settledSince(atMs: number, limit: number): Promise<readonly { id: SessionId; atMs: number }[]> {
      const rows = await own
        .selectFrom('attendance_settled')
        .select(['session_id', 'settled_at_ms'])
        .where('settled_at_ms', '>=', atMs)
        .orderBy('settled_at_ms')
        .limit(limit)
        .execute();
      return rows.map((row) => ({ id: sessionId.parse(row.session_id), atMs: Number(row.settled_at_ms) }));
    },

    /** The last event that each settled lesson was computed from. */
    async logSeqs(ids: readonly SessionId[]): Promise<ReadonlyMap<SessionId, number>> {
      const rows = await batched(ids, (some) =>
        own
          .selectFrom('attendance_settled')
          .select(['session_id', 'log_seq'])
          .where('session_id', 'in', some)
          .execute(),
      );
      return new Map(rows.map((row) => [sessionId.parse(row.session_id), row.log_seq]));
    },
  };
}

export type AttendanceStore = ReturnType<typeof createAttendanceStore>;

async function batched<Id, Row>(
  ids: readonly Id[],
  read: (some: readonly Id[]) => Promise<readonly Row[]>,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (let start = 0; start < ids.length; start += BATCH) {
    rows.push(...(await read(ids.slice(start, start + BATCH))));
  }
  return rows;
}
