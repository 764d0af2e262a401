import type { Jobs, Log } from '../platform/ports.ts';
import type { RegisterDeps } from '../platform/register.ts';
import { createGate, type GateDeps } from '../session/session.access.ts';
import { createStillMaker, type StillMakerDeps } from './still.maker.ts';
import { stillRoutes } from './still.routes.ts';
import { createStillService, type StillServiceDeps } from './still.service.ts';
import { createStillSettingService } from './still.settings.ts';
import { createStillSettings } from './still.store.ts';

export type StillModuleDeps = RegisterDeps &
  Pick<StillServiceDeps, 'directory' | 'permit' | 'clock' | 'wall' | 'newId'> &
  Pick<GateDeps, 'planning'> & {
    readonly sessions: StillServiceDeps['sessions'];
    readonly stills: Pick<StillServiceDeps, 'available'> & Pick<StillMakerDeps, 'take'>;
    readonly jobs: Pick<Jobs, 'every'>;
    readonly log: Log;
  };

const SWEEP_MS = 10_000;

/** Stills 静态小画面 on the wall of those who supervise: off by default, in memory alone, taken only while somebody looks. */
export function createStills(deps: StillModuleDeps) {
  const settings = createStillSettings(deps);
  const maker = createStillMaker({ ...deps, take: deps.stills.take });
  const service = createStillService({
    ...{ ...deps, settings, maker, available: deps.stills.available },
    gate: createGate(deps),
  });
  const setting = createStillSettingService({ ...deps, settings, changed: maker.forgetAll });
  return {
    service,
    setting,
    keptCount: maker.keptCount,
    routes: stillRoutes(service, setting),
    settled: maker.settled,
    async stop(): Promise<void> {
      maker.forgetAll();
      await maker.settled();
    },
    start: () => deps.jobs.every('still.sweep', SWEEP_MS, async () => service.sweep()),
  };
}
