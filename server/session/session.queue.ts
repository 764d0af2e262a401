import type { SessionId } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import type { Clock, Log } from '../platform/ports.ts';
import { type Batch, decideBatch, type Order, type Tip, type Verdict } from './session.batch.ts';
import type { Cells } from './session.cells.ts';
import { BrokenChainError } from './session.chain.ts';
import { admit } from './session.presence.rules.ts';
import type { Spool, SpooledFact } from './session.spool.ts';
import { AppendConflictError, keyOf, type SessionStore, type SessionWrite } from './session.store.ts';

/** Whoever waits longer than one transaction takes is in the next one. */
const BATCH_MAX = 64;
const TRIES_MAX = 5;

export interface SessionQueue {
  /** Decided in order of arrival, answered when the transaction is on the disk. Rejects when the rule threw or the chain is broken. */
  submit(order: Order): Promise<Result<void>>;
  /** A server fact. It is never refused: while the database is away it waits in the spool. */
  record(fact: SpooledFact): Promise<void>;
  /** Takes up what the spool of an earlier process holds. */
  takeUpSpool(): void;
  /** Tries again what waits in the spool. */
  retry(): Promise<void>;
  /** Resolves when nothing is under way. */
  settled(): Promise<void>;
}

export type QueueDeps = {
  readonly store: SessionStore;
  readonly cells: Cells;
  readonly spool: Spool;
  readonly clock: Clock;
  readonly log: Log;
  /** Told after every commit, after those who asked. */
  readonly committed: (batch: Batch) => void;
};

type Waiting = {
  readonly order: Order;
  /** Given for server facts: what to spool. */
  readonly spoolable: SpooledFact | null;
  readonly resolve: (answer: Result<void>) => void;
  readonly reject: (error: unknown) => void;
};

export function createQueue(deps: QueueDeps): SessionQueue {
  const { cells, spool, log } = deps;
  const waiting: Waiting[] = [];
  /** Spooled facts in order; they go before everything else, since they happened before. */
  let backlog: Waiting[] = [];
  let running: Promise<void> | null = null;

  const run = async (): Promise<void> => {
    // One turn of the event loop gathers what arrives together into one transaction.
    await new Promise((resolve) => setImmediate(resolve));
    do await settle(waiting.splice(0, BATCH_MAX));
    while (waiting.length > 0);
  };
  const kick = (): Promise<void> => {
    running ??= run().finally(() => {
      running = null;
      if (waiting.length > 0) void kick();
    });
    return running;
  };

  const settle = async (arrived: readonly Waiting[]): Promise<void> => {
    if (backlog.length + arrived.length === 0) return;
    const loaded = await loadAll([...backlog, ...arrived]);
    if (loaded === 'away') return away(arrived);
    const here = arrived.filter((each) => loaded.includes(each));
    const batch = await tried(loaded);
    if (batch === 'away') return away(here);
    if (batch === 'conflict') return here.forEach(answerConflict);
    for (const sessionId of batch.events.keys()) {
      const tip = batch.tips.get(sessionId);
      if (tip !== undefined) cells.set(sessionId, tip);
    }
    clearBacklog();
    for (const [index, each] of loaded.entries()) answer(each, batch.verdicts[index]);
    deps.committed(batch);
  };

  const tried = async (loaded: readonly Waiting[]): Promise<Batch | 'conflict' | 'away'> => {
    const orders = loaded.map((each) => each.order);
    try {
      return (await commit(deps, orders, new Set(backlog.map((each) => each.order)))) ?? 'conflict';
    } catch (error) {
      log.error({ error }, 'the database did not take a transaction of the session log');
      // Whether it was kept is unknown: read again before anything else is decided.
      for (const { sessionId } of orders) cells.doubt(sessionId);
      return 'away';
    }
  };

  /** Those whose session can be read; the others are answered here. */
  const loadAll = async (all: readonly Waiting[]): Promise<Waiting[] | 'away'> => {
    const broken = new Map<SessionId, BrokenChainError>();
    for (const sessionId of new Set(all.map((each) => each.order.sessionId))) {
      try {
        await cells.load(sessionId);
      } catch (error) {
        if (!(error instanceof BrokenChainError)) {
          log.error({ error }, 'the session log cannot be read');
          return 'away';
        }
        log.error(
          { error, sessionId, seq: error.seq },
          'THE LOG OF A SESSION IS BROKEN; it takes no more events',
        );
        broken.set(sessionId, error);
      }
    }
    return all.filter((each) => {
      const error = broken.get(each.order.sessionId);
      if (error === undefined) return true;
      each.reject(error);
      return false;
    });
  };

  const away = (arrived: readonly Waiting[]): void => {
    const facts = arrived.filter((each) => each.spoolable !== null);
    backlog.push(...facts);
    try {
      if (facts.length > 0) spool.add(facts.flatMap((each) => each.spoolable ?? []));
    } catch (error) {
      log.error(
        { error, count: facts.length },
        'the spool cannot be written: server facts are in memory only',
      );
    }
    for (const each of arrived) each.resolve(each.spoolable === null ? fail('UNAVAILABLE') : ok());
  };

  const clearBacklog = (): void => {
    if (backlog.length === 0) return;
    log.info({ count: backlog.length }, 'spooled facts are in the session log');
    backlog = [];
    spool.clear();
  };

  const answerConflict = (each: Waiting): void => {
    if (each.spoolable === null) each.resolve(fail('CONFLICT'));
    else waiting.push(each);
  };

  const enqueue = (order: Order, spoolable: SpooledFact | null): Promise<Result<void>> =>
    new Promise((resolve, reject) => {
      waiting.push({ order, spoolable, resolve, reject });
      void kick();
    });

  return {
    submit: (order) => enqueue(order, null),
    async record(fact) {
      try {
        await enqueue(orderOf(fact), fact);
      } catch (error) {
        log.error({ error, spooled: fact }, 'a server fact could not be written');
      }
    },
    takeUpSpool() {
      const nobody = { resolve: () => undefined, reject: () => undefined };
      backlog = spool.read().map((fact) => ({ order: orderOf(fact), spoolable: fact, ...nobody }));
    },
    retry: async () => {
      if (backlog.length > 0) await kick();
    },
    async settled() {
      while (running !== null) await running;
    },
  };
}

const orderOf = ({ sessionId, commandId, actor, fact }: SpooledFact): Order => ({
  sessionId,
  commandId,
  actor,
  remembered: false,
  decide: (state) => ok(admit(state, fact)),
});

function answer(each: Waiting, verdict: Verdict | undefined): void {
  if (verdict?.state === 'answered') each.resolve(verdict.answer);
  else each.reject(verdict?.error ?? new Error('an order was not decided'));
}

/** Decides and writes in one transaction; null when other processes were quicker five times. */
async function commit(
  deps: QueueDeps,
  orders: readonly Order[],
  spooled: ReadonlySet<Order>,
): Promise<Batch | null> {
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    const tips = new Map<SessionId, Tip>();
    for (const { sessionId } of orders) tips.set(sessionId, await deps.cells.load(sessionId));
    try {
      return await deps.store.write(async (write) => {
        const answers = await firstAnswers(write, orders);
        const written = await writtenBefore(write, spooled);
        const batch = decideBatch(orders, { tips, answers, written, nowMs: deps.clock.nowMs() });
        await write.append(batch.rows, batch.commands);
        return batch;
      });
    } catch (error) {
      if (!(error instanceof AppendConflictError)) throw error;
      for (const { sessionId } of orders) deps.cells.doubt(sessionId);
    }
  }
  return null;
}

const keyOfOrder = (order: Order) => ({ actor_id: order.actor.id, command_id: order.commandId });

async function firstAnswers(
  write: SessionWrite,
  orders: readonly Order[],
): Promise<ReadonlyMap<string, string>> {
  const keys = orders.filter((order) => order.remembered).map(keyOfOrder);
  return keys.length > 0 ? write.answersOf(keys) : new Map();
}

/** A process that died between a commit and the clearing of its spool left facts in both. */
async function writtenBefore(write: SessionWrite, spooled: ReadonlySet<Order>): Promise<ReadonlySet<string>> {
  const keys = new Set<string>();
  for (const [sessionId, orders] of Map.groupBy(spooled, (order) => order.sessionId)) {
    const written = await write.writtenIn(
      sessionId,
      orders.map((order) => order.commandId),
    );
    for (const order of orders) if (written.has(order.commandId)) keys.add(keyOf(keyOfOrder(order)));
  }
  return keys;
}
