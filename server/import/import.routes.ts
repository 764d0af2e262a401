import { z } from 'zod';
import { IMPORT_PART_BYTES } from '../../shared/import.ts';
import { importId } from '../../shared/kernel/ids.ts';
import { fail } from '../../shared/kernel/result.ts';
import type { Actor } from '../identity/identity.types.ts';
import type { UploadRoute } from '../platform/http-uploads.ts';
import type { RouteHandlers } from '../platform/ports.ts';
import type { ImportService } from './import.service.ts';

export const importRoutes = (
  service: ImportService,
): Pick<RouteHandlers<Actor>, 'import.open' | 'import.read' | 'import.apply' | 'import.drop'> => ({
  'import.open': ({ actor }, wish) => service.open(actor, wish),
  'import.read': ({ actor }, body) => service.read(actor, body.importId),
  'import.apply': ({ actor }, body) => service.apply(actor, body.importId),
  'import.drop': ({ actor }, body) => service.drop(actor, body.importId),
});

const partFields = z.strictObject({ importId, at: z.coerce.number().int().min(0) });

/** The bytes of an announced file, a part at a time: the limit on how long a request may take holds for each. */
export const importUpload = (service: ImportService): UploadRoute<Actor> => ({
  as: 'import.open',
  path: '/api/imports/:importId/bytes',
  bytesMax: IMPORT_PART_BYTES,
  async handle({ actor }, fields, bytes) {
    const asked = partFields.safeParse(fields);
    if (!asked.success || bytes.length === 0) return fail('BAD_REQUEST');
    return service.part(actor, asked.data.importId, { at: asked.data.at, bytes });
  },
});
