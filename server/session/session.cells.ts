import type { SessionId } from '../../shared/kernel/ids.ts';
import type { SessionEvent } from '../../shared/session/session.events.ts';
import { evolve } from '../../shared/session/session.fold.ts';
import { emptySession, type SessionState } from '../../shared/session/session.state.ts';
import type { Tip } from './session.batch.ts';
import { CHAIN_START } from './session.chain.ts';
import type { SessionStore } from './session.store.ts';

/** States kept for catching up without a snapshot. They share what did not change, so they cost little. */
const REMEMBERED_STATES = 256;

type Cell = { readonly tip: Tip; readonly past: readonly SessionState[] };

/** The folds of the sessions in use, each loaded once. */
export interface Cells {
  /** As it was last known, also while the store is away. */
  get(sessionId: SessionId): Tip | undefined;
  /** The fold, read from the store when it is not here or in doubt. Throws when the store is away or the chain is broken. */
  load(sessionId: SessionId): Promise<Tip>;
  set(sessionId: SessionId, tip: Tip): void;
  /** Whether the store holds just this is unknown: the next `load` reads what came behind it. */
  doubt(sessionId: SessionId): void;
  drop(sessionId: SessionId): void;
  /** The state as it stood after some commit at `seq`, while that is remembered. */
  stateAt(sessionId: SessionId, seq: number): SessionState | undefined;
  states(): SessionState[];
}

/** @param tookIn told of events that came behind a known end by another way than `set` */
export function createCells(
  store: SessionStore,
  tookIn: (events: readonly SessionEvent[], state: SessionState) => void = () => undefined,
): Cells {
  const cells = new Map<SessionId, Cell>();
  const doubted = new Set<SessionId>();
  const loading = new Map<SessionId, Promise<Tip>>();

  const read = async (sessionId: SessionId): Promise<Tip> => {
    const known = cells.get(sessionId)?.tip;
    const { events, head } =
      known === undefined
        ? await store.load(sessionId)
        : await store.loadAfter(sessionId, { seq: known.state.seq, head: known.head });
    const state = events.reduce(evolve, known?.state ?? emptySession(sessionId));
    const tip = { state, head: head ?? CHAIN_START };
    put(sessionId, tip);
    doubted.delete(sessionId);
    if (known !== undefined && events.length > 0) tookIn(events, state);
    return tip;
  };
  const put = (sessionId: SessionId, tip: Tip): void => {
    const past = cells.get(sessionId)?.past ?? [];
    cells.set(sessionId, { tip, past: [...past.slice(1 - REMEMBERED_STATES), tip.state] });
  };

  return {
    get: (sessionId) => cells.get(sessionId)?.tip,
    load(sessionId) {
      const known = cells.get(sessionId);
      if (known !== undefined && !doubted.has(sessionId)) return Promise.resolve(known.tip);
      const underWay = loading.get(sessionId);
      if (underWay !== undefined) return underWay;
      const promise = read(sessionId).finally(() => loading.delete(sessionId));
      loading.set(sessionId, promise);
      return promise;
    },
    set: put,
    doubt: (sessionId) => {
      doubted.add(sessionId);
    },
    drop: (sessionId) => {
      cells.delete(sessionId);
    },
    stateAt: (sessionId, seq) => cells.get(sessionId)?.past.find((state) => state.seq === seq),
    states: () => [...cells.values()].map((cell) => cell.tip.state),
  };
}
