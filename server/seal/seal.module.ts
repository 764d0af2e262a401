import { join } from 'node:path';
import type { Zone } from '../../shared/kernel/time.ts';
import type { DirectoryReader } from '../directory/directory.types.ts';
import type { Permit } from '../identity/identity.types.ts';
import type { Clock, Database, Jobs, Log } from '../platform/ports.ts';
import { createSealFiles } from './seal.files.ts';
import { openSealKey, type SealKey } from './seal.key.ts';
import { sealDownloads, sealRoutes } from './seal.routes.ts';
import { createSealService } from './seal.service.ts';
import { createSealStore } from './seal.store.ts';
import type { Sealed } from './seal.types.ts';

export type SealDeps = {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Log;
  readonly jobs: Pick<Jobs, 'every'>;
  readonly permit: Permit;
  readonly directory: DirectoryReader;
  readonly zone: () => Promise<Zone>;
  readonly sealed: Sealed;
  readonly keyFile: string;
  readonly dataDir: string;
  readonly measuredKeepDays: number;
};

export const sealFolder = (dataDir: string): string => join(dataDir, 'seals');

const LOOK_MS = 5 * 60_000;

/** 日封存: what was recorded in a day is vouched for by a signature that nobody can make with the database alone. */
export function createSeals(deps: SealDeps) {
  let opened: SealKey | null = null;
  const key = (): SealKey => {
    opened ??= openSealKey(deps.keyFile);
    return opened;
  };
  const service = createSealService({
    ...deps,
    store: createSealStore(deps.database),
    files: createSealFiles(sealFolder(deps.dataDir)),
    key,
  });
  const forRoutes = { ...deps, service };
  return {
    routes: sealRoutes(forRoutes),
    downloads: sealDownloads(forRoutes),
    sealedUntilMs: service.sealedUntilMs,
    start: () => deps.jobs.every('seal.daily', LOOK_MS, service.sealDue),
  };
}
