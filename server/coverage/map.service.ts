import type { MapGround } from '../../shared/coverage/map.ts';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import type { Actor } from '../identity/identity.types.ts';
import { topsOf } from './report.tree.rules.ts';
import type { ReportDeps } from './report.types.ts';

type MapDeps = Pick<ReportDeps, 'directory' | 'permit'> & {
  readonly readFile: () => Promise<MapGround | null>;
};

/** The operator's map, for whoever may see a report of any part of the tree. */
export const createMapService =
  ({ directory, permit, readFile }: MapDeps) =>
  async (actor: Actor): Promise<Result<{ map: MapGround | null }>> => {
    if (actor.kind !== 'person') return fail('FORBIDDEN');
    const tree = await directory.tree(await directory.today());
    if (topsOf(permit, actor, tree, 'report.map').length === 0) return fail('FORBIDDEN');
    return ok({ map: await readFile() });
  };
