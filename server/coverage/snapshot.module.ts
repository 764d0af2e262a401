import type { RegionId } from '../../shared/kernel/ids.ts';
import type { SchoolPlans } from '../planning/planning.schools.ts';
import type { Database, Jobs } from '../platform/ports.ts';
import { snapshotFiles } from './report.files.ts';
import { snapshotDownload, snapshotRoutes } from './snapshot.routes.ts';
import { createSnapshotService, type SnapshotDeps } from './snapshot.service.ts';
import { createSnapshotStore } from './snapshot.store.ts';

export type SnapshotModuleDeps = Omit<SnapshotDeps, 'store' | 'termsOf'> & {
  readonly plans: Pick<SchoolPlans, 'fresh' | 'terms'>;
  readonly jobs: Pick<Jobs, 'every'>;
};

const LOOK_MS = 15 * 60_000;

/** 月报冻结: reports as they were on a day. */
export function createSnapshots(deps: SnapshotModuleDeps) {
  const { plans } = deps;
  const store = createSnapshotStore(deps.database);
  const service = createSnapshotService({
    ...{ ...deps, store },
    async termsOf(regionIds: readonly RegionId[]) {
      await plans.fresh();
      return plans.terms(regionIds);
    },
  });
  return {
    service,
    routes: snapshotRoutes(service),
    downloads: [snapshotDownload(service), snapshotFiles({ service, directory: deps.directory })],
    frozen: service.frozen,
    frozenSince: store.frozenSince,
    start: () => deps.jobs.every('snapshot.month', LOOK_MS, service.freezeMonth),
  };
}

/** What the records say that a frozen report hashes to; null when there is none of that id. */
export const frozenHashOf = async (database: Database, id: string): Promise<string | null> =>
  (await createSnapshotStore(database).byId(id))?.sha256 ?? null;
