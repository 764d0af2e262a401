import { z } from 'zod';
import { fail, ok, type Result } from '../../shared/kernel/result.ts';
import { localDate } from '../../shared/kernel/time.ts';
import type { DirectoryReader } from '../directory/directory.types.ts';
import type { Actor, Permit } from '../identity/identity.types.ts';
import type { DownloadRoute } from '../platform/http-routes.ts';
import type { RouteHandlers } from '../platform/ports.ts';
import { sealFileName } from './seal.files.ts';
import { fileText } from './seal.key.ts';
import type { SealService } from './seal.service.ts';

export type SealRoutesDeps = {
  readonly service: SealService;
  readonly permit: Permit;
  readonly directory: DirectoryReader;
};

/** A seal is of the whole installation, so it belongs to the root of the tree. */
async function mayRead({ permit, directory }: SealRoutesDeps, actor: Actor): Promise<Result<void>> {
  const { regions } = await directory.snapshot();
  const paths = [...regions.values()]
    .filter(({ fields }) => fields.parentId === null)
    .map(({ id }) => ({ regionIds: [id], schoolIds: [] }));
  return permit(actor, 'seal.list', { paths, relations: [] }) ? ok() : fail('FORBIDDEN');
}

export const sealRoutes = (deps: SealRoutesDeps): Pick<RouteHandlers<Actor>, 'seal.list'> => ({
  async 'seal.list'({ actor }) {
    const allowed = await mayRead(deps, actor);
    return allowed.ok ? ok({ seals: await deps.service.list() }) : allowed;
  },
});

const ofDay = z.strictObject({ localDate });

export const sealDownloads = (deps: SealRoutesDeps): readonly DownloadRoute<Actor>[] => [
  {
    name: 'seal.key',
    path: '/api/seals/key',
    async handle({ actor }) {
      const allowed = await mayRead(deps, actor);
      if (!allowed.ok) return allowed;
      const text = deps.service.publicPem();
      return ok({ contentType: 'application/x-pem-file', fileName: 'seal-key.pub.pem', text });
    },
  },
  {
    name: 'seal.file',
    path: '/api/seals/:localDate/file',
    async handle({ actor }, query) {
      const asked = ofDay.safeParse(query);
      if (!asked.success) return fail('BAD_REQUEST');
      const allowed = await mayRead(deps, actor);
      if (!allowed.ok) return allowed;
      const row = await deps.service.byDate(asked.data.localDate);
      if (row === null) return fail('NOT_FOUND');
      return ok({
        contentType: 'application/json',
        fileName: sealFileName(row.local_date),
        text: fileText(row.content, row.signature),
      });
    },
  },
];
