import { createHash } from 'node:crypto';
import { canonicalJson } from '../../shared/kernel/canonical-json.ts';
import { sessionId as sessionIdSchema } from '../../shared/kernel/ids.ts';
import { actorKind, readFact, type SessionEvent } from '../../shared/session/session.events.ts';

/** A stored event, column by column. `body` is canonical JSON; `hash` covers every other column as it is stored. */
export type EventRow = {
  readonly session_id: string;
  readonly seq: number;
  readonly recorded_at_ms: number;
  readonly occurred_at_ms: number;
  readonly actor_kind: string;
  readonly actor_id: string;
  readonly command_id: string;
  readonly type: string;
  readonly type_version: number;
  readonly body: string;
  readonly prev_hash: string;
  readonly hash: string;
};

/** What stands before the first event of every session. */
export const CHAIN_START = '0'.repeat(64);

export function hashOf({
  hash: _,
  ...columns
}: EventRow | (Omit<EventRow, 'hash'> & { hash?: string })): string {
  return createHash('sha256').update(canonicalJson(columns)).digest('hex');
}

/** The log of a session is not what was written. Nothing of it may be believed or added to until somebody has looked. */
export class BrokenChainError extends Error {
  override readonly name = 'BrokenChainError';
  readonly sessionId: string;
  /** The first event that does not fit. */
  readonly seq: number;

  constructor(sessionId: string, seq: number, why: 'gap' | 'link' | 'hash' | 'body' | 'words') {
    super(`the log of session ${sessionId} is broken at seq ${seq} (${why})`);
    this.sessionId = sessionId;
    this.seq = seq;
  }
}

/** An end of a log: the seq and hash of its last event. */
export type ChainEnd = { readonly seq: number; readonly head: string };

/** Reads rows in order of seq, from the first behind `after` on. Throws `BrokenChainError` at the first that does not follow from the one before. */
export function verified(
  rows: readonly EventRow[],
  after: ChainEnd = { seq: 0, head: CHAIN_START },
): SessionEvent[] {
  let { head } = after;
  return rows.map((row, index) => {
    const seq = after.seq + index + 1;
    if (row.seq !== seq) throw new BrokenChainError(row.session_id, seq, 'gap');
    if (row.prev_hash !== head) throw new BrokenChainError(row.session_id, row.seq, 'link');
    if (row.hash !== hashOf(row)) throw new BrokenChainError(row.session_id, row.seq, 'hash');
    head = row.hash;
    return eventOf(row);
  });
}

export function eventOf(row: EventRow): SessionEvent {
  try {
    return {
      ...readFact(row.type, JSON.parse(row.body)),
      sessionId: sessionIdSchema.parse(row.session_id),
      seq: row.seq,
      recordedAtMs: row.recorded_at_ms,
      occurredAtMs: row.occurred_at_ms,
      actorKind: actorKind.parse(row.actor_kind),
      actorId: row.actor_id,
    };
  } catch (cause) {
    // The hash fits and the body does not: written by a version that knows more, or by a bug.
    throw Object.assign(new BrokenChainError(row.session_id, row.seq, 'body'), { cause });
  }
}
