import type { SessionId } from '../../shared/kernel/ids.ts';
import type { Clock } from '../platform/ports.ts';
import { type Batch, decideBatch, type Order, type Tip } from './session.batch.ts';
import type { Cells } from './session.cells.ts';
import { AppendConflictError, keyOf, type SessionStore, type SessionWrite } from './session.store.ts';

const TRIES_MAX = 5;

export type CommitDeps = { readonly store: SessionStore; readonly cells: Cells; readonly clock: Clock };

/**
 * Decides orders and writes them in one transaction. When another process has written in between, reads anew and decides again.
 * @param spooled those of the orders whose facts may be in the log already
 * @returns null when other processes were quicker five times
 */
export async function commit(
  deps: CommitDeps,
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
        await write.append(batch);
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
