import type { Zone } from '../../shared/kernel/time.ts';
import type { Permit } from '../identity/identity.types.ts';
import type { Clock, Database, Jobs, Log, NewId } from '../platform/ports.ts';
import { auditDownload, auditRoutes } from './audit.routes.ts';
import { createAuditService } from './audit.service.ts';
import { createAuditStore } from './audit.store.ts';
import type { Things } from './audit.types.ts';
import { actionsSaying } from './audit.words.ts';
import { createAuditWriter } from './audit.writer.ts';

export type AuditDeps = {
  readonly database: Database;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly log: Log;
  readonly jobs: Pick<Jobs, 'every'>;
  readonly permit: Permit;
  readonly things: Things;
  readonly ground: () => Promise<{ readonly zone: Zone; readonly rootId: string | null }>;
};

/** How soon a row is tried again that the database refused. */
const AGAIN_MS = 5_000;

/** The audit 操作记录: written beside every request by the platform's hook, read by administrators. */
export function createAudit(deps: AuditDeps) {
  const store = createAuditStore(deps.database);
  const writer = createAuditWriter({ store, log: deps.log });
  const service = createAuditService({ ...deps, store, writer, actionsSaying });
  return {
    audited: service.audited,
    signInRefused: service.signInRefused,
    observed: service.observed,
    routes: auditRoutes(service),
    downloads: [auditDownload(service, deps.ground)],
    start: () => deps.jobs.every('audit.again', AGAIN_MS, () => writer.flush()),
    /** Writes what still waits. */
    stop: () => writer.flush(),
  };
}
