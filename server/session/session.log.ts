import type { SessionId } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import type { SessionState } from '../../shared/session/session.state.ts';
import type { Clock, Log, NewId } from '../platform/ports.ts';
import type { Batch, Order } from './session.batch.ts';
import { createCells } from './session.cells.ts';
import { SessionQueue } from './session.queue.ts';
import type { Spool } from './session.spool.ts';
import type { SessionStore } from './session.store.ts';
import { type CommitListener, type DatedFact, type StoreNews, serverActor } from './session.types.ts';

/** The log of every session: one way in, and the fold of what is in it. */
export interface SessionLog {
  /** Throws when the store is away and the session was not in use, or when its chain is broken. */
  stateOf(sessionId: SessionId): Promise<SessionState>;
  /** The same as a value: `UNAVAILABLE` instead of a throw. */
  read(sessionId: SessionId): Promise<Result<SessionState>>;
  /** The fold of a session in use, at once. */
  peek(sessionId: SessionId): SessionState | undefined;
  stateAt(sessionId: SessionId, seq: number): SessionState | undefined;
  inUse(): SessionState[];
  submit(order: Order): Promise<Result<void>>;
  /** Writes what the server itself has seen; waits in the spool while the database is away. */
  record(sessionId: SessionId, fact: DatedFact): Promise<void>;
  /** Of everything, whichever server wrote it. */
  onCommitted(listener: CommitListener): () => void;
  /** Only of what this server wrote. */
  onWritten(listener: CommitListener): void;
  /** Only of what others wrote. */
  onTakenIn(listener: CommitListener): void;
  /** Another server has written into a session, or may have. Nothing happens for one that is not in use. */
  catchUp(sessionId: SessionId): void;
  /** Lets go of sessions that are over and that nobody needs. */
  letGo(needed: (state: SessionState) => boolean): void;
  takeUpSpool(): void;
  /** While the store is away: tries whether it is back, and then writes what waits. */
  retry(): Promise<void>;
  /** Something else could not be written to the same store. */
  storeFailed(error: unknown): void;
  settled(): Promise<void>;
}

export type LogDeps = {
  readonly store: SessionStore;
  readonly spool: Spool;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly log: Log;
  readonly storeChanged?: (news: StoreNews) => void;
};

export function createSessionLog(deps: LogDeps): SessionLog {
  const listeners = new Set<CommitListener>();
  const ofOwn = new Set<CommitListener>();
  const ofOthers = new Set<CommitListener>();
  const tell = (to: Iterable<CommitListener>, ...[sessionId, events, state]: Parameters<CommitListener>) => {
    for (const listener of [...to]) {
      try {
        listener(sessionId, events, state);
      } catch (error) {
        deps.log.error({ error, sessionId }, 'a listener of the session log failed');
      }
    }
  };
  const cells = createCells(deps.store, (events, state) => {
    tell([...listeners, ...ofOthers], state.sessionId, events, state);
  });
  const committed = (batch: Batch): void => {
    for (const [sessionId, events] of batch.events) {
      const tip = batch.tips.get(sessionId);
      if (tip !== undefined && events.length > 0)
        tell([...listeners, ...ofOwn], sessionId, events, tip.state);
    }
  };
  const queue = new SessionQueue({ ...deps, cells, committed });
  return {
    stateOf: async (sessionId) => cells.get(sessionId)?.state ?? (await cells.load(sessionId)).state,
    async read(sessionId) {
      try {
        return ok(cells.get(sessionId)?.state ?? (await cells.load(sessionId)).state);
      } catch (error) {
        deps.log.error({ error, sessionId }, 'the log of a session cannot be read');
        return fail('UNAVAILABLE');
      }
    },
    peek: (sessionId) => cells.get(sessionId)?.state,
    stateAt: cells.stateAt,
    inUse: cells.states,
    submit: (order) => queue.submit(order),
    record: (sessionId, fact) =>
      queue.record({ sessionId, commandId: deps.newId(), actor: serverActor, fact }),
    onCommitted(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onWritten: (listener) => void ofOwn.add(listener),
    onTakenIn: (listener) => void ofOthers.add(listener),
    catchUp: (sessionId) => queue.catchUp(sessionId),
    letGo(needed) {
      for (const state of cells.states()) {
        const over = state.phase.state === 'ended' || state.phase.state === 'unopened';
        if (over && !needed(state)) cells.drop(state.sessionId);
      }
    },
    takeUpSpool: () => queue.takeUpSpool(),
    retry: () => queue.retry(),
    storeFailed: (error) => queue.storeFailed(error),
    settled: () => queue.settled(),
  };
}
