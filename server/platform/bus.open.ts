import { aloneBus, type Bus } from './bus.ts';
import type { Log, NewId } from './ports.ts';

export type BusOptions = { readonly url: string | null; readonly newId: NewId; readonly log: Log };

/** The client for Redis is read from the disk only when there is a Redis to speak to. */
export async function openBus({ url, newId, log }: BusOptions): Promise<Bus> {
  if (url === null) return aloneBus;
  const { createRedisBus } = await import('./bus.redis.ts');
  return createRedisBus({ url, ownId: newId(), log });
}
