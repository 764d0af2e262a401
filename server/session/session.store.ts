import { type Kysely, sql, type Transaction } from 'kysely';
import type { ConnectionId, SessionId } from '../../shared/kernel/ids.ts';
import type { SessionEvent } from '../../shared/session/session.events.ts';
import type { Database } from '../platform/ports.ts';
import { type ChainEnd, type EventRow, verified } from './session.chain.ts';
import { textIn, withWords } from './session.texts.ts';
import type { SaltedText } from './session.types.ts';

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
  /** Which of several servers hears it. */
  readonly server_id: string;
};
export type SessionTables = {
  session_event: EventRow;
  command: CommandRow;
  beat: BeatRow;
  text: SaltedText;
};

/** Another process has written in between: nothing of the transaction was kept, read anew and decide again. */
export class AppendConflictError extends Error {
  override readonly name = 'AppendConflictError';
}

export type CommandKey = Pick<CommandRow, 'actor_id' | 'command_id'>;

/** What a batch leaves behind. */
type Written = {
  readonly rows: readonly EventRow[];
  readonly commands: readonly CommandRow[];
  readonly texts: readonly SaltedText[];
};

/** What may be done while a batch of commands is decided. */
export interface SessionWrite {
  /** The first answers of commands that were seen before, by `actor_id command_id`. */
  answersOf(keys: readonly CommandKey[]): Promise<ReadonlyMap<string, string>>;
  /** Which of these command ids have already left an event in the session. */
  writtenIn(sessionId: SessionId, commandIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** Throws `AppendConflictError` when any of these is already there. */
  append(batch: Written): Promise<void>;
}

/** Twelve columns a row: far below what either database takes in one statement. */
const ROWS_A_STATEMENT = 500;

export const keyOf = (key: CommandKey): string => `${key.actor_id} ${key.command_id}`;

/** The tables of the session log. */
export class SessionStore {
  readonly #tables: Kysely<SessionTables>;

  constructor(database: Database) {
    this.#tables = database.withTables<SessionTables>();
  }

  /** With the words of those events. Throws `BrokenChainError` naming the first event that does not fit. */
  async load(sessionId: SessionId, worded = (_: SessionEvent): boolean => true): Promise<StoredLog> {
    const { events, head } = await this.loadWordless(sessionId);
    return { events: withWords(events, await this.#textsOf(events.filter(worded))), head };
  }

  /** The same for whoever counts: nobody's words. */
  async loadWordless(sessionId: SessionId): Promise<StoredLog> {
    const rows = await this.#tables
      .selectFrom('session_event')
      .selectAll()
      .where('session_id', '=', sessionId)
      .orderBy('seq')
      .execute();
    return { events: verified(rows), head: rows.at(-1)?.hash ?? null };
  }

  /** What was written behind a known end, with words. Throws `BrokenChainError` when it does not follow from that end. */
  async loadAfter(sessionId: SessionId, after: ChainEnd): Promise<StoredLog> {
    const rows = await this.#tables
      .selectFrom('session_event')
      .selectAll()
      .where('session_id', '=', sessionId)
      .where('seq', '>', after.seq)
      .orderBy('seq')
      .execute();
    const events = verified(rows, after);
    return { events: withWords(events, await this.#textsOf(events)), head: rows.at(-1)?.hash ?? after.head };
  }

  /** The last seq of each of these sessions that has a log. */
  async newestSeqs(sessionIds: readonly SessionId[]): Promise<ReadonlyMap<SessionId, number>> {
    const seqs = new Map<SessionId, number>();
    for (const some of chunks(sessionIds)) {
      const rows = await this.#tables
        .selectFrom('session_event')
        .select(({ fn }) => ['session_id', fn.max('seq').as('seq')])
        .where('session_id', 'in', some)
        .groupBy('session_id')
        .execute();
      for (const row of rows) seqs.set(row.session_id as SessionId, row.seq);
    }
    return seqs;
  }

  /** All of it or nothing, and on the disk when this resolves. */
  async write<T>(work: (write: SessionWrite) => Promise<T>): Promise<T> {
    try {
      return await this.#tables.transaction().execute((transaction) => work(writeIn(transaction)));
    } catch (cause) {
      // Two servers waited for each other and this one had to give way: it is the same as having been late.
      const gaveWay = cause instanceof Error && 'code' in cause && /^(40P01|40001)$/.test(String(cause.code));
      throw gaveWay ? new AppendConflictError('another server was let go first') : cause;
    }
  }

  /** The newest event that changed a session's phase, for each of these sessions that has a log. */
  async lastPhases(sessionIds: readonly SessionId[]): Promise<ReadonlyMap<SessionId, string>> {
    const phases = new Map<SessionId, string>();
    for (const some of chunks(sessionIds)) {
      const rows = await this.#phaseEvents().where('session_id', 'in', some).execute();
      for (const row of rows) phases.set(row.session_id as SessionId, row.type);
    }
    return phases;
  }

  /** Which of these sessions were ever started. */
  async begunAmong(sessionIds: readonly SessionId[]): Promise<ReadonlySet<SessionId>> {
    const begun = new Set<SessionId>();
    for (const some of chunks(sessionIds)) {
      const rows = await this.#phaseEvents().where('session_id', 'in', some).execute();
      for (const row of rows) if (row.type === 'session.started') begun.add(row.session_id as SessionId);
    }
    return begun;
  }

  /** Sessions that are not over, or whose end was recorded at or after `endedSinceMs`. */
  async unfinished(endedSinceMs: number): Promise<readonly SessionId[]> {
    const rows = await this.#phaseEvents().execute();
    const last = new Map(rows.map((row) => [row.session_id as SessionId, row]));
    return [...last.values()]
      .filter((row) => row.type !== 'session.ended' || row.recorded_at_ms >= endedSinceMs)
      .map((row) => row.session_id as SessionId);
  }

  async saveBeats(beats: readonly BeatRow[]): Promise<void> {
    for (const some of chunks(beats)) {
      await this.#tables
        .insertInto('beat')
        .values([...some])
        .onConflict((conflict) =>
          conflict.column('connection_id').doUpdateSet((row) => ({
            session_id: row.ref('excluded.session_id'),
            seat: row.ref('excluded.seat'),
            last_heard_at_ms: row.ref('excluded.last_heard_at_ms'),
            server_id: row.ref('excluded.server_id'),
          })),
        )
        .execute();
    }
  }

  async dropBeats(connectionIds: readonly string[]): Promise<void> {
    for (const some of chunks(connectionIds))
      await this.#tables.deleteFrom('beat').where('connection_id', 'in', some).execute();
  }

  /** When each connection of a session was last heard, as far as it was written down; by one server if it is named. */
  async beatsOf(sessionId: SessionId, serverId?: string): Promise<ReadonlyMap<ConnectionId, number>> {
    const beats = this.#tables
      .selectFrom('beat')
      .select(['connection_id', 'last_heard_at_ms'])
      .where('session_id', '=', sessionId);
    const rows = await (serverId === undefined ? beats : beats.where('server_id', '=', serverId)).execute();
    return new Map(rows.map((row) => [row.connection_id as ConnectionId, row.last_heard_at_ms]));
  }

  /** The sessions in which any server hears somebody. */
  async sessionsHeard(): Promise<readonly SessionId[]> {
    const rows = await this.#tables.selectFrom('beat').select('session_id').distinct().execute();
    return rows.map((row) => row.session_id as SessionId);
  }

  async forgetCommands(beforeMs: number): Promise<void> {
    await this.#tables.deleteFrom('command').where('recorded_at_ms', '<', beforeMs).execute();
  }

  /** Throws while nothing can be written: it writes something and takes it away again. */
  async probe(): Promise<void> {
    const row = {
      connection_id: 'probe',
      session_id: 'probe',
      seat: 'probe',
      last_heard_at_ms: 0,
      server_id: '',
    };
    await this.saveBeats([row]);
    await this.dropBeats([row.connection_id]);
  }

  async #textsOf(events: readonly SessionEvent[]): Promise<readonly SaltedText[]> {
    const ids = events.flatMap((event) => textIn(event)?.textId ?? []);
    const found: SaltedText[] = [];
    for (const some of chunks(ids))
      found.push(...(await this.#tables.selectFrom('text').selectAll().where('id', 'in', some).execute()));
    return found;
  }

  /** Literal, so that both databases see that the partial index fits. */
  #phaseEvents() {
    return this.#tables
      .selectFrom('session_event')
      .select(['session_id', 'type', 'recorded_at_ms'])
      .where('type', 'like', sql.lit('session.%'))
      .orderBy('session_id')
      .orderBy('seq');
  }
}

export const createSessionStore = (database: Database): SessionStore => new SessionStore(database);

type StoredLog = { readonly events: readonly SessionEvent[]; readonly head: string | null };

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
    async append({ rows, commands, texts }) {
      // In one order everywhere, so that servers that write into the same sessions wait in line and not for each other.
      for (const some of chunks(rows.toSorted(bySession))) {
        const done = await transaction
          .insertInto('session_event')
          .values([...some])
          .onConflict((conflict) => conflict.columns(['session_id', 'seq']).doNothing())
          .executeTakeFirst();
        refuseFewer(done.numInsertedOrUpdatedRows, some.length);
      }
      for (const some of chunks(commands.toSorted(byKey))) {
        const done = await transaction
          .insertInto('command')
          .values([...some])
          .onConflict((conflict) => conflict.columns(['actor_id', 'command_id']).doNothing())
          .executeTakeFirst();
        refuseFewer(done.numInsertedOrUpdatedRows, some.length);
      }
      for (const some of chunks(texts))
        await transaction
          .insertInto('text')
          .values([...some])
          .execute();
    },
  };
}

const byText = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
const bySession = (a: EventRow, b: EventRow): number => byText(a.session_id, b.session_id) || a.seq - b.seq;
const byKey = (a: CommandRow, b: CommandRow): number => byText(keyOf(a), keyOf(b));

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
