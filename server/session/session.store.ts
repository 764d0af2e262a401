import { sql, type Transaction } from 'kysely';
import type { ConnectionId, SessionId } from '../../shared/kernel/ids.ts';
import type { SessionEvent } from '../../shared/session/session.events.ts';
import type { Database } from '../platform/ports.ts';
import { type EventRow, verified } from './session.chain.ts';

export type CommandRow = {
  readonly actor_id: string;
  readonly command_id: string;
  readonly answer: string;
  readonly recorded_at_ms: number;
};
export type BeatRow = {
  readonly connection_id: string;
  readonly session_id: string;
  readonly seat: string;
  readonly last_heard_at_ms: number;
};
export type SessionTables = { session_event: EventRow; command: CommandRow; beat: BeatRow };

/** Another process has written in between: nothing of the transaction was kept, read anew and decide again. */
export class AppendConflictError extends Error {
  override readonly name = 'AppendConflictError';
}

export type CommandKey = Pick<CommandRow, 'actor_id' | 'command_id'>;

/** What may be done while a batch of commands is decided. */
export interface SessionWrite {
  /** The first answers of commands that were seen before, by `actor_id command_id`. */
  answersOf(keys: readonly CommandKey[]): Promise<ReadonlyMap<string, string>>;
  /** Which of these command ids have already left an event in the session. */
  writtenIn(sessionId: SessionId, commandIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** Throws `AppendConflictError` when any of these is already there. */
  append(events: readonly EventRow[], commands: readonly CommandRow[]): Promise<void>;
}

export interface SessionStore {
  /** Throws `BrokenChainError` naming the first event that does not fit. */
  load(
    sessionId: SessionId,
  ): Promise<{ readonly events: readonly SessionEvent[]; readonly head: string | null }>;
  write<T>(work: (write: SessionWrite) => Promise<T>): Promise<T>;
  /** The newest event that changed a session's phase, for each of these sessions that has a log. */
  lastPhases(sessionIds: readonly SessionId[]): Promise<ReadonlyMap<SessionId, string>>;
  /** Sessions that are not over, or whose end was recorded at or after `endedSinceMs`. */
  unfinished(endedSinceMs: number): Promise<readonly SessionId[]>;
  saveBeats(beats: readonly BeatRow[]): Promise<void>;
  dropBeats(connectionIds: readonly string[]): Promise<void>;
  beatsOf(sessionId: SessionId): Promise<ReadonlyMap<ConnectionId, number>>;
  forgetCommands(beforeMs: number): Promise<void>;
}

/** Twelve columns a row: far below what either database takes in one statement. */
const ROWS_A_STATEMENT = 500;
const phaseTypes = ['session.opened', 'session.started', 'session.ended', 'session.reopened'];

export const keyOf = (key: CommandKey): string => `${key.actor_id} ${key.command_id}`;

export function createSessionStore(database: Database): SessionStore {
  const own = database.withTables<SessionTables>();
  return {
    async load(sessionId) {
      const rows = await own
        .selectFrom('session_event')
        .selectAll()
        .where('session_id', '=', sessionId)
        .orderBy('seq')
        .execute();
      return { events: verified(rows), head: rows.at(-1)?.hash ?? null };
    },
    write: (work) => own.transaction().execute((transaction) => work(writeIn(transaction))),
    async lastPhases(sessionIds) {
      const phases = new Map<SessionId, string>();
      for (const some of chunks(sessionIds)) {
        const rows = await own
          .selectFrom('session_event')
          .select(['session_id', 'type'])
          .where('session_id', 'in', some)
          .where('type', 'like', sql.lit('session.%'))
          .orderBy('session_id')
          .orderBy('seq')
          .execute();
        for (const row of rows)
          if (phaseTypes.includes(row.type)) phases.set(row.session_id as SessionId, row.type);
      }
      return phases;
    },
    async unfinished(endedSinceMs) {
      const rows = await own
        .selectFrom('session_event')
        .select(['session_id', 'type', 'recorded_at_ms'])
        .where('type', 'like', sql.lit('session.%'))
        .orderBy('session_id')
        .orderBy('seq')
        .execute();
      const last = new Map(rows.map((row) => [row.session_id as SessionId, row]));
      return [...last.values()]
        .filter((row) => row.type !== 'session.ended' || row.recorded_at_ms >= endedSinceMs)
        .map((row) => row.session_id as SessionId);
    },
    async saveBeats(beats) {
      for (const some of chunks(beats)) {
        await own
          .insertInto('beat')
          .values([...some])
          .onConflict((conflict) =>
            conflict.column('connection_id').doUpdateSet((row) => ({
              session_id: row.ref('excluded.session_id'),
              seat: row.ref('excluded.seat'),
              last_heard_at_ms: row.ref('excluded.last_heard_at_ms'),
            })),
          )
          .execute();
      }
    },
    async dropBeats(connectionIds) {
      for (const some of chunks(connectionIds))
        await own.deleteFrom('beat').where('connection_id', 'in', some).execute();
    },
    async beatsOf(sessionId) {
      const rows = await own
        .selectFrom('beat')
        .select(['connection_id', 'last_heard_at_ms'])
        .where('session_id', '=', sessionId)
        .execute();
      return new Map(rows.map((row) => [row.connection_id as ConnectionId, row.last_heard_at_ms]));
    },
    async forgetCommands(beforeMs) {
      await own.deleteFrom('command').where('recorded_at_ms', '<', beforeMs).execute();
    },
  };
}

function writeIn(transaction: Transaction<SessionTables>): SessionWrite {
  return {
    async answersOf(keys) {
      const answers = new Map<string, string>();
      for (const some of chunks(keys)) {
        const rows = await transaction
          .selectFrom('command')
          .selectAll()
          .where('actor_id', 'in', [...new Set(some.map((key) => key.actor_id))])
          .where('command_id', 'in', [...new Set(some.map((key) => key.command_id))])
          .execute();
        for (const row of rows) answers.set(keyOf(row), row.answer);
      }
      return answers;
    },
    async writtenIn(sessionId, commandIds) {
      const written = new Set<string>();
      for (const some of chunks(commandIds)) {
        const rows = await transaction
          .selectFrom('session_event')
          .select('command_id')
          .where('session_id', '=', sessionId)
          .where('command_id', 'in', some)
          .execute();
        for (const row of rows) written.add(row.command_id);
      }
      return written;
    },
    async append(events, commands) {
      for (const some of chunks(events)) {
        const done = await transaction
          .insertInto('session_event')
          .values([...some])
          .onConflict((conflict) => conflict.columns(['session_id', 'seq']).doNothing())
          .executeTakeFirst();
        refuseFewer(done.numInsertedOrUpdatedRows, some.length);
      }
      for (const some of chunks(commands)) {
        const done = await transaction
          .insertInto('command')
          .values([...some])
          .onConflict((conflict) => conflict.columns(['actor_id', 'command_id']).doNothing())
          .executeTakeFirst();
        refuseFewer(done.numInsertedOrUpdatedRows, some.length);
      }
    },
  };
}

function refuseFewer(done: bigint | undefined, wantedCount: number): void {
  if (Number(done ?? 0) !== wantedCount)
    throw new AppendConflictError('somebody else has written in between');
}

function chunks<T>(all: readonly T[]): (readonly T[])[] {
  const parts: (readonly T[])[] = [];
  for (let from = 0; from < all.length; from += ROWS_A_STATEMENT)
    parts.push(all.slice(from, from + ROWS_A_STATEMENT));
  return parts;
}
