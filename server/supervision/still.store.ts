import { z } from 'zod';
import { type RegionId, regionId } from '../../shared/kernel/ids.ts';
import { createRegister, type RegisterDeps } from '../platform/register.ts';

/** One entry a region, by the region's id. */
export const stillSettingSpec = {
  table: 'still_setting',
  id: regionId,
  fields: z.strictObject({ enabled: z.boolean(), reason: z.string().max(200) }),
  columns: {},
  sets: {},
};

export type StillSettings = ReturnType<typeof createStillSettings>;

export function createStillSettings(deps: RegisterDeps) {
  const register = createRegister(deps, stillSettingSpec);
  return {
    history: register.history,
    add: register.add,
    revise: register.revise,
    /** What every region that ever said something says now. */
    async words(): Promise<ReadonlyMap<RegionId, boolean>> {
      return new Map((await register.list({})).map(({ id, fields }) => [id, fields.enabled]));
    },
  };
}
