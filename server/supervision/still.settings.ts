import { personId, type RegionId } from '../../shared/kernel/ids.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import type { StillSetting } from '../../shared/still.ts';
import type { RouteBody } from '../../shared/wire/routes.ts';
import { pathOfRegion } from '../directory/directory.rules.ts';
import type { Actor } from '../identity/identity.types.ts';
import { wordFor } from './still.rules.ts';
import type { StillSettings } from './still.store.ts';
import { look, type SupervisionDeps } from './supervision.service.ts';

export type StillSettingDeps = Pick<SupervisionDeps, 'directory' | 'permit'> & {
  readonly settings: StillSettings;
  /** What was taken is forgotten at once. */
  readonly changed: () => void;
};

/** Whether stills may be taken, region by region; every version with its author and reason. */
export function createStillSettingService({ settings, changed, ...deps }: StillSettingDeps) {
  /** NOT_FOUND for a region that is not there or not the asker's. */
  const ownRegion = (actor: Actor, id: RegionId, action: 'still.setting' | 'still.set') =>
    look(deps, actor, { scopeKind: 'region', scopeId: id, action });

  return {
    async read(actor: Actor, id: RegionId): Promise<Result<StillSetting>> {
      const found = await ownRegion(actor, id, 'still.setting');
      if (!found.ok) return found;
      const { regions } = found.value.tree;
      const word = wordFor(pathOfRegion(regions, id).regionIds, await settings.words());
      const names = await deps.directory.names(await deps.directory.today());
      const versions = await settings.history(id);
      const nameOf = (each: RegionId) => regions.get(each)?.fields.name ?? '';
      return ok({
        ...{ regionId: id, regionName: nameOf(id), enabled: word?.enabled === true },
        saidByName: word === null ? '' : nameOf(word.regionId),
        version: versions.at(-1)?.version ?? 0,
        history: versions.toReversed().map(({ version, recordedAtMs, recordedBy, fields }) => {
          const writer = personId.safeParse(recordedBy);
          const byName = writer.success ? (names.person(writer.data)?.name ?? '') : '';
          return { version, recordedAtMs, byName, ...fields };
        }),
      });
    },

    /** In force at once. CONFLICT {version} when somebody else was faster. */
    async set(
      actor: Actor,
      { regionId, enabled, reason, expectedVersion }: RouteBody<'still.set'>,
    ): Promise<Result<Record<string, never>>> {
      const found = await ownRegion(actor, regionId, 'still.set');
      if (!found.ok) return found;
      const note = { by: found.value.actor.personId, validFrom: await deps.directory.today() };
      const version = (await settings.history(regionId)).at(-1)?.version ?? 0;
      if (version !== expectedVersion) return fail('CONFLICT', { version });
      const fields = { enabled, reason };
      if (version === 0) await settings.add(fields, { ...note, id: regionId });
      else {
        const revised = await settings.revise(regionId, { ...note, expectedVersion, fields });
        if (!revised.ok) return revised;
      }
      if (!enabled) changed();
      return ok({});
    },
  };
}
