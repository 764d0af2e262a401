import { z } from 'zod';
import { safetyTakeId } from '../../shared/kernel/ids.ts';
import { fail } from '../../shared/kernel/result.ts';
import { SAFETY_PART_BYTES, safetyPartPath } from '../../shared/recording-safety.ts';
import type { Actor } from '../identity/identity.types.ts';
import type { UploadRoute } from '../platform/http-uploads.ts';
import type { RouteHandlers } from '../platform/ports.ts';
import type { SafetyService } from './safety.service.ts';

export const safetyRoutes = (
  service: SafetyService,
): Pick<RouteHandlers<Actor>, 'safety.missing' | 'safety.announce'> => ({
  'safety.missing': ({ actor }, { sessionId }) => service.missing(actor, sessionId),
  'safety.announce': ({ actor }, body) => service.announce(actor, body),
});

const partFields = z.strictObject({ takeId: safetyTakeId, at: z.coerce.number().int().min(0) });

/** The bytes of an announced take, a part at a time. */
export const safetyUpload = (service: SafetyService): UploadRoute<Actor> => ({
  as: 'safety.announce',
  path: safetyPartPath(':takeId', 0).replace(/\?.*/, ''),
  bytesMax: SAFETY_PART_BYTES,
  async handle({ actor }, fields, bytes) {
    const asked = partFields.safeParse(fields);
    if (!asked.success || bytes.length === 0) return fail('BAD_REQUEST');
    return service.part(actor, asked.data.takeId, { at: asked.data.at, bytes });
  },
});
