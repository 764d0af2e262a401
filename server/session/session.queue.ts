import type { SessionId } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import { isDiskFull } from '../platform/failures.ts';
import type { Log } from '../platform/ports.ts';
import type { Batch, Order, Verdict } from './session.batch.ts';
import type { Cells } from './session.cells.ts';
import { BrokenChainError } from './session.chain.ts';
import { type CommitDeps, commit } from './session.commit.ts';
import { admit } from './session.presence.rules.ts';
import type { Spool, SpooledFact } from './session.spool.ts';
import type { StoreNews } from './session.types.ts';

/** Whoever waits longer than one transaction takes is in the next one. */
const BATCH_MAX = 64;

export type QueueDeps = CommitDeps & {
  readonly cells: Cells;
  readonly spool: Spool;
  readonly log: Log;
  /** Told after every commit, after those who asked. */
  readonly committed: (batch: Batch) => void;
  /** Told once per change. */
  readonly storeChanged?: (news: StoreNews) => void;
};

type Waiting = {
  readonly order: Order;
  /** Given for server facts: what to spool. */
  readonly spoolable: SpooledFact | null;
  readonly resolve: (answer: Result<void>) => void;
  readonly reject: (error: unknown) => void;
};

/** The one way into the logs: what arrives together is decided in order and written in one transaction. */
export class SessionQueue {
  readonly #deps: QueueDeps;
  readonly #waiting: Waiting[] = [];
  /** Spooled facts in order; they go before everything else, since they happened before. */
  #backlog: Waiting[] = [];
  #running: Promise<void> | null = null;
  /** Sessions into which another server has written. */
  readonly #behind = new Set<SessionId>();
  #away = false;

  constructor(deps: QueueDeps) {
    this.#deps = deps;
  }

  /** Answered when the transaction is on the disk. Rejects when the rule threw or the chain is broken. */
  submit(order: Order): Promise<Result<void>> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ order, spoolable: null, resolve, reject });
      void this.#kick();
    });
  }

  /** A server fact. It is never refused: while the database is away it waits in the spool. */
  record(fact: SpooledFact): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(this.#waitingFact(fact, resolve));
      void this.#kick();
    });
  }

  /** Takes up what the spool of an earlier process holds. */
  takeUpSpool(): void {
    this.#backlog = this.#deps.spool.read().map((fact) => this.#waitingFact(fact, () => undefined));
  }

  /** While the store is away: writes what waits in the spool or, when nothing does, tries whether anything could be written. */
  async retry(): Promise<void> {
    if (this.#backlog.length > 0) return this.#kick();
    if (!this.#away) return;
    try {
      await this.#deps.store.probe();
      this.#setAway(false);
    } catch (error) {
      this.#setAway(true, error);
    }
  }

  /** Reads what another server has written, between what is decided here and not during it. */
  catchUp(sessionId: SessionId): void {
    this.#behind.add(sessionId);
    void this.#kick();
  }

  storeFailed(error: unknown): void {
    this.#setAway(true, error);
  }

  /** Resolves when nothing is under way. */
  async settled(): Promise<void> {
    while (this.#running !== null) await this.#running;
  }

  #waitingFact(fact: SpooledFact, done: () => void): Waiting {
    const reject = (error: unknown): void => {
      this.#deps.log.error({ error, fact }, 'a server fact could not be written and is given up');
      done();
    };
    return { order: orderOf(fact), spoolable: fact, resolve: done, reject };
  }

  #kick(): Promise<void> {
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
      if (this.#waiting.length > 0 || this.#behind.size > 0) void this.#kick();
    });
    return this.#running;
  }

  async #run(): Promise<void> {
    // One turn of the event loop gathers what arrives together into one transaction.
    await new Promise((resolve) => setImmediate(resolve));
    do {
      await this.#takeIn();
      await this.#settle(this.#waiting.splice(0, BATCH_MAX));
    } while (this.#waiting.length > 0);
  }

  async #takeIn(): Promise<void> {
    const { cells, log } = this.#deps;
    const behind = [...this.#behind];
    this.#behind.clear();
    for (const sessionId of behind.filter((each) => cells.get(each) !== undefined)) {
      cells.doubt(sessionId);
      try {
        await cells.load(sessionId);
      } catch (error) {
        // It stays in doubt: whatever is decided next reads again, and is refused when that fails too.
        log.warn({ error, sessionId }, 'what another server wrote could not be read yet');
      }
    }
  }

  async #settle(arrived: readonly Waiting[]): Promise<void> {
    const loaded = await this.#loadAll([...this.#backlog, ...arrived]);
    if (loaded === 'away') return this.#wait(arrived);
    const here = arrived.filter((each) => loaded.includes(each));
    const batch = loaded.length === 0 ? 'nothing' : await this.#commit(loaded);
    switch (batch) {
      case 'nothing':
        return this.#clearBacklog();
      case 'away':
        return this.#wait(here);
      case 'conflict':
        return this.#overtaken(here);
      default:
        return this.#written(batch, loaded);
    }
  }

  #written(batch: Batch, loaded: readonly Waiting[]): void {
    for (const sessionId of batch.events.keys()) {
      const tip = batch.tips.get(sessionId);
      if (tip !== undefined) this.#deps.cells.set(sessionId, tip);
    }
    this.#clearBacklog();
    this.#setAway(false);
    for (const [index, each] of loaded.entries()) answer(each, batch.verdicts[index]);
    this.#deps.committed(batch);
  }

  async #commit(loaded: readonly Waiting[]): Promise<Batch | 'conflict' | 'away'> {
    const orders = loaded.map((each) => each.order);
    try {
      const spooled = new Set(this.#backlog.map((each) => each.order));
      return (await commit(this.#deps, orders, spooled)) ?? 'conflict';
    } catch (error) {
      this.#setAway(true, error);
      // Whether it was kept is unknown: read again before anything else is decided.
      for (const { sessionId } of orders) this.#deps.cells.doubt(sessionId);
      return 'away';
    }
  }

  /** Those whose session can be read; the others are answered here. */
  async #loadAll(all: readonly Waiting[]): Promise<Waiting[] | 'away'> {
    const { cells, log } = this.#deps;
    const broken = new Map<SessionId, BrokenChainError>();
    for (const sessionId of new Set(all.map((each) => each.order.sessionId))) {
      try {
        await cells.load(sessionId);
      } catch (error) {
        if (!(error instanceof BrokenChainError)) {
          this.#setAway(true, error);
          return 'away';
        }
        const { seq } = error;
        log.error({ error, sessionId, seq }, 'THE LOG OF A SESSION IS BROKEN; it takes no more events');
        broken.set(sessionId, error);
      }
    }
    return all.filter((each) => {
      const error = broken.get(each.order.sessionId);
      if (error !== undefined) each.reject(error);
      return error === undefined;
    });
  }

  /** The database is away: commands are refused, server facts kept. */
  #wait(arrived: readonly Waiting[]): void {
    const { spool, log } = this.#deps;
    const facts = arrived.filter((each) => each.spoolable !== null);
    this.#backlog.push(...facts);
    try {
      if (facts.length > 0) spool.add(facts.flatMap((each) => each.spoolable ?? []));
    } catch (error) {
      log.error(
        { error, count: facts.length },
        'the spool cannot be written: server facts are in memory only',
      );
    }
    for (const each of arrived) each.resolve(each.spoolable === null ? fail('UNAVAILABLE') : ok());
  }

  /** Other processes were quicker every time. */
  #overtaken(arrived: readonly Waiting[]): void {
    for (const each of arrived) {
      if (each.spoolable === null) each.resolve(fail('CONFLICT'));
      else this.#waiting.push(each);
    }
  }

  #clearBacklog(): void {
    if (this.#backlog.length === 0) return;
    const count = this.#backlog.length;
    this.#backlog = [];
    try {
      this.#deps.spool.clear();
      this.#deps.log.info({ count }, 'spooled facts are in the session log');
    } catch (error) {
      // Nothing is written twice: the next process finds them in the log by their command ids.
      this.#deps.log.error({ error, count }, 'the spool cannot be cleared');
    }
  }

  #setAway(away: boolean, error?: unknown): void {
    if (away === this.#away) return;
    this.#away = away;
    if (away)
      this.#deps.log.error({ error }, 'the database does not take the session log; server facts are spooled');
    else this.#deps.log.info({}, 'the database takes the session log again');
    this.#deps.storeChanged?.(away ? { state: 'away', diskFull: isDiskFull(error) } : { state: 'back' });
  }
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
