import type { Kysely } from 'kysely';
import type { SessionId } from '../../shared/kernel/ids.ts';
import type { Clock, Database } from '../platform/ports.ts';

/** Which of several servers carries the sound and picture of a session: the first that is asked for it, until it lets go or is dead. */
export interface MediaHome {
  /** Whether it is this server from now on. */
  claim(sessionId: SessionId): Promise<boolean>;
  /** Whether it is this server, as far as known. */
  holds(sessionId: SessionId): boolean;
  /** Whether another server has refused it by being there. */
  isElsewhere(sessionId: SessionId): boolean;
  release(sessionId: SessionId): Promise<void>;
}

/** For the only server of its records. */
export const onlyHome: MediaHome = {
  claim: async () => true,
  holds: () => true,
  isElsewhere: () => false,
  release: async () => undefined,
};

type Tables = { media_home: { session_id: string; server_id: string; beat_at_ms: number } };

/** So long without a sign of life, seen by the clock of who looks, and a server counts as dead. */
export const DEAD_AFTER_MS = 15_000;

export type SharedHomeDeps = {
  readonly database: Database;
  readonly serverId: string;
  readonly clock: Clock;
};

/** Notes in the database, so that no server has to ask another. */
export class SharedHome implements MediaHome {
  readonly #tables: Kysely<Tables>;
  readonly #serverId: string;
  readonly #clock: Clock;
  readonly #held = new Set<SessionId>();
  readonly #elsewhere = new Set<SessionId>();
  readonly #watched = new Map<SessionId, { readonly beatAtMs: number; readonly sinceMs: number }>();

  constructor({ database, serverId, clock }: SharedHomeDeps) {
    this.#tables = database.withTables<Tables>();
    this.#serverId = serverId;
    this.#clock = clock;
  }

  async claim(sessionId: SessionId): Promise<boolean> {
    if (this.#held.has(sessionId)) return true;
    const mine = { session_id: sessionId, server_id: this.#serverId, beat_at_ms: this.#clock.nowMs() };
    await this.#tables
      .insertInto('media_home')
      .values(mine)
      .onConflict((conflict) => conflict.column('session_id').doNothing())
      .execute();
    const row = await this.#row(sessionId);
    const held = row?.server_id === this.#serverId;
    if (held) this.#held.add(sessionId);
    if (held) this.#elsewhere.delete(sessionId);
    else this.#elsewhere.add(sessionId);
    return held;
  }

  holds(sessionId: SessionId): boolean {
    return this.#held.has(sessionId);
  }

  isElsewhere(sessionId: SessionId): boolean {
    return this.#elsewhere.has(sessionId);
  }

  async release(sessionId: SessionId): Promise<void> {
    this.#held.delete(sessionId);
    this.#elsewhere.delete(sessionId);
    await this.#delete(sessionId, this.#serverId);
  }

  /** Says that this server lives. */
  async beat(): Promise<void> {
    if (this.#held.size === 0) return;
    const beat_at_ms = this.#clock.nowMs();
    await this.#tables
      .updateTable('media_home')
      .set({ beat_at_ms })
      .where('server_id', '=', this.#serverId)
      .execute();
  }

  /** What an earlier run of this server left. @returns its sessions */
  async releaseLeft(): Promise<readonly SessionId[]> {
    const left = this.#tables.deleteFrom('media_home').where('server_id', '=', this.#serverId);
    const rows = await left.returning('session_id').execute();
    return rows.map((row) => row.session_id as SessionId);
  }

  /** Sessions whose server gives no sign of life any more: from now on another may carry them. */
  async reap(): Promise<readonly SessionId[]> {
    const rows = await this.#tables
      .selectFrom('media_home')
      .selectAll()
      .where('server_id', '!=', this.#serverId)
      .execute();
    const nowMs = this.#clock.nowMs();
    const dead: SessionId[] = [];
    const seen = new Set<SessionId>();
    for (const row of rows) {
      const sessionId = row.session_id as SessionId;
      seen.add(sessionId);
      const before = this.#watched.get(sessionId);
      // The other's clock is only compared with itself.
      if (before?.beatAtMs !== row.beat_at_ms)
        this.#watched.set(sessionId, { beatAtMs: row.beat_at_ms, sinceMs: nowMs });
      else if (nowMs - before.sinceMs >= DEAD_AFTER_MS && (await this.#delete(sessionId, row.server_id)))
        dead.push(sessionId);
    }
    for (const sessionId of this.#watched.keys()) if (!seen.has(sessionId)) this.#watched.delete(sessionId);
    for (const sessionId of this.#elsewhere) if (!seen.has(sessionId)) this.#elsewhere.delete(sessionId);
    return dead;
  }

  #row(sessionId: SessionId) {
    return this.#tables
      .selectFrom('media_home')
      .selectAll()
      .where('session_id', '=', sessionId)
      .executeTakeFirst();
  }

  /** @returns whether it was there, so that of several who find it dead one says so */
  async #delete(sessionId: SessionId, serverId: string): Promise<boolean> {
    const done = await this.#tables
      .deleteFrom('media_home')
      .where('session_id', '=', sessionId)
      .where('server_id', '=', serverId)
      .executeTakeFirst();
    return Number(done.numDeletedRows) > 0;
  }
}
