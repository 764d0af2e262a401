import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import type { DirectoryReader } from '../directory/directory.types.ts';
import type { Action, Actor, Permit } from '../identity/identity.types.ts';
import type { RouteHandlers } from '../platform/ports.ts';
import { lackingField } from './access.rules.ts';
import type { AccessService } from './access.service.ts';

export type AccessRoutes = Pick<RouteHandlers<Actor>, 'access.read' | 'access.choose' | 'access.goOn'>;

export type AccessRoutesDeps = {
  readonly service: AccessService;
  readonly permit: Permit;
  readonly directory: DirectoryReader;
  readonly port: () => number;
  /** New connections would find another door: never in the middle of a lesson. */
  readonly anyLive: () => boolean;
};

export function accessRoutes(deps: AccessRoutesDeps): AccessRoutes {
  const { service } = deps;
  /** The server belongs to the root of the tree. */
  const may = async (actor: Actor, action: Action): Promise<Result<void>> => {
    const { regions } = await deps.directory.snapshot();
    const paths = [...regions.values()]
      .filter(({ fields }) => fields.parentId === null)
      .map(({ id }) => ({ regionIds: [id], schoolIds: [] }));
    return deps.permit(actor, action, { paths, relations: [] }) ? ok() : fail('FORBIDDEN');
  };
  const report = () => ok({ ...service.report(deps.port()), lessonRuns: deps.anyLive() });
  return {
    async 'access.read'({ actor }) {
      const allowed = await may(actor, 'access.read');
      return allowed.ok ? report() : allowed;
    },
    async 'access.choose'({ actor }, wish) {
      const allowed = await may(actor, 'access.choose');
      if (!allowed.ok) return allowed;
      const { decision } = service.standing();
      if (decision.by === 'config' || deps.anyLive()) return fail('INVALID_STATE');
      const lacking = lackingField(wish);
      if (lacking !== null) return fail('INVALID_VALUE', { field: lacking });
      await service.choose(wish);
      return report();
    },
    async 'access.goOn'({ actor }) {
      const allowed = await may(actor, 'access.goOn');
      if (!allowed.ok) return allowed;
      await service.goOn();
      return report();
    },
  };
}
