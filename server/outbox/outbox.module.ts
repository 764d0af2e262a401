import type { Database, Jobs } from '../platform/ports.ts';
import { createOutboxService, type OutboxDeps } from './outbox.service.ts';
import { createOutboxStore } from './outbox.store.ts';

export type OutboxModuleDeps = Omit<OutboxDeps, 'store' | 'chance'> & {
  readonly database: Database;
  readonly jobs: Pick<Jobs, 'every'>;
};

/** How late a letter may be after what it tells. */
const ROUND_EVERY_MS = 2_000;

/** 发件箱: what other systems are told, until they have it. */
export function createOutbox(deps: OutboxModuleDeps) {
  const service = createOutboxService({
    ...deps,
    store: createOutboxStore(deps.database),
    chance: Math.random,
  });
  return {
    service,
    start: () => deps.jobs.every('outbox.round', ROUND_EVERY_MS, service.round),
    stop: service.stop,
  };
}
