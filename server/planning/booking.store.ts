import type { AppError } from '../../shared/kernel/errors.ts';
import { type LessonId, lessonId } from '../../shared/kernel/ids.ts';
import type { Result } from '../../shared/kernel/result.ts';
import type { Database } from '../platform/ports.ts';
import { type Booking, type Clash, findClash, freeOf, type Resource } from './booking.rules.ts';

type Row = {
  resource: Resource;
  resource_id: string;
  start_at_ms: number;
  end_at_ms: number;
  lesson_id: string;
};
export type BookingTables = { booking: Row; booking_turn: { id: number; turn: number } };

/** A refusal inside a transaction, which takes back all of it. */
class TakenBack extends Error {
  readonly error: AppError;
  constructor(error: AppError) {
    super('taken back');
    this.error = error;
  }
}

export type Coming = { readonly lessonId: LessonId; readonly startAtMs: number; readonly count: number };

/** No lesson is longer (shared/lesson.ts): what began earlier than this is over. */
const LONGEST_MS = 240 * 60_000;
/** PostgreSQL takes 65,535 parameters in one statement, SQLite 32,766. */
const ROWS_AT_ONCE = 2_000;

/**
 * Which lesson holds which room, person and class when. Every writer first updates the one row of `booking_turn` and so waits for the writer
 * before, in other processes too; what it then reads is what that one left. So two bookings of one thing never overlap.
 */
export type BookingStore = {
  /** Runs work as one transaction, alone among all that book. A refusal takes back everything. */
  inTurn<T>(work: (trx: Database) => Promise<Result<T>>): Promise<Result<T>>;
  /** Stores all of them, or none and says what stands in the way. A transaction that did other work before may wait here. */
  book(trx: Database, bookings: readonly Booking[]): Promise<Clash | null>;
  /** Stores those whose thing is free, for lessons that nobody can forbid any more. */
  bookFree(trx: Database, bookings: readonly Booking[]): Promise<void>;
  /** Everything that begins within a stretch of time, its end not included. */
  heldFrom(fromMs: number, toMs: number): Promise<readonly Booking[]>;
  /** Of each of these things that is held after a moment: how often, and by which lesson first. */
  coming(
    trx: Database,
    wish: { readonly resource: Resource; readonly ids: readonly string[]; readonly fromMs: number },
  ): Promise<ReadonlyMap<string, Coming>>;
  /** The lessons hold nothing any more. */
  release(trx: Database, lessonIds: readonly LessonId[]): Promise<void>;
};

export function createBookingStore(database: Database): BookingStore {
  return {
    async inTurn(work) {
      try {
        return await database.transaction().execute(async (trx) => {
          await takeTurn(trx);
          const answer = await work(trx);
          if (!answer.ok) throw new TakenBack(answer.error);
          return answer;
        });
      } catch (cause) {
        if (cause instanceof TakenBack) return { ok: false, error: cause.error };
        throw cause;
      }
    },
    async book(trx, bookings) {
      await takeTurn(trx);
      const clash = findClash(bookings, await heldBeside(trx, bookings));
      if (clash === null) await insert(trx, bookings);
      return clash;
    },
    async bookFree(trx, bookings) {
      await takeTurn(trx);
      await insert(trx, freeOf(bookings, await heldBeside(trx, bookings)));
    },
    async heldFrom(fromMs, toMs) {
      const rows = await tables(database)
        .selectFrom('booking')
        .selectAll()
        .where('start_at_ms', '>=', fromMs)
        .where('start_at_ms', '<', toMs)
        .execute();
      return rows.map(bookingFrom);
    },
    async coming(trx, { resource, ids, fromMs }) {
      await takeTurn(trx);
      const found = new Map<string, Coming>();
      for (const some of inParts(ids)) {
        const rows = await tables(trx)
          .selectFrom('booking')
          .select(['resource_id', 'start_at_ms', 'lesson_id'])
          .where('resource_id', 'in', some)
          .where('resource', '=', resource)
          .where('start_at_ms', '>', fromMs - LONGEST_MS)
          .where('end_at_ms', '>', fromMs)
          .orderBy('start_at_ms')
          .execute();
        for (const row of rows) {
          const before = found.get(row.resource_id);
          const first = { lessonId: lessonId.parse(row.lesson_id), startAtMs: Number(row.start_at_ms) };
          found.set(row.resource_id, { ...(before ?? first), count: (before?.count ?? 0) + 1 });
        }
      }
      return found;
    },
    async release(trx, lessonIds) {
      await takeTurn(trx);
      for (const some of inParts(lessonIds))
        await tables(trx).deleteFrom('booking').where('lesson_id', 'in', some).execute();
    },
  };
}

const tables = (trx: Database) => trx.withTables<BookingTables>();

async function takeTurn(trx: Database): Promise<void> {
  const { numUpdatedRows } = await tables(trx)
    .updateTable('booking_turn')
    .set((column) => ({ turn: column('turn', '+', 1) }))
    .where('id', '=', 1)
    .executeTakeFirst();
  if (Number(numUpdatedRows) !== 1) throw new Error('booking: nobody can wait for their turn');
}

/** What is held of the same things at around the same time. */
async function heldBeside(trx: Database, wanted: readonly Booking[]): Promise<Booking[]> {
  const held: Booking[] = [];
  if (wanted.length === 0) return held;
  const fromMs = wanted.reduce((least, each) => Math.min(least, each.startAtMs), Number.POSITIVE_INFINITY);
  const toMs = wanted.reduce((most, each) => Math.max(most, each.endAtMs), 0);
  for (const ids of inParts([...new Set(wanted.map((each) => each.resourceId))])) {
    const rows = await tables(trx)
      .selectFrom('booking')
      .selectAll()
      .where('resource_id', 'in', ids)
      .where('start_at_ms', '>', fromMs - LONGEST_MS)
      .where('start_at_ms', '<', toMs)
      .where('end_at_ms', '>', fromMs)
      .execute();
    held.push(...rows.map(bookingFrom));
  }
  return held;
}

async function insert(trx: Database, bookings: readonly Booking[]): Promise<void> {
  for (const some of inParts(bookings))
    await tables(trx).insertInto('booking').values(some.map(rowOf)).execute();
}

const rowOf = (booking: Booking): Row => ({
  resource: booking.resource,
  resource_id: booking.resourceId,
  start_at_ms: booking.startAtMs,
  end_at_ms: booking.endAtMs,
  lesson_id: booking.lessonId,
});

const bookingFrom = (row: Row): Booking => ({
  resource: row.resource,
  resourceId: row.resource_id,
  startAtMs: Number(row.start_at_ms),
  endAtMs: Number(row.end_at_ms),
  lessonId: lessonId.parse(row.lesson_id),
});

function inParts<T>(all: readonly T[]): readonly (readonly T[])[] {
  const count = Math.ceil(all.length / ROWS_AT_ONCE);
  return Array.from({ length: count }, (_, part) =>
    all.slice(part * ROWS_AT_ONCE, (part + 1) * ROWS_AT_ONCE),
  );
}
